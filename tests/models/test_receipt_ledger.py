"""What each receipt leaves in the ledger, as tables of journal items (REC-05, 08, 09, 13, 15)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestReceiptLedger(CollectionsCommon):
    def test_full_payment_in_cash(self):
        item = self.invoice(1000)
        receipt = self.receipt([item], [self.cash_value(1000)])
        receipt.action_post()
        self.assertEqual(receipt.state, "posted")
        self.assertLedger(
            receipt.move_ids,
            """
            Outstanding Receipts | Almacén El Ceibo | 1000.00 | 0.00    | 1000.00
            Account Receivable | Almacén El Ceibo | 0.00    | 1000.00 | 0.00
            """,
        )
        self.assertEqual(item.amount_residual, 0)
        self.assertEqual(item.move_id.payment_state, "paid")
