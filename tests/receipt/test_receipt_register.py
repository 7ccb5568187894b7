"""Opening a receipt filled in, from documents and customers, and the links back (REC-21)."""

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestReceiptRegister(CollectionsCommon):
    def _open(self, action):
        return Form(self.env["cobranzas.receipt"].with_context(**action["context"]))

    def test_from_one_invoice(self):
        item = self.invoice(100)
        receipt = self._open(item.move_id.action_cobranzas_register_receipt()).save()
        self.assertEqual(receipt.partner_id, self.customer)
        self.assertEqual(receipt.line_ids.mapped("amount"), [100])

    def test_from_several_invoices_of_one_customer(self):
        items = self.invoice(100, due="2026-03-01") | self.invoice(50, due="2026-02-01")
        receipt = self._open(items.move_id.action_cobranzas_register_receipt()).save()
        self.assertEqual(receipt.line_ids.mapped("amount"), [50, 100])

    def test_from_invoices_of_two_customers(self):
        items = self.invoice(100) | self.invoice(50, partner=self.other_customer)
        action = items.move_id.action_cobranzas_register_receipt()
        receipts = self.env["cobranzas.receipt"].search(action["domain"])
        self.assertEqual(receipts.partner_id, self.customer | self.other_customer)

    def test_from_open_items_and_customers(self):
        item = self.invoice(100)
        self.assertEqual(
            self._open(item.action_cobranzas_register_receipt()).save().line_ids.move_line_id, item
        )
        form = self._open(self.customer.action_cobranzas_register_receipt())
        self.assertEqual(form.partner_id, self.customer)

    def test_foreign_currency_invoice_opens_in_its_currency(self):
        eur = self.env.ref("base.EUR")
        eur.active = True
        item = self.invoice(100, currency=eur)
        receipt = self._open(item.move_id.action_cobranzas_register_receipt()).save()
        self.assertEqual(receipt.currency_id, eur)

    def test_nothing_to_collect(self):
        item = self.invoice(100)
        self.receipt([item], [self.cash_value(100)]).action_post()
        with self.assertRaisesRegex(UserError, "left to collect"):
            item.move_id.action_cobranzas_register_receipt()

    def test_links_both_ways(self):
        item = self.invoice(100)
        receipt = self.receipt([item], [self.cash_value(100)])
        receipt.action_post()
        self.assertEqual(item.move_id.cobranzas_receipt_count, 1)
        self.assertEqual(item.move_id.action_open_cobranzas_receipts()["res_id"], receipt.id)
        self.assertEqual(self.customer.cobranzas_receipt_count, 1)
        self.assertEqual(receipt.action_open_documents()["res_id"], item.move_id.id)
        self.assertEqual(receipt.action_open_payments()["res_id"], receipt.payment_ids.id)
        self.assertEqual(receipt.payment_ids.action_open_cobranzas_receipt()["res_id"], receipt.id)
        self.assertEqual(receipt.action_open_partner()["res_id"], self.customer.id)
        items = self.env["account.move.line"].search(receipt.action_open_entries()["domain"])
        self.assertEqual(items, receipt.move_ids.line_ids)

    def test_customers_are_found_by_code_name_and_tax_id(self):
        self.customer.write({"ref": "C0042", "vat": "ES12345674"})
        for text in ("C0042", "Ceibo", "ES12345674"):
            found = self.env["res.partner"].name_search(text)
            self.assertIn(self.customer.id, [found_id for found_id, _name in found])
