"""What a receipt charges and discounts: proposed, made when posted, taken back by a void (CHG)."""

from odoo.fields import Command
from odoo.tests import tagged

from ..lib.charges import ChargesCommon


@tagged("post_install", "-at_install")
class TestReceiptCharges(ChargesCommon):
    def test_surcharge_collected_by_the_receipt(self):
        invoice = self.taxed_invoice(10000)
        self.adjust({invoice: 500})
        before = self.ledger_snapshot()
        receipt = self.receipt([invoice], [self.cash_value(10500)], date="2026-02-20")
        self.assertEqual(receipt.adjustment_ids.mapped("amount"), [500])
        self.assertEqual((receipt.amount_documents, receipt.amount_difference), (10500, 0))
        receipt.action_post()
        note = receipt.charge_operation_ids.move_ids
        self.assertEqual((note.amount_total, note.payment_state), (500, "paid"))
        self.assertEqual(invoice.amount_residual, 0)
        receipt.action_void("2026-02-25", "test")
        self.assertRestored(before)

    def test_discount_pays_the_document(self):
        invoice = self.taxed_invoice(10000)
        self.adjust({invoice: -500})
        before = self.ledger_snapshot()
        receipt = self.receipt([invoice], [self.cash_value(9500)], date="2026-02-20")
        self.assertEqual((receipt.amount_documents, receipt.amount_difference), (9500, 0))
        receipt.action_post()
        note = receipt.charge_operation_ids.move_ids
        self.assertEqual((note.move_type, note.amount_total), ("out_refund", 500))
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(receipt.line_ids.amount, 9500)
        receipt.action_void("2026-02-25", "test")
        self.assertRestored(before)
