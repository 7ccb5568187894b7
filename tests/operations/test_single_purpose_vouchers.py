"""Vouchers whose tax is due at their sale, and given back as they are redeemed (OPS-17)."""

from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.vouchers import VouchersCommon


@tagged("post_install", "-at_install")
class TestSinglePurposeVouchers(VouchersCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_single_purpose()

    def taxed_invoice(self, amount, **kw):
        """An invoice of ``amount`` and 21 %."""
        item = self.invoice(amount, **kw)
        item.move_id.button_draft()
        item.move_id.invoice_line_ids.tax_ids = self.tax
        item.move_id.action_post()
        return self.item(item.move_id)

    def vat(self):
        """What the company owes of the tax, by what is booked."""
        lines = self.env["account.move.line"].search(
            [("tax_line_id", "=", self.tax.id), ("parent_state", "=", "posted")]
        )
        return -sum(lines.mapped("balance"))

    # ------------------------------------------------------------------
    # Sale
    # ------------------------------------------------------------------

    def test_sold(self):
        before = self.ledger_snapshot()
        sale = self.sale(1210, date_expiry="2026-08-31")
        self.assertLedger(
            sale.move_ids,
            """
            Deferred Income    | Almacén El Ceibo | 0.00    | 1000.00 | -1000.00
            Tax Received       | Almacén El Ceibo | 0.00    | 210.00  | 0.00
            Account Receivable | Almacén El Ceibo | 1210.00 | 0.00    | 1210.00
            """,
        )
        voucher = sale.voucher_id
        self.assertEqual(sale.move_ids.move_type, "out_invoice")
        self.assertEqual((voucher.amount, voucher.amount_residual), (1210, 1210))
        self.assertEqual(voucher.state, "issued")
        self.assertUndoes(sale, before)
        self.assertEqual((voucher.state, voucher.amount_residual), ("voided", 0))

    def test_pdf_tells_what_it_is_for(self):
        voucher = self.sale(1210).voucher_id
        report = self.env["ir.actions.report"]
        html = report._render_qweb_html("l10n_cobranzas.report_voucher", voucher.ids)[0]
        self.assertIn(b"Canasta escolar", html)
        self.assertIn(b"1,210.00", html)

    def test_the_sale_decides(self):
        self.company.cobranzas_voucher_single_purpose = False
        self.assertFalse(self.sale(100).voucher_id.is_single_purpose)
        sale = self.sale(
            100, code="VALE2", is_single_purpose=True, voucher_product_id=self.product.id
        )
        self.assertTrue(sale.voucher_id.is_single_purpose)
        given = self.operation("voucher_gift", partner_id=self.customer.id, amount=5, reason="x")
        self.assertFalse(given.is_single_purpose)
        given.is_single_purpose = True  # by RPC: nothing is sold, so that no tax is due
        given.action_confirm()
        self.assertFalse(given.voucher_id.is_single_purpose)
        self.assertEqual(given.voucher_id.amount_residual, 5)

    def test_sale_refused(self):
        with self.assertRaisesRegex(UserError, "Choose the product of the voucher"):
            self.sale(100, voucher_product_id=False)
        self.product.property_account_income_id.reconcile = False
        with self.assertRaisesRegex(UserError, "not a liability that allows reconciliation"):
            self.sale(100)
        self.product.property_account_income_id = self.company_data["default_account_revenue"]
        with self.assertRaisesRegex(UserError, "not a liability that allows reconciliation"):
            self.sale(100)

    # ------------------------------------------------------------------
    # Redemption in a receipt
    # ------------------------------------------------------------------

    def test_redeemed_in_part_against_a_taxed_invoice(self):
        """The tax of what was bought stands; that of the voucher is given back, so that it is
        paid once."""
        sale = self.sale(1210)
        self.pay(sale)
        invoice = self.taxed_invoice(500)
        self.assertEqual(self.vat(), 315)
        before = self.ledger_snapshot()
        receipt = self.redemption([invoice], 605)
        receipt.action_post()
        redeemed = receipt.voucher_ids.operation_id
        self.assertLedger(
            redeemed.move_ids,
            """
            Deferred Income    | Almacén El Ceibo | 500.00 | 0.00   | 0.00
            Tax Received       | Almacén El Ceibo | 105.00 | 0.00   | 0.00
            Account Receivable | Almacén El Ceibo | 0.00   | 605.00 | 0.00
            """,
        )
        self.assertLedger(
            receipt.move_ids,
            """
            Account Receivable | Almacén El Ceibo | 605.00 | 0.00   | 0.00
            Account Receivable | Almacén El Ceibo | 0.00   | 605.00 | 0.00
            """,
        )
        self.assertEqual(self.vat(), 210)
        note, voucher = redeemed.move_ids, sale.voucher_id
        self.assertEqual((note.move_type, note.reversed_entry_id), ("out_refund", sale.move_ids))
        self.assertEqual((voucher.amount_residual, voucher.state), (605, "partial"))
        self.assertEqual(voucher.item_id.amount_residual, -500)
        self.assertEqual(invoice.move_id.payment_state, "paid")
        receipt.action_void("2026-02-10", "test")
        self.assertEqual((redeemed.state, voucher.amount_residual), ("undone", 1210))
        self.assertEqual(self.vat(), 315)
        self.assertRestored(before)

    def test_redeemed_whole_in_parts(self):
        """100.00 = 82.64 + 17.36: parts whose proportion is not exact leave no cent behind."""
        sale = self.sale(100)
        self.pay(sale)
        voucher = sale.voucher_id
        invoice = self.taxed_invoice(1000)
        table = [(33.33, 27.54, 66.67), (33.33, 27.55, 33.34), (33.34, 27.55, 0)]
        for amount, net, left in table:
            receipt = self.redemption([(invoice, amount)], amount)
            receipt.action_post()
            note = receipt.voucher_ids.operation_id.move_ids
            with self.subTest(left=left):
                self.assertEqual((note.amount_total, note.amount_untaxed), (amount, net))
                self.assertEqual(voucher.amount_residual, left)
        self.assertEqual((voucher.state, voucher.item_id.reconciled), ("used", True))
        self.assertEqual(self.vat(), 210)

    def test_redeemed_by_another_customer(self):
        """The credit note is of whom the voucher was sold to; it pays the debt of the other."""
        self.pay(self.sale(1210))
        before = self.ledger_snapshot()
        invoice = self.invoice(300, partner=self.other_customer)
        receipt = self.redemption([(invoice, 242)], 242, partner_id=self.other_customer.id)
        receipt.action_post()
        self.assertEqual(receipt.voucher_ids.operation_id.move_ids.partner_id, self.customer)
        self.assertLedger(
            receipt.move_ids,
            """
            Account Receivable | Almacén El Ceibo | 242.00 | 0.00   | 0.00
            Account Receivable | Ñandú Hnos.      | 0.00   | 242.00 | 0.00
            """,
        )
        self.assertEqual(invoice.amount_residual, 58)
        receipt.action_void("2026-02-10", "test")
        self.invoice_gone(invoice)
        self.assertRestored(before)

    def test_redeemed_with_cash_beside_it_and_left_on_account(self):
        sale = self.sale(1210)
        self.pay(sale)
        invoice = self.taxed_invoice(1000)
        receipt = self.redemption([invoice], 1210, value_ids=[Command.create(self.cash_value(50))])
        receipt.action_post()
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual((sale.voucher_id.state, receipt.amount_on_account), ("used", 50))

    def test_two_receipts_on_one_voucher(self):
        self.pay(self.sale(1210))
        invoice = self.taxed_invoice(5000)
        first, second = (self.redemption([(invoice, 700)], 700) for _each in range(2))
        first.action_post()
        with self.assertRaisesRegex(UserError, "510.00.* left"):
            second.action_post()
        both = [self.redemption([(invoice, 300)], 300) for _each in range(2)]
        with self.assertRaisesRegex(UserError, "210.00.* left"), self.env.cr.savepoint():
            (both[0] | both[1]).action_post()
        self.assertEqual({receipt.state for receipt in both}, {"draft"})

    def test_a_cashier_redeems(self):
        self.pay(self.sale(1210))
        user = self.make_user("cajera.vale", "l10n_cobranzas.group_cobranzas_cashier")
        receipt = self.redemption([(self.taxed_invoice(5000), 605)], 605).with_user(user)
        receipt.action_post()
        self.assertEqual(receipt.sudo().voucher_ids.operation_id.state, "done")

    def test_what_a_receipt_redeemed_is_undone_by_its_void_alone(self):
        sale = self.sale(1210)
        self.pay(sale)
        receipt = self.redemption([(self.taxed_invoice(5000), 605)], 605)
        receipt.action_post()
        with self.assertRaisesRegex(RedirectWarning, receipt.name):
            receipt.voucher_ids.operation_id.action_undo("2026-02-10", "test")
        with self.assertRaisesRegex(Exception, "VR-00001"):
            sale.action_undo("2026-02-10", "test")
        with self.assertRaisesRegex(UserError, "void the receipt"):
            receipt.action_change_date("2026-02-02", "test")

    def test_a_tiny_part_is_refused(self):
        """0.02 = 0.02 + 0.00, of which 0.01 would take the whole before taxes or none of it."""
        sale = self.sale(0.03)
        self.pay(sale)
        invoice = self.invoice(5)
        self.redemption([(invoice, 0.01)], 0.01).action_post()
        left = sale.voucher_id.amount_residual
        self.assertEqual(left, 0.02)
        with self.assertRaisesRegex(UserError, "redeem it whole"):
            self.redemption([(invoice, 0.01)], 0.01).action_post()
        self.redemption([(invoice, left)], left).action_post()
        self.assertEqual(sale.voucher_id.state, "used")

    def test_several_taxes(self):
        """Each tax is given back in proportion, the last part what is left of it."""
        perception = self.tax.copy({"name": "Percepción 3", "amount": 3})
        self.product.taxes_id |= perception
        sale = self.sale(124)
        self.pay(sale)
        invoice = self.invoice(1000)
        made = []
        for amount in (10, 33.33, 80.67):
            receipt = self.redemption([(invoice, amount)], amount)
            receipt.action_post()
            lines = receipt.voucher_ids.operation_id.move_ids.line_ids
            made.append(
                [
                    lines.filtered(lambda line, tax=tax: line.tax_line_id == tax).debit
                    for tax in (self.tax, perception)
                ]
            )
        self.assertEqual(made, [[1.7, 0.24], [5.64, 0.81], [13.66, 1.95]])

    # ------------------------------------------------------------------
    # Redemption by hand, refund, expiry
    # ------------------------------------------------------------------

    def test_redeemed_by_hand(self):
        sale = self.sale(1210)
        self.pay(sale)
        before = self.ledger_snapshot()
        done = self.operation(
            "voucher_redemption", voucher_id=sale.voucher_id.id, amount=605, confirm=True
        )
        self.assertEqual(done.result_ids.amount_residual, -605)
        self.assertEqual(sale.voucher_id.amount_residual, 605)
        self.assertUndoes(done, before)
        debit = done.move_ids.filtered("debit_origin_id")
        self.assertEqual((debit.move_type, debit.amount_total), ("out_invoice", 605))

    def test_refunded(self):
        sale = self.sale(1210)
        self.pay(sale)
        self.redemption([(self.taxed_invoice(5000), 605)], 605).action_post()
        vat = self.vat()
        before = self.ledger_snapshot()
        done = self.refund(sale.voucher_id)
        self.assertEqual((done.amount, done.payment_ids.amount), (605, 605))
        note = done.move_ids.filtered(lambda move: move.move_type == "out_refund")
        self.assertLedger(
            note,
            """
            Deferred Income    | Almacén El Ceibo | 500.00 | 0.00   | 0.00
            Tax Received       | Almacén El Ceibo | 105.00 | 0.00   | 0.00
            Account Receivable | Almacén El Ceibo | 0.00   | 605.00 | 0.00
            """,
        )
        paid = (done.move_ids - note).line_ids.filtered("debit")
        self.assertEqual((paid.account_id, paid.debit), (self.receivable, 605))
        self.assertTrue(paid.reconciled)
        self.assertEqual((sale.voucher_id.state, self.vat()), ("used", vat - 105))
        self.assertUndoes(done, before)
        self.assertEqual(sale.voucher_id.amount_residual, 605)

    def test_expired(self):
        """What was deferred is income; the tax stays paid."""
        sale = self.sale(1210, date_expiry="2026-02-15")
        self.pay(sale)
        self.redemption([(self.taxed_invoice(5000), 605)], 605).action_post()
        vat = self.vat()
        before = self.ledger_snapshot()
        done = self.operation(
            "voucher_expiry", voucher_id=sale.voucher_id.id, date="2026-02-16", confirm=True
        )
        self.assertLedger(
            done.move_ids,
            """
            Deferred Income  | Almacén El Ceibo | 500.00 | 0.00   | 0.00
            Vouchers Expired | Almacén El Ceibo | 0.00   | 500.00 | 0.00
            """,
        )
        self.assertEqual((sale.voucher_id.state, self.vat()), ("used", vat))
        self.assertUndoes(done, before, date="2026-02-20")
        self.assertEqual(sale.voucher_id.amount_residual, 605)

    # ------------------------------------------------------------------
    # Foreign currency
    # ------------------------------------------------------------------

    def test_foreign_currency(self):
        """Sold at 2, redeemed at 4 pesos a euro: the tax is given back at the rate of the sale."""
        euro = self.make_rates({"2026-01-01": 0.5, "2026-02-05": 0.25})
        sale = self.sale(1210, currency_id=euro.id)
        self.receipt(
            [sale.result_ids], [self.cash_value(1210, currency_id=euro.id)], currency_id=euro.id
        ).action_post()
        invoice = self.invoice(605, currency=euro, date="2026-02-05")
        before = self.ledger_snapshot()
        receipt = self.redemption([invoice], 605, currency_id=euro.id, date="2026-02-05")
        receipt.action_post()
        self.assertLedger(
            receipt.voucher_ids.operation_id.move_ids,
            """
            Deferred Income    | Almacén El Ceibo | 1000.00 | 0.00    | 0.00
            Tax Received       | Almacén El Ceibo | 210.00  | 0.00    | 0.00
            Account Receivable | Almacén El Ceibo | 0.00    | 1210.00 | 0.00
            """,
        )
        voucher = sale.voucher_id
        self.assertEqual(voucher.amount_residual, 605)
        self.assertEqual(voucher.item_id.amount_residual, -1000)
        self.assertEqual(invoice.amount_residual, 0)
        receipt.action_void("2026-02-10", "test")
        self.assertEqual(voucher.amount_residual, 1210)
        self.assertRestored(before)

    def test_foreign_parts_leave_nothing_in_either_currency(self):
        euro = self.make_rates({"2026-01-01": 0.0007})
        sale = self.sale(100, currency_id=euro.id)
        self.company.cobranzas_voucher_paid_first = False
        invoice = self.invoice(1000, currency=euro)
        for amount in (33.33, 12.01, 54.66):
            self.redemption([(invoice, amount)], amount, currency_id=euro.id).action_post()
        item = sale.voucher_id.item_id
        self.assertEqual((item.amount_residual, item.amount_residual_currency), (0, 0))
        self.assertFalse(item.matched_debit_ids.exchange_move_id)
        self.assertEqual(self.company.currency_id.round(self.vat()), 0)
