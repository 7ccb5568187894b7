"""*Apply balance*: an application opened filled in, wherever a credit shows (REC-10)."""

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestApplyBalance(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.newer = cls.invoice(500, due="2026-03-10")
        cls.older = cls.invoice(300, due="2026-02-10")
        cls.paid = cls.receipt([], [cls.cash_value(400)])
        cls.paid.action_post()
        cls.on_account = cls.item(cls.paid.move_ids)

    def assertOpens(self, action, table):
        """Check what the application opened by ``action`` is filled in with, and that it posts."""
        self.assertEqual(action["views"], [(False, "form")])
        self.assertFalse(action["res_id"], "nothing is saved until it is posted")
        application = Form(self.env["cobranzas.receipt"].with_context(**action["context"])).save()
        self.assertEqual(application.kind, "application")
        self.assertEqual(
            [
                (line.move_line_id, line.amount)
                for line in application.line_ids.sorted("sequence")
                if line.amount
            ],
            table,
        )
        application.action_post()
        return application

    def test_from_the_receipt(self):
        self.assertTrue(self.paid.has_open_credits)
        self.assertOpens(
            self.paid.action_apply_balance(),
            [(self.older, 300), (self.newer, 100), (self.on_account, -400)],
        )
        self.assertFalse(self.paid.has_open_credits)
        with self.assertRaisesRegex(UserError, "left to apply"):
            self.paid.action_apply_balance()

    def test_only_that_receipt_s(self):
        self.company.cobranzas_skip_credit_notes = False
        self.invoice(50, move_type="out_refund")
        self.receipt([], [self.cash_value(20)]).action_post()
        self.assertOpens(
            self.paid.action_apply_balance(),
            [(self.older, 300), (self.newer, 100), (self.on_account, -400)],
        )

    def test_from_the_customer(self):
        note = self.invoice(50, move_type="out_refund", date="2026-01-05")
        self.assertOpens(
            self.customer.action_cobranzas_apply_balance(),
            [(self.older, 300), (self.newer, 150), (self.on_account, -400), (note, -50)],
        )

    def test_from_credits_anywhere(self):
        note = self.invoice(50, move_type="out_refund")
        action = note.move_id.action_cobranzas_apply_balance()
        self.assertEqual(action["context"]["default_kind"], "application")
        self.assertOpens(action, [(self.older, 50), (note, -50)])
        row = self.env["cobranzas.open.item"].search(
            [("move_line_id", "in", (self.on_account.id, self.newer.id))]
        )
        self.assertOpens(
            row.action_apply_balance(),
            [(self.older, 250), (self.newer, 150), (self.on_account, -400)],
        )

    def test_more_than_is_owed(self):
        self.receipt([self.newer], [self.cash_value(500)]).action_post()
        self.assertOpens(
            self.paid.action_apply_balance(), [(self.older, 300), (self.on_account, -300)]
        )
        self.assertTrue(self.paid.has_open_credits)
        with self.assertRaisesRegex(UserError, "El Ceibo.*no open document"):
            self.paid.action_apply_balance()

    def test_several_customers(self):
        debt = self.invoice(70, partner=self.other_customer)
        other = self.receipt([], [self.cash_value(100)], partner_id=self.other_customer.id)
        other.action_post()
        action = (self.paid | other).action_apply_balance()
        drafts = self.env["cobranzas.receipt"].search(action["domain"])
        self.assertRecordValues(
            drafts.sorted("amount_settled"),
            [
                {"partner_id": self.other_customer.id, "amount_settled": 70},
                {"partner_id": self.customer.id, "amount_settled": 400},
            ],
        )
        self.assertIn(debt, drafts.line_ids.move_line_id)

    def test_a_collector_applies_what_is_theirs(self):
        user = self.make_user("ajeno", "l10n_cobranzas.group_cobranzas_collector")
        with self.assertRaisesRegex(UserError, "left to apply"):
            self.customer.with_user(user).action_cobranzas_apply_balance()
