"""Vouchers: sold, given, redeemed in a receipt, refunded, expired (OPS-17)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..lib.vouchers import VouchersCommon


@tagged("post_install", "-at_install")
class TestVouchers(VouchersCommon):
    def test_sold_and_redeemed_in_part(self):
        before = self.ledger_snapshot()
        sale = self.sale(date_expiry="2026-08-31")
        self.assertLedger(
            sale.move_ids,
            """
            Account Receivable   | Almacén El Ceibo | 1000.00 | 0.00    | 1000.00
            Vouchers Outstanding | Almacén El Ceibo | 0.00    | 1000.00 | -1000.00
            """,
        )
        voucher = sale.voucher_id
        self.assertEqual((voucher.code, voucher.state), ("VALE1", "issued"))
        paid = self.pay(sale)
        invoice = self.invoice(600)
        receipt = self.redemption([invoice], 600)
        receipt.action_post()
        self.assertLedger(
            receipt.move_ids,
            """
            Vouchers Outstanding | Almacén El Ceibo | 600.00 | 0.00   | 0.00
            Account Receivable   | Almacén El Ceibo | 0.00   | 600.00 | 0.00
            """,
        )
        self.assertEqual((voucher.amount_residual, voucher.state), (400, "partial"))
        self.assertEqual(invoice.amount_residual, 0)
        with self.assertRaisesRegex(Exception, receipt.name):
            sale.action_undo("2026-02-10", "test")
        receipt.action_void("2026-02-05", "test")
        self.assertEqual((voucher.amount_residual, voucher.state), (1000, "issued"))
        paid = self.env["cobranzas.receipt"].search(
            [("line_ids.move_line_id", "=", sale.result_ids.id)]
        )
        paid.action_void("2026-02-05", "test")
        self.invoice_gone(invoice)
        self.assertUndoes(sale, before)
        self.assertEqual(voucher.state, "voided")

    def test_given_and_refused(self):
        given = self.operation(
            "voucher_gift",
            partner_id=self.customer.id,
            amount=500,
            reason="Birthday",
            confirm=True,
        )
        self.assertLedger(
            given.move_ids,
            """
            Promotion            | Almacén El Ceibo | 500.00 | 0.00   | 0.00
            Vouchers Outstanding | Almacén El Ceibo | 0.00   | 500.00 | -500.00
            """,
        )
        self.assertEqual(len(given.voucher_id.code), 12)
        with self.assertRaisesRegex(UserError, "not refunded"):
            self.refund(given.voucher_id)

    def test_refunded(self):
        sale = self.sale()
        self.pay(sale)
        before = self.ledger_snapshot()
        done = self.refund(sale.voucher_id)
        self.assertEqual(done.amount, 1000)
        self.assertEqual(done.payment_ids.amount, 1000)
        self.assertEqual(sale.voucher_id.state, "used")
        item = done.move_ids.line_ids.filtered("debit")
        self.assertEqual((item.account_id.name, item.debit), ("Vouchers Outstanding", 1000))
        self.assertUndoes(done, before)
        self.assertEqual(sale.voucher_id.state, "issued")

    def test_expired(self):
        sale = self.sale(date_expiry="2026-02-15")
        with self.assertRaisesRegex(UserError, "has not expired"):
            self.operation("voucher_expiry", voucher_id=sale.voucher_id.id, confirm=True)
        before = self.ledger_snapshot()
        done = self.operation(
            "voucher_expiry", voucher_id=sale.voucher_id.id, date="2026-02-16", confirm=True
        )
        self.assertLedger(
            done.move_ids,
            """
            Vouchers Outstanding | Almacén El Ceibo | 1000.00 | 0.00    | 0.00
            Vouchers Expired     | Almacén El Ceibo | 0.00    | 1000.00 | 0.00
            """,
        )
        self.assertUndoes(done, before, date="2026-02-20")

    def test_redeemed_by_hand(self):
        sale = self.sale()
        self.pay(sale)
        before = self.ledger_snapshot()
        done = self.operation(
            "voucher_redemption", voucher_id=sale.voucher_id.id, amount=400, confirm=True
        )
        self.assertLedger(
            done.move_ids,
            """
            Vouchers Outstanding | Almacén El Ceibo | 400.00 | 0.00   | 0.00
            Account Receivable   | Almacén El Ceibo | 0.00   | 400.00 | -400.00
            """,
        )
        self.assertEqual(sale.voucher_id.amount_residual, 600)
        self.assertUndoes(done, before)

    def test_redemption_by_hand_refused(self):
        sale = self.sale(date_expiry="2026-02-15")
        vals = {"voucher_id": sale.voucher_id.id, "amount": 400}
        with self.assertRaisesRegex(UserError, "not paid yet"):
            self.operation("voucher_redemption", confirm=True, **vals)
        self.pay(sale)
        table = [
            ("has .*1,000.00 left", {"amount": 1000.01}),
            ("above zero", {"amount": -1}),
            ("expired on", {"date": "2026-02-16"}),
            ("redeem it for others in a receipt", {"partner_id": self.other_customer.id}),
        ]
        for sentence, kw in table:
            with self.subTest(sentence), self.assertRaisesRegex(UserError, sentence):
                self.operation("voucher_redemption", confirm=True, **{**vals, **kw})

    def test_what_ends_a_voucher_is_for_all_that_is_left(self):
        """An amount sent by RPC is not one to keep: the operation settles the whole."""
        sale = self.sale()
        self.pay(sale)
        self.assertEqual(self.refund(sale.voucher_id, amount=1).amount, 1000)

    def test_refusals_of_a_receipt(self):
        sale = self.sale(date_expiry="2026-02-15")
        invoice = self.invoice(5000)
        refusals = [
            ("not paid yet", {"amount": 100}),
            ("no voucher with the code", {"amount": 100, "code": "NONE"}),
        ]
        for sentence, kw in refusals:
            with self.assertRaisesRegex(UserError, sentence):
                self.redemption([(invoice, 100)], **kw).action_post()
        self.pay(sale)
        with self.assertRaisesRegex(UserError, "expired on"):
            self.redemption([(invoice, 100)], 100, date="2026-02-20").action_post()
        with self.assertRaisesRegex(UserError, "1,000.00.* left"):
            self.redemption([(invoice, 1100)], 1100).action_post()
        first = self.redemption([(invoice, 700)], 700)
        second = self.redemption([(invoice, 700)], 700)
        first.action_post()
        with self.assertRaisesRegex(UserError, "300.00.* left"):
            second.action_post()

    def test_same_code_twice(self):
        self.sale()
        with self.assertRaisesRegex(UserError, "already"):
            self.sale()

    def test_nobody_writes_one(self):
        sale = self.sale()
        user = self.make_user("accountant", "l10n_cobranzas.group_cobranzas_accountant")
        voucher = sale.voucher_id.with_user(user)
        with self.assertRaises(AccessError):
            voucher.write({"amount": 5000})
        with self.assertRaises(AccessError):
            voucher.copy()

    def test_pdf_has_a_bar_code(self):
        voucher = self.sale().voucher_id
        html = self.render(voucher)
        self.assertIn(b"VALE1", html)
        self.assertIn(b"<img", html)

    def test_pdf_of_one_that_pays_nothing_says_so(self):
        sale = self.sale()
        self.assertNotIn(b"Voided", self.render(sale.voucher_id))
        sale.action_undo("2026-02-10", "test")
        self.assertIn(b"Voided", self.render(sale.voucher_id))
        expired = self.sale(code="VALE2", date="2025-01-01", date_expiry="2025-01-31")
        self.assertIn(b"Expired", self.render(expired.voucher_id))

    def render(self, voucher):
        report = self.env["ir.actions.report"]
        return report._render_qweb_html("l10n_cobranzas.report_voucher", voucher.ids)[0]
