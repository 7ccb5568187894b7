"""Credit control and promises that were not kept (CRE-01, COL-06)."""

from datetime import timedelta

from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.credit import CreditCommon


@tagged("post_install", "-at_install")
class TestBrokenPromiseRule(CreditCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.cobranzas_promise_tolerance_days = 0
        cls.rule = cls.env["cobranzas.credit.rule"].create(
            {"kind": "broken_promise", "threshold": 0, "company_id": cls.company.id}
        )
        cls.item = cls.draft_invoice(1000)
        cls.item.action_post()
        cls.env["cobranzas.promise.new"].create(
            {
                "partner_id": cls.customer.id,
                "about": "account",
                "amount": 1000,
                "date_first": cls.today + timedelta(2),
            }
        ).action_save()
        cls.promise = cls.env["cobranzas.promise"].search([], order="id desc", limit=1)

    def reasons(self, days):
        """The rules that an order does not pass some days from today."""
        day = self.today + timedelta(days)
        with freeze_time(day):
            self.env["cobranzas.promise"]._cron_evaluate()
            problems = self.customer._cobranzas_credit_problems(10, "order", day, self.company)
        return [reason.rule for reason in problems if reason.rule == "broken_promise"]

    def test_an_order_stops_for_some_days(self):
        self.assertEqual(self.reasons(2), [])
        self.assertEqual(self.reasons(3), ["broken_promise"])
        self.company.cobranzas_credit_promise_days = 10
        self.assertEqual(self.reasons(12), ["broken_promise"])
        self.assertEqual(self.reasons(13), [])

    def test_the_threshold_is_how_many_pass(self):
        self.rule.threshold = 1
        self.assertEqual(self.reasons(3), [])
        self.assertRegex(self.rule.words, "after more than 1 broken promises")
        for wrong in (0.5, -1):
            with self.assertRaises(UserError):
                self.rule.threshold = wrong

    def replace(self, days):
        """Another promise takes the place of the first, some days from today."""
        with freeze_time(self.today + timedelta(days)):
            action = self.promise.action_open_replace()
            wizard = self.env[action["res_model"]].with_context(**action["context"])
            wizard.create(
                {"amount": 1000, "date_first": self.today + timedelta(days + 30)}
            ).action_save()
        self.assertEqual(self.promise.state, "replaced")

    def test_one_replaced_in_time_does_not_count(self):
        self.replace(2)
        self.assertEqual(self.reasons(3), [])

    def test_one_replaced_once_it_was_broken_still_counts(self):
        self.replace(3)  # before anything has looked at it on that day
        self.assertEqual(self.reasons(3), ["broken_promise"])

    def test_no_rule_no_reason(self):
        self.rule.active = False
        self.assertEqual(self.reasons(3), [])

    def test_a_held_order_goes_when_the_promise_was_kept_after_all(self):
        """A payment entered late, dated in time, turns the promise to kept."""
        order = self.order(10)
        with freeze_time(self.today + timedelta(4)):
            self.env["cobranzas.promise"]._cron_evaluate()
            self.assertEqual(self.promise.state, "broken")
            order.action_confirm()
            self.assertEqual(order.state, "draft")
            self.assertTrue(order.cobranzas_held_on)
            receipt = self.receipt(
                [self.item.line_ids.filtered(lambda item: item.display_type == "payment_term")],
                values=[self.cash_value(1000)],
                date=self.today + timedelta(1),
            )
            receipt.action_post()
            self.env.cr.flush()
            self.assertEqual(self.promise.state, "kept")
            self.assertFalse(order.cobranzas_held_on)
