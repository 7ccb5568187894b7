"""What others' trackers report of credit limits, as cases of this one."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.credit import CreditCommon


@tagged("post_install", "-at_install")
class TestPublicCredit(CreditCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_limit(cls.customer, 100)

    def confirm(self, order, held=False):
        order.action_confirm()
        expected = ("draft", "credit") if held else ("sale", False)
        self.assertEqual((order.state, order.cobranzas_hold), expected)
        return order

    def test_an_order_and_its_draft_invoice(self):
        """https://github.com/OCA/credit-control/pull/60: order and draft counted 200 for 100."""
        order = self.confirm(self.order(100))
        for drafts in (False, True):
            self.company.cobranzas_credit_count_drafts = drafts
            self.assertEqual(self.exposure(), 100)
        invoice = order._create_invoices()
        for drafts in (False, True):
            self.company.cobranzas_credit_count_drafts = drafts
            self.assertEqual(self.exposure(), 100)
        invoice.action_post()
        self.assertEqual(self.exposure(), 100)

    def test_a_draft_credit_note_adds_nothing(self):
        """https://github.com/OCA/credit-control/pull/46: a draft credit note counted as a debt."""
        self.company.cobranzas_credit_count_drafts = True
        self.draft_invoice(60, move_type="out_refund")
        self.assertEqual(self.exposure(), 0)
        self.confirm(self.order(100))

    def test_a_down_payment(self):
        """https://github.com/OCA/credit-control/issues/439: down payments have no unit."""
        order = self.confirm(self.order(100))
        wizard = self.env["sale.advance.payment.inv"].create(
            {
                "sale_order_ids": [Command.set(order.ids)],
                "advance_payment_method": "fixed",
                "fixed_amount": 30,
            }
        )
        wizard.create_invoices()
        self.assertEqual(self.exposure(), 100)
        order.invoice_ids.action_post()
        self.assertEqual(self.exposure(), 100)
        order._create_invoices(final=True).action_post()
        self.assertEqual(sorted(order.invoice_ids.mapped("amount_total")), [30, 70])
        self.assertEqual(self.exposure(), 100)

    def test_the_document_counts_once(self):
        """https://github.com/frappe/erpnext/issues/47279: 60 of a limit of 100 counted as 120."""
        order = self.confirm(self.order(60))
        self.assertEqual(self.exposure(), 60)
        refused = self.confirm(self.order(60), held=True).cobranzas_credit_decision_ids
        self.assertEqual(refused._get_decision().reasons[0].excess, 20_00)
        order._create_invoices().action_post()
        self.assertEqual(self.exposure(), 60)

    def test_orders_closed_and_opened_again(self):
        """https://github.com/frappe/erpnext/issues/33967: opening a closed order asked nothing."""
        first = self.confirm(self.order(100))
        first._action_cancel()
        self.confirm(self.order(100))
        first.action_draft()
        self.confirm(first, held=True)

    def test_a_refused_invoice_takes_no_number(self):
        """https://github.com/frappe/erpnext/issues/29802: refused once it had a number."""
        last = self.draft_invoice(1)
        last.action_post()
        beyond, within = self.draft_invoice(100), self.draft_invoice(99)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            beyond.action_post()
        within.action_post()
        self.assertEqual(within.sequence_number, last.sequence_number + 1)

    def test_who_is_invoiced_owes(self):
        """https://github.com/metasfresh/metasfresh/issues/4087: the limit of who orders."""
        self.set_limit(self.other_customer, 1000)
        self.confirm(self.order(300, partner_invoice_id=self.other_customer.id))
        other = self.order(300, partner=self.other_customer, partner_invoice_id=self.customer.id)
        self.confirm(other, held=True)

    def test_quotations_that_were_sent(self):
        """https://github.com/Vauxoo/addons-vauxoo/issues/1081: a sent one passed any limit."""
        order = self.order(100.01)
        order.action_quotation_sent()
        order.action_confirm()
        self.assertEqual((order.state, order.cobranzas_hold), ("sent", "credit"))

    def test_orders_in_another_currency(self):
        """https://github.com/odoo/odoo/pull/130014 and Vauxoo/addons-vauxoo issue 1120."""
        dollars = self.make_rates({"2020-01-01": 0.1})
        prices = self.env["product.pricelist"].create(
            {"name": "Dólares", "currency_id": dollars.id}
        )
        self.confirm(self.order(10.01, pricelist_id=prices.id), held=True)
        self.confirm(self.order(10, pricelist_id=prices.id))
        self.assertEqual(self.exposure(), 100)

    def test_what_is_not_delivered_counts(self):
        """https://github.com/odoo/odoo/pull/285578: invoiced as delivered, an order counted 0."""
        self.product.invoice_policy = "delivery"
        order = self.confirm(self.order(100))
        self.assertEqual(order.order_line.qty_to_invoice, 0)
        self.confirm(self.order(0.01), held=True)

    def test_only_what_is_left_counts(self):
        """https://github.com/JayVora-SerpentCS/SerpentCS_Contributions/issues/523: paid too."""
        self.set_limit(self.customer, 200_000)
        item = self.debt(170_170.88)
        self.collect(item, 94_638.38)
        self.assertEqual(self.exposure(), 75_532.50)
        self.confirm(self.order(124_467.51), held=True)
        self.confirm(self.order(37_766.25))

    def test_a_debt_and_an_order_together(self):
        """https://github.com/JayVora-SerpentCS/SerpentCS_Contributions/issues/425: it passed."""
        self.set_limit(self.customer, 1_000_000)
        self.debt(573_645)
        order = self.confirm(self.order(1_700_000), held=True)
        for figure in ("573,645", "1,700,000", "1,000,000", "1,273,645"):
            self.assertIn(figure, order.cobranzas_credit_panel)

    def test_an_invoice_of_more_than_the_order(self):
        """https://github.com/JayVora-SerpentCS/SerpentCS_Contributions/issues/417: late charges."""
        order = self.confirm(self.order(90))
        invoice = order._create_invoices()
        charge = {"name": "Mora", "price_unit": 11, "tax_ids": [Command.clear()]}
        invoice.invoice_line_ids = [Command.create(charge)]
        with self.assertRaises(UserError), self.env.cr.savepoint():
            invoice.action_post()
        invoice.invoice_line_ids.filtered(lambda line: line.name == "Mora").price_unit = 10
        invoice.action_post()
        self.assertEqual(self.exposure(), 100)

    def test_bills_of_vendors_are_not_asked(self):
        """https://github.com/Vauxoo/addons-vauxoo/pull/1266: bills were refused by the limit."""
        bill = self.draft_invoice(5_000, move_type="in_invoice", invoice_date=self.today)
        bill.action_post()
        self.assertEqual((bill.state, self.exposure()), ("posted", 0))

    def test_who_sells_needs_no_rights_of_accounting(self):
        """https://github.com/OCA/credit-control/pull/547: the salesperson got an access error."""
        self.debt(50, days=10)
        order = self.order(60).with_user(self.salesman)
        self.assertEqual(order.cobranzas_credit_status, "refuse")
        self.confirm(order, held=True)
        self.assertTrue(order.cobranzas_hold_reason)
