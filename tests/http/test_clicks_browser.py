"""From the mail of a notice to paid, on a phone; what cashier and collector then see (COL-09)."""

from datetime import timedelta

from odoo.tests import tagged

from ..lib.clicks import DEBTOR, INBOX, ClicksCommon
from ..lib.driven_browser import DESK

MOST_CLICKS = 3
PAY = "button[name=o_payment_submit_button]"
THANKS = "Thank you: we received your payment."


@tagged("post_install", "-at_install")
class TestClicksBrowser(ClicksCommon):
    def test_from_the_mail_to_paid(self):
        address = self.receive_mail()
        with self.browse() as phone:
            phone.open(INBOX)
            phone.shoot("1_mail")
            phone.tap(f"a[href='{address}']")
            phone.see(".o_cobranzas_figures", "1,500.00")
            phone.check_width()
            phone.shoot("2_page")
            phone.tap("button[name=everything]")
            phone.type("#customer_input", "4242 4242 4242 4242")
            phone.check_width()
            phone.shoot("3_pay")
            phone.tap(PAY)
            phone.see(".alert-success", THANKS)
            phone.check_width()
            phone.shoot("4_paid")
            self.assertLessEqual(len(phone.clicks), MOST_CLICKS, phone.clicks)
            self.assertFalse(phone.has_logged_in())
        receipt = self.requests().receipt_id
        self.assertEqual((receipt.state, receipt.amount_total), ("posted", 1500))
        self.assertEqual((self.march | self.april).mapped("amount_residual"), [0, 0])
        name = receipt.name
        self.see_as_cashier(receipt)
        with self.browse(DESK, "cobradora") as desk:
            self.open_debtor(desk)
            desk.see("[data-panel=payments]", name)
            desk.see("[data-figure=overdue]", "0.00")
            desk.shoot("6_debtor")
            desk.open("/odoo/cobranzas-worklist")
            desk.see(".o_nocontent_help", "Nothing to collect now")
            desk.shoot("7_worklist")

    def test_part_of_it_with_a_reason_and_a_dispute_of_the_rest(self):
        address = self.receive_mail()
        with self.browse() as phone:
            self.open_page(phone, address)
            phone.type(f"input[name=amount_{self.march.id}]", "700")
            phone.see("output[name=total]", "700.00")
            phone.shoot("1_chosen")
            phone.tap("button[name=chosen]")
            phone.see("#customer_input")  # the form of the way to pay opens by itself
            phone.choose("select[name^=reason_]", self.reason.id)
            phone.tap("input[name^=dispute_]")
            phone.type("#short_text", "Faltó una caja")
            phone.check_width()
            phone.shoot("2_short")
            phone.tap("form[name=short] button[type=submit]")
            phone.see(".alert-success", "we took note of it")
            phone.shoot("3_noted")
            phone.tap(PAY)
            phone.see(".alert-success", THANKS)
            phone.shoot("4_paid")
            phone.open(address)
            phone.see("li[name=dispute]", "300.00")
            phone.check_width()
            phone.shoot("5_page")
        request = self.requests()
        self.assertEqual(request.line_ids.short_reason_id, self.reason)
        self.assertEqual(self.march.amount_residual, 300)
        name = request.receipt_id.name
        self.see_as_cashier(request.receipt_id)
        with self.browse(DESK, "cobradora") as desk:
            self.open_debtor(desk)
            desk.see("[data-panel=payments]", name)
            desk.see("[data-figure=disputed]", "300.00")
            desk.see("[data-figure=to_collect]", "500.00")
            desk.see("[data-panel=disputes]", "300.00")
            desk.see("[data-panel=log]", "Faltó una caja")
            desk.shoot("7_debtor")
            desk.open("/odoo/cobranzas-worklist")
            row = desk.see(".o_data_row", DEBTOR)
            self.assertIn("500.00", row)
            desk.shoot("8_worklist")

    def test_a_promise(self):
        address = self.receive_mail()
        day = self.today + timedelta(days=5)
        with self.browse() as phone:
            self.open_page(phone, address)
            phone.tap(f"#item_{self.march.id}")
            phone.tap("button[formaction$='/promise/new']")
            phone.choose("input[name=date_1]", day)
            phone.check_width()
            phone.shoot("1_promise")
            phone.tap(".o_cobranzas_form button[type=submit]")
            phone.see(".alert-success", "PRO/")
            phone.see("li[name=promise]", "1,000.00")
            phone.check_width()
            phone.shoot("2_promised")
        promise = self.env["cobranzas.promise"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual((promise.state, promise.amount), ("open", 1000))
        name = promise.name
        with self.browse(DESK, "cobradora") as desk:
            self.open_debtor(desk)
            desk.see("[data-panel=promises]", "1,000.00")
            desk.see("[data-figure=promised]", "1,000.00")
            desk.see("[data-figure=to_collect]", "500.00")
            desk.see("[data-panel=log]", name)
            desk.shoot("3_debtor")
            desk.open("/odoo/cobranzas-worklist")
            self.assertIn("500.00", desk.see(".o_data_row", DEBTOR))

    def test_pressed_twice_in_a_hurry(self):
        """One payment, one receipt: as https://github.com/odoo/odoo/pull/23647 was not."""
        address = self.receive_mail()
        with self.browse() as phone:
            self.open_page(phone, address)
            phone.tap("button[name=everything]")
            phone.see("#customer_input")
            phone.tap_twice(PAY)
            phone.see(".alert-success", THANKS)
        self.assertEqual(len(self.requests().transaction_ids), 1)
        self.assertEqual(self.requests().receipt_id.amount_total, 1500)
