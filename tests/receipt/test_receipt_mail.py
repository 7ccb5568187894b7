"""The receipt's e-mail goes where statements go: to the invoice contacts of the customer."""

from odoo.tests import Form, tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestReceiptMail(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.email = "ceibo@example.com"
        cls.posted = cls.receipt([], [cls.cash_value(100)])
        cls.posted.action_post()

    def contact(self, email, kind="invoice", **kw):
        return self.env["res.partner"].create(
            {"name": email, "email": email, "type": kind, "parent_id": self.customer.id, **kw}
        )

    def recipients(self, receipt=None):
        """Those the dialog proposes to write to."""
        action = (receipt or self.posted).action_send()
        composer = self.env[action["res_model"]].with_context(**action["context"])
        return Form(composer).save().partner_ids

    def test_the_customer(self):
        self.assertEqual(self.recipients(), self.customer)

    def test_the_invoice_contacts(self):
        contacts = self.contact("pagos@example.com") | self.contact("admin@example.com")
        self.contact("compras@example.com", "contact")
        self.assertEqual(self.recipients(), contacts)

    def test_a_contact_without_address_is_passed_over(self):
        self.contact(False, name="Sin correo")
        self.assertEqual(self.recipients(), self.customer)

    def test_the_salesperson_is_not_written_to(self):
        seller = self.make_user("vendedora", "base.group_user")
        seller.email = "vendedora@example.com"
        receipt = self.receipt([], [self.cash_value(5)], user_id=seller.id)
        receipt.action_post()
        receipt.message_unsubscribe(seller.partner_id.ids)
        self.assertEqual(receipt.user_id, seller)
        self.assertEqual(self.recipients(receipt), self.customer)

    def test_a_receipt_of_a_contact(self):
        """The invoice contacts are those of its company."""
        buyer = self.contact("compras@example.com", "contact")
        receipt = self.receipt([], [self.cash_value(5)], partner_id=buyer.id)
        receipt.action_post()
        self.assertEqual(self.recipients(receipt), self.customer)
        pays = self.contact("pagos@example.com")
        self.assertEqual(self.recipients(receipt), pays)

    def test_a_voided_receipt(self):
        pays = self.contact("pagos@example.com")
        self.posted.action_void("2026-02-02", "Error")
        self.assertEqual(self.recipients(), pays)
