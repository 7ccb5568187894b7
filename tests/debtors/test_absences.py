"""An absent collector's debtors go over to the substitute and come back (COL-03, COL-10)."""

import importlib.util
from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from env.paths import ADDON

from ..lib.common import CollectionsCommon

OLD = "collector_id.user_id', '=', user.id)"


@tagged("post_install", "-at_install")
class TestAbsences(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        role = "l10n_cobranzas.group_cobranzas_"
        cls.ana_user = cls.make_user("ana", f"{role}collector")
        cls.beto_user = cls.make_user("beto", f"{role}collector")
        cls.cashier = cls.make_user("caja", f"{role}cashier")
        cls.manager = cls.make_user("jefa", f"{role}manager")
        cls.ana, cls.beto, cls.carla = cls.env["cobranzas.collector"].create(
            [
                {"name": "Ana", "user_id": cls.ana_user.id},
                {"name": "Beto", "user_id": cls.beto_user.id},
                {"name": "Carla"},
            ]
        )
        cls.customer.cobranzas_collector_id = cls.ana
        cls.other_customer.cobranzas_collector_id = cls.beto
        cls.invoice(100)
        cls.invoice(200, partner=cls.other_customer)
        cls.today = fields.Date.context_today(cls.env.user)

    def absence(self, collector=None, first=0, last=0, substitute=None, **vals):
        """An absence from some days from today to some days from today."""
        return self.env["cobranzas.collector.absence"].create(
            {
                "collector_id": (collector or self.ana).id,
                "date_from": self.today + timedelta(days=first),
                "date_to": last is not None and self.today + timedelta(days=last),
                "substitute_id": substitute and substitute.id,
                **vals,
            }
        )

    def debtors(self, user):
        """Of whom the user sees open items, receipts' customers and journal items."""
        self.env.invalidate_all()
        items = self.env["cobranzas.open.item"].with_user(user).search([]).partner_id.ids
        lines = self.env["account.move.line"].with_user(user).search([]).partner_id.ids
        self.assertEqual(set(items), set(lines) & set(self.both.ids) | set(items))
        return self.both.browse(items) & self.both

    @property
    def both(self):
        return self.customer | self.other_customer

    # ------------------------------------------------------------------
    # Who sees what
    # ------------------------------------------------------------------

    def test_the_list_goes_over_and_comes_back(self):
        """{moment: (what Ana sees, what Beto sees)}."""
        seen = {"before": (self.debtors(self.ana_user), self.debtors(self.beto_user))}
        absence = self.absence(last=3, substitute=self.beto)
        seen["absent"] = (self.debtors(self.ana_user), self.debtors(self.beto_user))
        absence.date_to = self.today
        absence.date_from = self.today - timedelta(days=4)
        with freeze_time(f"{self.today + timedelta(days=1)} 15:00:00"):
            self.env["cobranzas.collector"]._cron_refresh_acting_users()
            seen["after"] = (self.debtors(self.ana_user), self.debtors(self.beto_user))
        own = (self.customer, self.other_customer)
        self.assertEqual(seen, {"before": own, "absent": (self.customer, self.both), "after": own})

    def test_an_absence_to_come_begins_by_itself(self):
        self.absence(first=2, last=5, substitute=self.beto)
        self.assertEqual(self.debtors(self.beto_user), self.other_customer)
        with freeze_time(f"{self.today + timedelta(days=2)} 15:00:00"):
            self.env["cobranzas.collector"]._cron_refresh_acting_users()
            self.assertEqual(self.debtors(self.beto_user), self.both)

    def test_the_day_is_that_of_the_collector(self):
        """Where it is still yesterday the absence has not begun."""
        self.ana_user.tz = "America/Lima"
        self.today = fields.Date.to_date("2026-06-10")
        with freeze_time("2026-06-09 15:00:00"):
            self.absence(last=2, substitute=self.beto)
        for moment, users in (
            ("2026-06-10 04:59:00", self.ana_user),
            ("2026-06-10 05:01:00", self.ana_user | self.beto_user),
            ("2026-06-13 04:59:00", self.ana_user | self.beto_user),
            ("2026-06-13 05:01:00", self.ana_user),
        ):
            with freeze_time(moment):
                self.env["cobranzas.collector"]._cron_refresh_acting_users()
                self.assertEqual(self.ana.acting_user_ids, users, moment)

    def test_what_changes_is_seen_at_once(self):
        """Each way in which who acts may change: what Beto sees after it."""
        absence = self.absence(last=3, substitute=self.beto)
        self.assertEqual(self.debtors(self.beto_user), self.both)
        absence.substitute_id = self.carla
        self.assertEqual(self.debtors(self.beto_user), self.other_customer)
        self.beto.user_id = False
        self.assertFalse(self.debtors(self.beto_user))
        self.carla.user_id = self.beto_user
        self.assertEqual(self.debtors(self.beto_user), self.customer)
        self.carla.active = False
        self.assertFalse(self.debtors(self.beto_user))
        self.carla.active = True
        absence.unlink()
        self.assertFalse(self.debtors(self.beto_user))
        self.absence(last=None, substitute=self.carla)
        self.assertEqual(self.debtors(self.beto_user), self.customer)
        self.carla.unlink()
        self.assertFalse(self.debtors(self.beto_user))
        self.assertEqual(self.debtors(self.ana_user), self.customer)

    def test_the_substitute_works_the_debtor(self):
        """What a collector may do for own debtors: a receipt, a note, the figures."""
        customer = self.customer.with_user(self.beto_user)
        receipts = self.env["cobranzas.receipt"].with_user(self.beto_user)
        vals = {"partner_id": self.customer.id, "company_id": self.company.id}
        self.assertEqual(customer.cobranzas_balance, 0)
        with self.assertRaises(AccessError):
            receipts.create(vals)
        absence = self.absence(last=1, substitute=self.beto)
        self.env.invalidate_all()
        self.assertEqual(customer.cobranzas_balance, 100)
        receipt = receipts.create(vals)
        self.assertEqual(receipt.partner_balance, 100)
        customer.message_post(body="Promised to pay")
        absence.unlink()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            receipt.read(["name"])
        with self.assertRaises(AccessError):
            customer.message_post(body="Once more")

    def test_the_collector_says_where_the_debtors_are(self):
        self.absence(last=1, substitute=self.beto, reason="Vacaciones")
        self.assertRecordValues(
            self.ana | self.beto,
            [
                {"is_absent": True, "acting_substitute_id": self.beto.id}
                | {"absent_until": self.today + timedelta(days=1)},
                {"is_absent": False, "acting_substitute_id": False, "absent_until": False},
            ],
        )

    def test_who_acts_follows_from_users_and_absences_alone(self):
        manager = self.ana.with_user(self.manager)
        manager.write({"acting_user_ids": [(4, self.beto_user.id)], "phone": "1"})
        self.assertEqual(self.ana.acting_user_ids, self.ana_user)
        new = manager.create({"name": "Delia", "acting_user_ids": [(4, self.beto_user.id)]})
        self.assertFalse(new.acting_user_ids)
        new = manager.with_context(default_acting_user_ids=[(4, self.beto_user.id)]).create(
            {"name": "Elsa"}
        )
        self.assertFalse(new.acting_user_ids)
        self.assertEqual(self.debtors(self.beto_user), self.other_customer)

    # ------------------------------------------------------------------
    # What is refused
    # ------------------------------------------------------------------

    @mute_logger("odoo.sql_db")
    def test_absences_that_contradict_each_other(self):
        """{what is asked for: what is said}."""
        self.absence(first=10, last=20, substitute=self.beto)
        other = self.env["res.company"].create({"name": "Otra"})
        far = self.env["cobranzas.collector"].create({"name": "Lejos", "company_id": other.id})
        self.carla.company_id = self.company
        cases = {
            "Ana is already absent": (self.ana, 20, 25, None),
            "Beto is the substitute of Ana": (self.beto, 5, 10, None),
            "Ana is absent too": (self.carla, 15, None, self.ana),
            "own substitute": (self.carla, 1, 2, self.carla),
            "collects for Otra only": (self.carla, 1, 2, far),
            "can't end before": (self.carla, 3, 2, None),
        }
        for said, (collector, first, last, substitute) in cases.items():
            with self.subTest(said), self.cr.savepoint(), self.assertRaises(Exception) as caught:
                self.absence(collector, first, last, substitute)
            self.assertIn(said, self._words(caught.exception))
        # beside one another they are fine, and without an end after all others
        self.absence(self.ana, 21, None)
        self.absence(self.beto, 21, None, self.carla)

    def _words(self, error):
        """What the web client shows of an error, also of one of the database."""
        if isinstance(error, UserError):
            return str(error)
        model = self.env["cobranzas.collector.absence"]
        return str(model._sql_error_to_message(error))

    def test_two_at_once_are_judged_together(self):
        vals = {"collector_id": self.ana.id, "date_from": self.today, "date_to": self.today}
        with self.assertRaisesRegex(ValidationError, "already absent"):
            self.env["cobranzas.collector.absence"].create([vals, vals])

    # ------------------------------------------------------------------
    # Rights
    # ------------------------------------------------------------------

    def test_rights(self):
        """{role: (absences seen, may write)} of one of Ana's and one of Carla's."""
        own = self.absence(first=5, last=6, substitute=self.beto)
        other = self.absence(self.carla, 5, 6)
        table = {
            self.ana_user: (own, False),
            self.beto_user: (own, False),
            self.cashier: (own | other, False),
            self.manager: (own | other, True),
        }
        for user, (seen, may_write) in table.items():
            with self.subTest(user.login):
                rows = self.env["cobranzas.collector.absence"].with_user(user)
                self.assertEqual(rows.search([("id", "in", (own | other).ids)]), seen)
                self.assertEqual(rows.has_access("write"), may_write)
                self.assertEqual(rows.has_access("create"), may_write)

    # ------------------------------------------------------------------
    # The rules
    # ------------------------------------------------------------------

    def test_no_rule_asks_for_the_user_of_the_collector(self):
        rules = self.env["ir.rule"].with_context(active_test=False).search([])
        self.assertFalse([rule.name for rule in rules if OLD in (rule.domain_force or "")])

    def test_rules_as_installed_are_reworded_by_the_update(self):
        path = ADDON / "migrations/19.0.1.7.0/post-collector_rules.py"
        spec = importlib.util.spec_from_file_location("post_collector_rules", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        rules = self.env["ir.rule"].search([("domain_force", "like", script.AFTER)])
        self.assertGreater(len(rules), 35)
        now = {rule: rule.domain_force for rule in rules}
        for rule, domain in now.items():
            rule.domain_force = domain.replace(script.AFTER, script.BEFORE)
        foreign = rules[0].copy({"name": "Somebody's", "domain_force": rules[0].domain_force})
        before = foreign.domain_force
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM cobranzas_collector_acting_user_rel")
        self.env.invalidate_all()
        script.migrate(self.env.cr, "19.0.1.6.0")
        self.env.invalidate_all()
        self.assertEqual({rule: rule.domain_force for rule in rules}, now)
        self.assertEqual(foreign.domain_force, before)
        self.assertEqual(self.ana.acting_user_ids, self.ana_user)
