"""The allocation tree as a person uses it, in a real browser (REC-04)."""

from odoo.addons.account.tests.common import AccountTestInvoicingHttpCommon
from odoo.tests import tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestAllocationsBrowser(CollectionsCommon, AccountTestInvoicingHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cash.name, cls.bank.name = "Caja", "Banco"
        cls.cashier = cls.make_user("recorrido", "l10n_cobranzas.group_cobranzas_cashier")

    def test_who_pays_what_by_hand(self):
        items = self.invoice(1000) | self.invoice(500)
        receipt = self.receipt(items, [self.cash_value(600), self.transfer_value(900)])
        self.start_tour(
            f"/odoo/cobranzas-receipts/{receipt.id}",
            "cobranzas_allocations_tour",
            login="recorrido",
            timeout=120,
        )
        self.assertRecordValues(receipt, [{"state": "posted", "allocated_by_hand": True}])
        self.assertEqual(
            {
                (
                    partial.credit_move_id.payment_id.journal_id,
                    partial.debit_move_id,
                ): partial.amount
                for partial in receipt.partial_ids
            },
            {
                (self.cash, items[0]): 100,
                (self.cash, items[1]): 500,
                (self.bank, items[0]): 900,
            },
        )
