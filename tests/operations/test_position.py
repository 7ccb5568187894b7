"""The position of a movement: what came before and after it (seed 003 §4.1.4)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..lib.operations import OperationsCommon


@tagged("post_install", "-at_install")
class TestPosition(OperationsCommon):
    def position(self, record, user=None):
        model = self.env["cobranzas.position"].with_user(user or self.env.user)
        return model.get_position(record._name, record.id)

    def names(self, record, side):
        return [(row["name"], row["applied"]) for row in self.position(record)[side]]

    def test_from_invoice_to_receipt(self):
        invoice = self.invoice(1000)
        done = self.operation(
            "endorsement", [(invoice, 400)], new_partner_id=self.other_customer.id, confirm=True
        )
        receipt = self.receipt(
            [done.result_ids], [self.cash_value(400)], partner_id=self.other_customer.id
        )
        receipt.action_post()
        four = self.names(invoice.move_id, "after")[0][1]
        self.assertIn("400.00", four)
        self.assertEqual(self.names(invoice.move_id, "before"), [])
        self.assertEqual(self.names(invoice.move_id, "after"), [(done.display_name, four)])
        self.assertEqual(self.names(done, "before"), [(invoice.move_id.display_name, four)])
        self.assertEqual(self.names(done, "after"), [(receipt.display_name, four)])
        self.assertEqual(self.names(receipt, "before"), [(done.display_name, four)])
        self.assertEqual(self.names(receipt, "after"), [])

    def test_balance_applied_later(self):
        invoice = self.invoice(300)
        receipt = self.receipt(values=[self.cash_value(500)])
        receipt.action_post()
        credit = receipt._get_receivable_items()
        applied = self.receipt([invoice, (credit, -300)], kind="application", date="2026-02-03")
        applied.action_post()
        self.assertEqual(
            [name for name, _sum in self.names(applied, "before")],
            [invoice.move_id.display_name, receipt.display_name],
        )
        self.assertEqual(
            [name for name, _sum in self.names(receipt, "after")], [applied.display_name]
        )

    def test_cheque(self):
        invoice = self.invoice(1000)
        receipt = self.receipt([invoice], checks=[self.check(1000)])
        receipt.check_ids.payment_method_line_id = self.portfolio.inbound_payment_method_line_ids[0]
        receipt.action_post()
        check = receipt.check_ids.check_id
        self.assertEqual([name for name, _s in self.names(check, "before")], [receipt.display_name])
        payment = self.endorse_check(check)
        self.assertEqual(
            [name for name, _s in self.names(check, "after")], [payment.move_id.display_name]
        )

    def test_what_may_not_be_read(self):
        invoice = self.invoice(1000)
        user = self.make_user("nobody", "base.group_user")
        with self.assertRaises(AccessError):
            self.position(invoice.move_id, user)
        for model, res_id in (("res.users", 1), ("account.move", "x"), ("account.move", [1, 2])):
            with self.assertRaises(UserError):
                self.env["cobranzas.position"].get_position(model, res_id)
