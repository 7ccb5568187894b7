"""Policies of late interest: which one an invoice is posted on, and later changes (CHG-03)."""

from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..lib.interest import InterestCommon

MOVE = "odoo.addons.l10n_cobranzas.models.charges.interest_terms.AccountMove"
TERMS = (
    "cobranzas_interest_policy_id",
    "cobranzas_interest_rate",
    "cobranzas_interest_rate_period",
)


@tagged("post_install", "-at_install")
class TestPolicies(InterestCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.of_company = cls.policy(1.0, name="Company")
        cls.of_term = cls.policy(2.0, name="Term")
        cls.of_customer = cls.policy(36.0, name="Customer", rate_period="year")
        cls.term = cls.env["account.payment.term"].create({"name": "30 days"})
        cls.accountant = cls.make_user("acc", "l10n_cobranzas.group_cobranzas_accountant")
        cls.manager = cls.make_user("man", "l10n_cobranzas.group_cobranzas_manager")
        cls.collector = cls.make_user("col", "l10n_cobranzas.group_cobranzas_collector")

    def bear(self, **kw):
        self.customer.write({"cobranzas_bears_interest": True, **kw})

    def post(self, term=False, partner=None):
        """The receivable item of an invoice posted on terms."""
        move = self.invoice(1, partner=partner).move_id.copy({"invoice_date": "2026-01-10"})
        move.invoice_payment_term_id = term
        move.action_post()
        return self.item(move)

    def terms_of(self, item):
        return [item[name] for name in TERMS]

    # ------------------------------------------------------------------
    # Which policy
    # ------------------------------------------------------------------

    def test_customer_then_terms_then_company(self):
        none = self.env["cobranzas.interest.policy"]
        self.company.cobranzas_interest_policy_id = self.of_company
        self.assertEqual(self.terms_of(self.post()), [none, 0, False])  # no opt-in
        self.bear()
        self.assertEqual(self.terms_of(self.post()), [self.of_company, 1, "month"])
        self.term.cobranzas_interest_policy_id = self.of_term
        self.assertEqual(self.terms_of(self.post(self.term)), [self.of_term, 2, "month"])
        self.assertEqual(self.terms_of(self.post()), [self.of_company, 1, "month"])
        self.bear(cobranzas_interest_policy_id=self.of_customer.id)
        self.assertEqual(self.terms_of(self.post(self.term)), [self.of_customer, 36, "year"])
        self.of_customer.active = False
        self.assertEqual(self.terms_of(self.post(self.term)), [self.of_term, 2, "month"])

    def test_a_contact_is_charged_as_its_company(self):
        self.bear(cobranzas_interest_policy_id=self.of_customer.id)
        contact = self.env["res.partner"].create({"name": "Ana", "parent_id": self.customer.id})
        item = self.post(partner=contact)
        self.assertEqual(item.cobranzas_interest_policy_id, self.of_customer)

    def test_a_policy_of_another_company_is_passed_over(self):
        other = self.setup_other_company()["company"]
        foreign = self.policy()
        self.bear(cobranzas_interest_policy_id=foreign.id)
        foreign.company_id = other
        self.company.cobranzas_interest_policy_id = self.of_company
        self.assertEqual(self.post().cobranzas_interest_policy_id, self.of_company)

    def test_later_changes_are_for_later_invoices(self):
        self.bear(cobranzas_interest_policy_id=self.of_term.id)
        item = self.invoice(500, "2026-06-01", "2026-07-01")
        self.of_term.rate = 9
        self.customer.cobranzas_bears_interest = False
        self.assertInterest(item, "2026-07-31", None, [(30, 500, 10)])
        later = self.invoice(500, "2026-06-01", "2026-07-01")
        self.assertEqual(later._cobranzas_get_interest("2026-07-31"), [])
        self.customer.cobranzas_bears_interest = True
        again = self.invoice(500, "2026-06-01", "2026-07-01")
        self.assertInterest(again, "2026-07-31", None, [(30, 500, 45)])

    def test_another_policy_for_one_run_is_not_stored(self):
        self.bear(cobranzas_interest_policy_id=self.of_term.id)
        item = self.invoice(500, "2026-06-01", "2026-07-01")
        self.assertInterest(item, "2026-07-31", self.of_company, [(30, 500, 5)])
        self.assertEqual(item.cobranzas_interest_policy_id, self.of_term)

    def test_posted_again_it_has_the_terms_of_that_day(self):
        self.bear(cobranzas_interest_policy_id=self.of_term.id)
        item = self.invoice(500)
        item.move_id.button_draft()
        self.customer.cobranzas_bears_interest = False
        item.move_id.action_post()
        self.assertFalse(self.item(item.move_id).cobranzas_interest_policy_id)

    def test_posting_costs_nothing_without_interest(self):
        def count_queries():
            move = self.invoice(1).move_id.copy({"invoice_date": "2026-01-10"})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            move.action_post()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        self.company.cobranzas_interest_policy_id = self.of_company
        count_queries()  # fills the caches
        ours = count_queries()
        with patch(f"{MOVE}._cobranzas_set_interest_terms", lambda _moves: None):
            self.assertEqual(ours, count_queries())

    def test_a_policy_with_a_table_keeps_no_rate(self):
        table = self.policy(5, rate_source="table")
        self.env["cobranzas.rate"].create(
            {"rate": 3, "date_from": "2026-01-01", "company_id": self.company.id}
        )
        self.bear(cobranzas_interest_policy_id=table.id)
        item = self.invoice(500, "2026-06-01", "2026-07-01")
        self.assertEqual(self.terms_of(item), [table, 0, False])
        self.assertInterest(item, "2026-07-31", None, [(30, 500, 15)])

    def test_a_rate_of_the_currency_goes_before_that_of_all(self):
        euro = self.make_rates({"2026-01-01": 0.001})
        for rate, currency in ((3, False), (1, euro.id)):
            self.env["cobranzas.rate"].create(
                {
                    "rate": rate,
                    "date_from": "2026-01-01",
                    "currency_id": currency,
                    "company_id": self.company.id,
                }
            )
        table = self.policy(0, rate_source="table")
        for currency, amount in ((None, 15), (euro, 5)):
            item = self.invoice(500, "2026-06-01", "2026-07-01", currency=currency)
            self.assertInterest(item, "2026-07-31", table, [(30, 500, amount)])

    # ------------------------------------------------------------------
    # Operations
    # ------------------------------------------------------------------

    def test_debts_of_operations(self):
        self.bear(cobranzas_interest_policy_id=self.of_term.id)
        self.set_adjustment_accounts()
        journal = self.company_data["default_journal_sale"]
        self.company.cobranzas_debt_sales_account_id = journal.default_account_id
        outside = self.operation(
            "outside_debt", partner_id=self.customer.id, amount=100, confirm=True
        )
        self.assertFalse(outside.result_ids.cobranzas_interest_policy_id)
        merged = self.operation("merge", [self.invoice(50), self.invoice(70)], confirm=True)
        self.assertEqual(self.terms_of(merged.result_ids), [self.of_term, 2, "month"])
        taken = (merged.move_ids.line_ids - merged.result_ids).mapped("cobranzas_interest_rate")
        self.assertEqual(set(taken), {0})
        vals = {"partner_id": self.customer.id, "amount": 100, "reason": "test"}
        adjusted = self.operation("adjustment", confirm=True, **vals)
        self.assertEqual(adjusted.result_ids.cobranzas_interest_policy_id, self.of_term)
        self.of_term.exempt_adjustments = True
        exempt = self.operation("adjustment", confirm=True, **vals)
        self.assertFalse(exempt.result_ids.cobranzas_interest_policy_id)
        self.assertEqual(adjusted.result_ids._cobranzas_get_interest("2026-12-31"), [])

    # ------------------------------------------------------------------
    # Stop and resume
    # ------------------------------------------------------------------

    def test_stopped_and_resumed_with_who_and_why(self):
        self.bear(cobranzas_interest_policy_id=self.of_term.id)
        item = self.invoice(500, "2026-06-01", "2026-07-01")
        move = item.move_id
        self.assertEqual(move.cobranzas_interest_state, "bears")
        as_accountant = move.with_user(self.accountant)
        action = as_accountant.action_cobranzas_open_interest_stop()
        wizard = Form(
            self.env["cobranzas.interest.stop"]
            .with_user(self.accountant)
            .with_context(**action["context"])
        )
        self.assertEqual(wizard.date, fields.Date.context_today(move))
        wizard.date, wizard.reason = "2026-07-16", "Late delivery"
        wizard.save().action_save()
        self.assertEqual(move.cobranzas_interest_state, "stopped")
        for day in ("2026-07-16", "2026-07-31"):
            self.assertEqual(item._cobranzas_get_interest(day), [])
            self.assertEqual(item._cobranzas_get_interest(day, self.of_company), [])
        self.assertInterest(item, "2026-07-15", None, [(14, 500, 4.67)])
        message = move.message_ids[0]
        self.assertIn("Late delivery", message.body)
        self.assertEqual(message.author_id, self.accountant.partner_id)
        item.with_user(self.accountant).action_cobranzas_resume_interest("Settled")
        self.assertIn("Settled", move.message_ids[0].body)
        self.assertInterest(item, "2026-07-31", None, [(30, 500, 10)])

    def test_one_instalment_of_several(self):
        halves = [{"value": "percent", "value_amount": 50, "nb_days": days} for days in (0, 30)]
        term = self.term.copy(
            {"line_ids": [Command.clear(), *(Command.create(vals) for vals in halves)]}
        )
        self.bear(cobranzas_interest_policy_id=self.of_term.id)
        items = self.post(term)
        self.assertEqual(len(items), 2)
        items[0].action_cobranzas_stop_interest("Agreed")
        self.assertEqual(items.mapped("cobranzas_interest_stopped"), [True, False])

    def test_who_stops_interest(self):
        item = self.invoice(500)
        for reason in (None, "", "  "):
            with self.assertRaisesRegex(UserError, "Say why"):
                item.with_user(self.accountant).action_cobranzas_stop_interest(reason)
        with self.assertRaisesRegex(AccessError, "Only an accountant"):
            item.with_user(self.collector).action_cobranzas_stop_interest("Because")
        with self.assertRaisesRegex(AccessError, "Only an accountant"):
            item.move_id.with_user(self.collector).action_cobranzas_open_interest_stop()
        for values in (
            {"cobranzas_interest_stopped": True},
            {"cobranzas_interest_rate": 0.5},
            {"cobranzas_interest_policy_id": False},
        ):
            with self.assertRaisesRegex(UserError, "those it was posted on"):
                item.with_user(self.accountant).write(values)

    # ------------------------------------------------------------------
    # Refused
    # ------------------------------------------------------------------

    @mute_logger("odoo.sql_db")
    def test_what_a_policy_can_not_be(self):
        for values in (
            {"rate": -1},
            {"rate_period": False},
            {"grace_days": -1},
            {"minimum": -1},
        ):
            with self.assertRaises(IntegrityError), self.cr.savepoint():
                self.policy(**values)

    @mute_logger("odoo.sql_db")
    def test_one_rate_of_a_kind_and_day(self):
        vals = {"rate": 3, "date_from": "2026-01-01", "company_id": self.company.id}
        rates = self.env["cobranzas.rate"].create(vals)
        rates |= rates.create({**vals, "kind": "surcharge"})
        rates |= rates.create({**vals, "currency_id": self.company.currency_id.id})
        self.assertEqual(len(rates), 3)
        for again in (vals, {**vals, "rate": -1, "date_from": "2026-02-01"}):
            with self.assertRaises(IntegrityError), self.cr.savepoint():
                rates.create(again)

    def test_above_the_maximum(self):
        country = self.company.account_fiscal_country_id
        self.env["cobranzas.rate.maximum"].create(
            {
                "country_id": country.id,
                "date_from": "2020-01-01",
                "rate": 2.41,
                "rate_period": "month",
            }
        )
        with self.assertRaisesRegex(
            UserError,
            "3.00 % a month is above the maximum of 2.41 % in force on .*: lower the rate of "
            "policy 3 %.",
        ):
            self.policy(3, name="3 %")
        self.assertTrue(self.policy(2.41))
        with self.assertRaisesRegex(UserError, "40.00 % a year is above the maximum of 29.32 %"):
            self.policy(40, rate_period="year")
        rate = {"rate": 3, "date_from": "2026-01-01", "company_id": self.company.id}
        with self.assertRaisesRegex(UserError, "above the maximum of 2.41 %.*lower the rate of"):
            self.env["cobranzas.rate"].create(rate)
        self.assertTrue(self.env["cobranzas.rate"].create({**rate, "date_from": "2019-01-01"}))
        self.assertTrue(self.env["cobranzas.rate"].create({**rate, "kind": "surcharge"}))

    # ------------------------------------------------------------------
    # Rights
    # ------------------------------------------------------------------

    def test_who_changes_what(self):
        maximum = {"country_id": self.env.ref("base.uy").id, "date_from": "2026-01-01", "rate": 9}
        rate = {"rate": 3, "date_from": "2026-01-01", "company_id": self.company.id}
        policy = {"name": "New", "rate": 1, "company_id": self.company.id}
        allowed = {
            "cobranzas.interest.policy": (policy, [self.manager]),
            "cobranzas.rate": (rate, [self.accountant]),
            "cobranzas.rate.maximum": (maximum, [self.manager]),
        }
        for model, (vals, users) in allowed.items():
            record = self.env[model].with_user(users[0]).create(vals)
            self.assertTrue(record.with_user(self.collector).read(["rate"]))
            for user in {self.accountant, self.collector} - set(users):
                with self.assertRaises(AccessError):
                    record.with_user(user).write({"rate": 1})

    def test_each_company_sees_its_own(self):
        other = self.setup_other_company()["company"]
        foreign = self.policy(company_id=other.id)
        rate = self.env["cobranzas.rate"].create(
            {"rate": 3, "date_from": "2026-01-01", "company_id": other.id}
        )
        for record in (foreign, rate):
            with self.assertRaises(AccessError):
                record.with_user(self.manager).read(["rate"])
