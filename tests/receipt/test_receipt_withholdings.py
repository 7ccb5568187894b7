"""Withholdings suffered: the tax's own accounts, certificates, RET and CPR (REC-07)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.withholdings import WithholdingsCommon


@tagged("post_install", "-at_install")
class TestReceiptWithholdings(WithholdingsCommon):
    def test_each_goes_to_the_account_of_its_tax(self):
        item = self.invoice(1000)
        ledger = self.ledger_snapshot()
        receipt = self.withheld(
            [item],
            [self.cash_value(870)],
            [
                self.certificate(100, date="2026-01-30"),
                self.certificate(30, self.gross, "88"),
            ],
        )
        self.assertEqual(
            (receipt.amount_values, receipt.amount_withholdings, receipt.amount_total),
            (870, 130, 1000),
        )
        self.assertEqual(receipt.amount_difference, 0)
        receipt.action_post()
        self.assertLedger(
            receipt.withholding_ids.move_id,
            f"""
            VAT withheld | {self.customer.name} | 100.00 | 0.00 | 0.00
            {self.receivable.name} | {self.customer.name} | 0.00 | 100.00 | 0.00
            Gross income withheld | {self.customer.name} | 30.00 | 0.00 | 0.00
            {self.receivable.name} | {self.customer.name} | 0.00 | 30.00 | 0.00
            """,
        )
        vat = receipt.withholding_ids[0].move_id
        self.assertEqual(vat.date, self.day("2026-01-30"))
        booked = vat.line_ids.filtered(lambda line: line.account_id == self.vat_account)
        self.assertEqual((booked.tax_line_id, booked.tax_tag_ids), (self.vat, self.tag))
        self.assertEqual(item.amount_residual, 0)
        receipt.action_void("2026-02-10", "Error")
        self.assertRestored(ledger)

    def test_base_is_reported_where_the_company_names_its_account(self):
        account = self.env["account.account"].create(
            {"name": "Withholding base", "code": "RBAS", "account_type": "asset_current"}
        )
        self.company.withholding_tax_base_account_id = account
        receipt = self.withheld([self.invoice(100)], [self.cash_value(90)], [self.certificate(10)])
        receipt.action_post()
        base = receipt.withholding_ids.move_id.line_ids.filtered(
            lambda line: line.account_id == account
        )
        self.assertEqual(sorted(base.mapped("balance")), [-100, 100])

    def test_withholdings_of_a_receipt_in_dollars(self):
        """Certificates are in pesos: they pay the dollars they are worth at the receipt's rate."""
        usd = self.env["res.currency"].create({"name": "XUS", "symbol": "U", "rounding": 0.01})
        self.env["res.currency.rate"].create(
            {"name": "2026-01-01", "inverse_company_rate": 1000, "currency_id": usd.id}
        )
        item = self.invoice(100, currency=usd)
        receipt = self.withheld(
            [item],
            [self.cash_value(90, currency_id=usd.id)],
            [self.certificate(12000)],
            currency_id=usd.id,
        )
        receipt.rate_ids.rate = 1200
        self.assertEqual((receipt.amount_withholdings, receipt.amount_difference), (10, 0))
        receipt.action_post()
        self.assertEqual((item.amount_residual_currency, item.amount_residual), (0, 0))

    def test_only_withholdings(self):
        item = self.invoice(100)
        receipt = self.withheld([item], [], [self.certificate(100)])
        receipt.action_post()
        self.assertEqual(item.amount_residual, 0)

    def test_what_pays_nothing_stays_on_account(self):
        receipt = self.withheld([], [self.cash_value(50)], [self.certificate(30)])
        self.assertEqual(receipt.amount_on_account, 80)
        receipt.action_post()
        self.assertEqual(self.customer.credit, -80)

    # ------------------------------------------------------------------
    # Final and provisional
    # ------------------------------------------------------------------

    def _provisional(self, amount=100):
        receipt = self.withheld(
            [self.invoice(1000)],
            [self.cash_value(1000 - amount)],
            [self.certificate(amount, self.gross, "CP 1", kind="cpr")],
        )
        receipt.action_post()
        return receipt.withholding_ids

    def test_final_certificate_takes_the_place_of_the_provisional_one(self):
        provisional = self._provisional()
        receipt = self.withheld(
            [self.invoice(20)],
            [],
            [self.certificate(120, number="77", provisional_id=provisional.id)],
        )
        self.assertEqual(receipt.amount_withholdings, 20)
        receipt.action_post()
        self.assertLedger(
            receipt.withholding_ids.move_id,
            f"""
            VAT withheld | {self.customer.name} | 120.00 | 0.00 | 0.00
            Gross income withheld | {self.customer.name} | 0.00 | 100.00 | 0.00
            {self.receivable.name} | {self.customer.name} | 0.00 | 20.00 | 0.00
            """,
        )
        self.assertEqual(self.customer.credit, 0)

    def test_final_certificate_of_the_same_amount_pays_nothing_more(self):
        provisional = self._provisional()
        receipt = self.withheld(
            [], [self.cash_value(5)], [self.certificate(100, provisional_id=provisional.id)]
        )
        receipt.action_post()
        self.assertEqual((receipt.amount_total, self.customer.credit), (5, -5))

    def test_provisional_is_replaced_once_and_by_its_customer(self):
        provisional = self._provisional()
        self.withheld(
            [], [self.cash_value(5)], [self.certificate(100, provisional_id=provisional.id)]
        ).action_post()
        again = self.withheld(
            [],
            [self.cash_value(5)],
            [self.certificate(100, number="8", provisional_id=provisional.id)],
        )
        with self.assertRaisesRegex(UserError, "CPR Ret. IIBB CP 1 can't be replaced by 8"):
            again.action_post()

    def test_final_below_the_provisional(self):
        provisional = self._provisional()
        receipt = self.withheld(
            [], [self.cash_value(5)], [self.certificate(90, provisional_id=provisional.id)]
        )
        with self.assertRaisesRegex(UserError, "is lower than CPR Ret. IIBB CP 1"):
            receipt.action_post()

    # ------------------------------------------------------------------
    # Refusals
    # ------------------------------------------------------------------

    def _refused(self, sentence, **kw):
        vals = {**self.certificate(10), **kw}
        receipt = self.withheld([self.invoice(100)], [self.cash_value(90)], [vals])
        with self.assertRaisesRegex(UserError, sentence), self.env.cr.savepoint():
            receipt.action_post()
        self.assertEqual(receipt.state, "draft")

    def test_refusals(self):
        self._refused("needs its certificate number", name=" ")
        self._refused("must be above zero", amount=0)
        self._refused("yet to come", date="2099-01-01")
        self._refused(
            "is not a tax that customers withhold",
            tax_id=self.company_data["default_tax_sale"].id,
        )
        self.gross.invoice_repartition_line_ids.account_id = False
        self._refused("has no account", tax_id=self.gross.id)
        self.company.fiscalyear_lock_date = "2025-12-31"
        self._refused("is closed", date="2025-12-30")

    def test_certificate_booked_twice(self):
        self.withheld(
            [self.invoice(100)], [self.cash_value(90)], [self.certificate(10)]
        ).action_post()
        self._refused(r"Certificate 0001-00000007 of Ret. IVA is already in receipt RC 00000001")

    def _on_account(self, **kw):
        return self.withheld([], [self.cash_value(500)], [self.certificate(50, **kw)])

    def test_certificate_booked_twice_in_one_go(self):
        receipts = self._on_account() | self._on_account()
        with self.assertRaisesRegex(UserError, "is already in receipt"):
            receipts.action_post()

    def test_certificate_booked_twice_with_spaces(self):
        self._on_account(number=" 77 ").action_post()
        with self.assertRaisesRegex(UserError, "Certificate 77 of Ret. IVA is already"):
            self._on_account(number="77").action_post()

    def test_certificates_that_only_look_alike(self):
        self._on_account(number="A1B").action_post()
        self._on_account(number="A_B").action_post()

    def test_provisional_replaced_anew_once_the_final_one_is_void(self):
        provisional = self._on_account(kind="cpr")
        provisional.action_post()
        link = {"number": "2", "provisional_id": provisional.withholding_ids.id}
        final = self._on_account(**link)
        final.action_post()
        final.action_void("2026-02-10", "Error")
        again = self._on_account(**link)
        again.action_post()
        with self.assertRaisesRegex(UserError, "that nothing replaced yet"):
            self._on_account(**{**link, "number": "3"}).action_post()

    def test_provisional_replaced_twice_in_one_go(self):
        provisional = self._on_account(kind="cpr")
        provisional.action_post()
        link = {"provisional_id": provisional.withholding_ids.id}
        receipts = self._on_account(number="2", **link) | self._on_account(number="3", **link)
        with self.assertRaisesRegex(UserError, "that nothing replaced yet"):
            receipts.action_post()

    def test_final_one_undoes_the_account_the_provisional_one_was_booked_to(self):
        provisional = self._on_account(kind="cpr")
        provisional.action_post()
        tax_line = self.vat.invoice_repartition_line_ids.filtered("account_id")
        tax_line.account_id = self.gross_account
        final = self._on_account(number="2", provisional_id=provisional.withholding_ids.id)
        final.action_post()
        self.assertLedger(
            final.withholding_ids.move_id,
            f"""
            Gross income withheld | {self.customer.name} | 50.00 | 0.00 | 0.00
            VAT withheld | {self.customer.name} | 0.00 | 50.00 | 0.00
            """,
        )
        self.assertEqual(final.withholding_ids.move_id.line_ids.tax_tag_ids, self.tag)

    def test_no_void_before_the_certificate(self):
        receipt = self._on_account(date="2026-03-01")
        receipt.action_post()
        with self.assertRaisesRegex(UserError, "can't be voided before that"):
            receipt.action_void("2026-02-10", "Error")
        receipt.action_void("2026-03-01", "Error")

    def test_void_looks_at_the_period_of_the_certificate(self):
        receipt = self.withheld(
            [self.invoice(100)],
            [self.cash_value(90)],
            [self.certificate(10, date="2026-01-15")],
        )
        receipt.action_post()
        self.company.fiscalyear_lock_date = "2026-01-31"
        with self.assertRaisesRegex(UserError, "is closed"):
            receipt.action_void("2026-02-10", "Error")

    def test_void_of_a_provisional_one_already_replaced(self):
        provisional = self._provisional()
        later = self.withheld(
            [], [self.cash_value(5)], [self.certificate(100, provisional_id=provisional.id)]
        )
        later.action_post()
        with self.assertRaisesRegex(UserError, "void RC 00000002 first"):
            provisional.receipt_id.action_void("2026-02-10", "Error")
        later.action_void("2026-02-10", "Error")
        provisional.receipt_id.action_void("2026-02-11", "Error")
        self.assertEqual(provisional.receipt_id.state, "voided")

    def test_withholdings_above_the_total_are_asked_about(self):
        receipt = self.withheld([self.invoice(100)], [self.cash_value(20)], [self.certificate(130)])
        with self.assertRaisesRegex(UserError, "exceed the total of the receipt"):
            receipt.action_post()
        action = receipt.with_context(cobranzas_ask=True).action_post()
        wizard = self.env["cobranzas.receipt.confirm"].browse(action["res_id"])
        self.assertIn("exceed the total", wizard.exceeding)
        wizard.action_confirm()
        self.assertEqual((receipt.state, receipt.amount_on_account), ("posted", 50))

    def test_withholdings_of_the_whole_total_are_not(self):
        receipt = self.withheld([self.invoice(100)], [], [self.certificate(100)])
        receipt.with_context(cobranzas_ask=True).action_post()
        self.assertEqual(receipt.state, "posted")

    def test_printed(self):
        usd = self.env["res.currency"].create({"name": "XUS", "symbol": "U", "rounding": 0.01})
        self.env["res.currency.rate"].create(
            {"name": "2026-01-01", "inverse_company_rate": 1000.5, "currency_id": usd.id}
        )
        receipt = self.withheld(
            [self.invoice(2, currency=usd)], [self.cash_value(1901)], [self.certificate(100)]
        )
        receipt.action_post()
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("l10n_cobranzas.report_receipt", receipt.ids)[0]
            .decode()
        )
        for text in ("Ret. IVA", "0001-00000007", "1000.50 USD", "Two Thousand And One"):
            self.assertIn(text, " ".join(html.split()).replace("1,000.50", "1000.50"))
