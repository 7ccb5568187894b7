"""A receipt as a person makes it, in a real browser (REC-01, 02, 05, 06, 15)."""

from odoo.addons.account.tests.common import AccountTestInvoicingHttpCommon
from odoo.tests import tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestReceiptBrowser(CollectionsCommon, AccountTestInvoicingHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.name = "Cliente del recorrido"
        cls.cash.name, cls.bank.name = "Caja del recorrido", "Banco del recorrido"
        cls.items = cls.invoice(1000) | cls.invoice(500)
        cls.cashier = cls.make_user("recorrido", "l10n_cobranzas.group_cobranzas_accountant")

    def test_two_values_over_two_invoices_and_void(self):
        self.start_tour(
            "/odoo/cobranzas-receipts", "cobranzas_receipt_tour", login="recorrido", timeout=120
        )
        receipt = self.env["cobranzas.receipt"].search([("partner_id", "=", self.customer.id)])
        self.assertRecordValues(
            receipt,
            [{"state": "voided", "amount_values": 1500, "void_reason": "Se cargó dos veces"}],
        )
        self.assertEqual(receipt.value_ids.mapped("amount"), [400, 1100])
        self.assertEqual(receipt.value_ids[1].operation_number, "TR 4711")
        self.assertEqual(self.items.mapped("amount_residual"), [1000, 500])
        self.assertFalse(any(receipt.move_ids.line_ids.mapped("amount_residual")))

    def test_three_invoices_a_transfer_and_a_cheque_by_the_keyboard(self):
        self.customer.name = "Cliente del teclado"
        self.bank.name = "Banco del teclado"
        self.invoice(250)  # with those of the other test: 1000, 500 and 250
        receipts = self.env["cobranzas.receipt"]
        before = receipts.search_count([])
        self.start_tour(
            "/odoo/cobranzas-receipts/new",
            "cobranzas_receipt_keys_tour",
            login="recorrido",
            timeout=120,
        )
        self.assertEqual(receipts.search_count([]), before + 1, "no draft is left behind")
        receipt = receipts.search([("partner_id", "=", self.customer.id)])
        self.assertRecordValues(
            receipt,
            [{"state": "posted", "amount_documents": 1750, "amount_values": 1750}],
        )
        self.assertEqual(receipt.check_ids.amount, 1350)

    def test_posting_an_empty_receipt_leaves_no_draft(self):
        self.env["res.partner"].create({"name": "Cliente sin deudas"})
        before = self.env["cobranzas.receipt"].search_count([])
        self.start_tour(
            "/odoo/cobranzas-receipts/new",
            "cobranzas_receipt_empty_tour",
            login="recorrido",
            timeout=120,
        )
        self.assertEqual(self.env["cobranzas.receipt"].search_count([]), before)
