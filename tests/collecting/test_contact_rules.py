"""Rules of contact as rows: those that come with the add-on, overrides, confirmation (COL-05)."""

import psycopg2
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..engine.contact_cases import LAWS
from ..lib.contacts import ContactsCommon

#: of each row that comes with the add-on: key of the law, which of its parts
ROWS = {
    "cl_call": ("cl", 0),
    "cl_written": ("cl", 1),
    "profile_call": ("profile", 0),
    "profile_written": ("profile", 1),
}


@tagged("post_install", "-at_install")
class TestContactRules(ContactsCommon):
    def rule(self, key):
        return self.env.ref(f"l10n_cobranzas.cobranzas_contact_rule_{key}")

    def make(self, **vals):
        return self.env["cobranzas.contact.rule"].create(
            {"name": "A rule", "country_id": self.env.ref("base.uy").id, **vals}
        )

    def test_the_rows_say_what_the_norms_say(self):
        keys = [*ROWS, *(key for key in LAWS if key not in ("cl", "profile"))]
        for key in keys:
            law, part = ROWS.get(key, (key, 0))
            norm, rule = LAWS[law][part], self.rule(key)._to_engine()
            hours = {
                window.weekday: (window.start / 60, window.end / 60) for window in rule.windows
            }
            with self.subTest(key):
                self.assertEqual(hours, norm["hours"])
                self.assertFalse(rule.holidays)
                self.assertEqual(
                    rule.classes,
                    {
                        kind
                        for kind, channel in (("call", "call"), ("written", "email"))
                        if channel in norm["channels"]
                    },
                )
                self.assertEqual(
                    (rule.per_day, rule.per_week, rule.gap_days),
                    tuple(norm.get(name, 0) for name in ("per_day", "per_week", "gap")),
                )
                self.assertEqual(rule.one_channel, norm.get("direct", False))
                self.assertEqual(rule.authorised_only, norm.get("authorised", False))
                self.assertEqual(self.rule(key).whom, "all" if key == "co" else "persons")
        self.assertEqual(len(keys), self.env["cobranzas.contact.rule"].search_count([]))

    def test_the_rows_are_not_confirmed_and_name_their_source(self):
        rows = self.env["cobranzas.contact.rule"].search([])
        self.assertFalse(rows.filtered("confirmed_on"))
        for row in rows.filtered("country_id"):
            self.assertTrue(row.source_url and row.read_on, row.name)

    def test_a_change_takes_the_confirmation_away(self):
        rule = self.rule("pe")
        rule.action_confirm()
        self.assertEqual(rule.confirmed_by_id, self.env.user)
        rule.week_end = 19
        self.assertFalse(rule.confirmed_on or rule.confirmed_by_id)
        rule.write({"confirmed_on": "2026-01-01", "confirmed_by_id": self.env.uid})
        self.assertFalse(rule.confirmed_on)

    def test_who_may_confirm(self):
        accountant = self.make_user("contadora", "l10n_cobranzas.group_cobranzas_accountant")
        rule = self.rule("pe").with_user(accountant)
        self.assertTrue(rule.name)
        for action in (rule.action_confirm, lambda: rule.write({"week_end": 22})):
            with self.assertRaises(AccessError):
                action()

    def test_the_row_of_a_company_wins_for_its_class(self):
        own = self.make(
            country_id=self.env.ref("base.cl").id,
            company_id=self.company.id,
            channels="call",
            week_start=10,
            week_end=12,
        )
        self.assertEqual(self.ask(self.chile, "call", "2025-12-01 09:00")[1], "2025-12-01 10:00")
        self.assertIsNone(self.ask(self.chile, "email", "2025-12-01 09:00"))
        elsewhere = self.env["res.company"].create({"name": "Otra"})
        answer = self.chile.with_company(elsewhere)._cobranzas_may_contact(
            "call", self.at("2025-12-01 09:00")
        )
        self.assertTrue(answer)
        own.active = False
        self.assertIsNone(self.ask(self.chile, "call", "2025-12-01 09:00"))

    def test_a_row_holds_from_its_first_to_its_last_day(self):
        debtor = self.make_debtor("Ana", "uy")
        self.company.cobranzas_contact_elsewhere = "free"
        self.make(date_from="2025-12-02", date_to="2025-12-03", week_start=14, week_end=15)
        for day, limit in (("01", None), ("02", "hours"), ("03", "hours"), ("04", None)):
            found = self.ask(debtor, "call", f"2025-12-{day} 10:00", "America/Montevideo")
            self.assertEqual(found and found[0], limit, day)

    def test_a_country_twice_in_the_same_days(self):
        self.make(date_to="2025-06-30", channels="call")
        self.make(date_from="2025-07-01", channels="call")
        self.make(channels="written")
        for vals in (
            {"channels": "call", "date_from": "2025-06-30", "date_to": "2025-06-30"},
            {"channels": "all", "date_from": "2030-01-01"},
            {"channels": "written", "creditor": "lender"},
        ):
            with (
                self.subTest(vals),
                self.assertRaisesRegex(ValidationError, "same debtors"),
                self.env.cr.savepoint(),
            ):
                self.make(**vals)
        self.make(channels="written", company_id=self.company.id)

    def test_bad_input(self):
        state = self.env.ref("base.state_br_sp")
        for vals, pattern in (
            ({"week_start": 20, "week_end": 8}, "earlier to a later"),
            ({"week_start": 8, "week_end": 8}, "earlier to a later"),
            ({"saturday_start": 8, "saturday_end": 25}, "earlier to a later"),
            ({"sunday_start": -1, "sunday_end": 5}, "earlier to a later"),
            ({"per_day": 1000}, "at most"),
            ({"gap_days": 400}, "at most"),
            ({"state_id": state.id}, "another country"),
            ({"source_url": "javascript:alert(1)"}, "https://"),
        ):
            with (
                self.subTest(vals),
                self.assertRaisesRegex(ValidationError, pattern),
                self.env.cr.savepoint(),
            ):
                self.make(**vals)
        for vals in ({"per_week": -1}, {"date_from": "2026-02-01", "date_to": "2026-01-01"}):
            with (
                self.subTest(vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.CheckViolation),
                self.env.cr.savepoint(),
            ):
                self.make(**vals)
        manager = self.make_user("jefa", "l10n_cobranzas.group_cobranzas_manager")
        with self.assertRaisesRegex(UserError, "can't be read"):
            self.env["cobranzas.contact.rule"].with_user(manager).create(
                {"name": "x", "channels": "smoke"}
            )
