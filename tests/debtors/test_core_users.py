"""People who worked in Odoo before the add-on came, with none of its groups: nothing breaks."""

from odoo.fields import Command
from odoo.tests import tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestCoreUsers(CollectionsCommon):
    def make_portal(self):
        return self.env["res.users"].create(
            {
                "name": "Cliente",
                "login": "portal_of_core",
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )

    def test_a_portal_user_reads_the_messages_of_its_documents(self):
        """It reads no types of activities, by which messages of collections are known."""
        invoice = self.invoice(100).move_id
        invoice.message_subscribe(self.customer.ids)
        comment = invoice.message_post(
            body="Gracias", subtype_xmlid="mail.mt_comment", message_type="comment"
        )
        messages = self.env["mail.message"].with_user(self.make_portal())
        found = messages._message_fetch(
            [("model", "=", "account.move"), ("res_id", "=", invoice.id)]
        )
        self.assertEqual(found["messages"], comment)
        self.assertEqual(messages.browse(comment.id).body, comment.body)

    def test_methods_of_payment_are_found_by_their_journal_where_it_is_read(self):
        own = self.bank.inbound_payment_method_line_ids
        methods = self.env["account.payment.method.line"]
        clerk = self.make_user("clerk_of_core", "account.group_account_invoice")
        employee = self.make_user("employee_of_core", "base.group_user")
        self.bank.name = "Banco Ñandubay"

        def find(user, text, operator="ilike"):
            domain = [("id", "in", own.ids), ("display_name", operator, text)]
            return methods.with_user(user).search(domain)

        self.assertEqual(find(clerk, "ñandubay"), own)
        self.assertFalse(find(clerk, "ñandubay", "not ilike"))
        self.assertFalse(find(employee, "ñandubay"))
        self.assertEqual(find(employee, own[0].name), find(clerk, own[0].name))

    def test_an_employee_reads_no_receipts_of_a_contact(self):
        """The field is not theirs: whoever asks for all they may read is not refused."""
        employee = self.make_user("employee_of_core", "base.group_user")
        known = self.env["res.partner"].with_user(employee).fields_get()
        self.assertNotIn("cobranzas_receipt_count", known)
        clerk = self.make_user("clerk_of_core", "account.group_account_invoice")
        self.assertEqual(self.customer.with_user(clerk).cobranzas_receipt_count, 0)

    def test_a_journal_item_that_is_being_typed_has_no_currency_yet(self):
        item = self.env["account.move.line"].new({})
        self.assertFalse(item.currency_id)
        self.assertEqual((item.cobranzas_residual, item.cobranzas_residual_company), (0, 0))
