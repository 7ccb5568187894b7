"""What receipts of several currencies leave in the ledger, as tables of journal items (REC-09)."""

from odoo.fields import Command
from odoo.tests import tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestReceiptLedgerCurrencies(CollectionsCommon):
    def test_foreign_currency_document_in_its_currency(self):
        """Odoo's own exchange entry closes the document in both currencies."""
        usd = self.make_rates(
            {"2026-01-01": 0.010, "2026-02-01": 0.008},
            "EUR" if self.company.currency_id.name == "USD" else "USD",
        )
        item = self.invoice(100, currency=usd)
        self.assertEqual(item.balance, 10000)
        receipt = self.receipt(
            [(item, 40)], [self.cash_value(40, currency_id=usd.id)], currency_id=usd.id
        )
        receipt.action_post()
        self.assertLedger(
            receipt.move_ids,
            """
            Outstanding Receipts | Almacén El Ceibo | 5000.00 | 0.00    | 5000.00
            Account Receivable   | Almacén El Ceibo | 0.00    | 5000.00 | 0.00
            """,
        )
        self.assertEqual((item.amount_residual_currency, item.amount_residual), (60, 6000))
        exchange = receipt.partial_ids.exchange_move_id
        self.assertEqual(sum(exchange.line_ids.mapped("debit")), 1000)

    def test_foreign_document_paid_in_local_currency(self):
        usd = self.make_rates({"2026-01-01": 0.01})
        first, second = self.invoice(33.33, currency=usd), self.invoice(66.67, currency=usd)
        receipt = self.receipt([first, second], [self.cash_value(4000), self.transfer_value(6000)])
        self.assertEqual(receipt.amount_difference, 0)
        receipt.action_post()
        for item in first | second:
            self.assertEqual((item.amount_residual_currency, item.amount_residual), (0, 0))
        receivable = receipt.move_ids.line_ids.filtered(lambda line: line.currency_id == usd)
        self.assertAlmostEqual(sum(receivable.mapped("amount_currency")), -100)

    def test_local_documents_in_a_foreign_receipt(self):
        """Cents of re-expression go to the rounding accounts (REC-12)."""
        eur = self.make_rates({"2026-01-01": 0.03})
        item = self.invoice(100.50)
        receipt = self.receipt(
            [item], [self.cash_value(3.02, currency_id=eur.id)], currency_id=eur.id
        )
        self.assertEqual(receipt.amount_difference, 0)
        self.allow_rounding()
        receipt.action_post()
        self.assertLedger(
            receipt.move_ids,
            """
            Outstanding Receipts | Almacén El Ceibo | 100.67 | 0.00   | 100.67
            Account Receivable   | Almacén El Ceibo | 0.00   | 100.50 | 0.00
            Rounding Gain        | Almacén El Ceibo | 0.00   | 0.17   | 0.00
            """,
        )
        self.assertEqual(item.amount_residual, 0)

    def test_three_currencies_in_one_receipt(self):
        """Documents in two currencies, values in two, a receipt in a third: all close exactly."""
        self.allow_rounding()
        eur, brl, usd = (self.env.ref(f"base.{code}") for code in ("EUR", "BRL", "USD"))
        (eur | brl | usd).active = True
        foreign = (eur | brl | usd) - self.company.currency_id
        first, second = foreign[:2]
        self.env["res.currency.rate"].create(
            [
                {"name": day, "rate": rate, "currency_id": cur.id, "company_id": self.company.id}
                for cur, rates in ((first, (0.031, 0.027)), (second, (0.19, 0.17)))
                for day, rate in zip(("2026-01-01", "2026-02-01"), rates, strict=True)
            ]
        )
        items = (
            self.invoice(80, currency=first) | self.invoice(50, currency=second) | self.invoice(77)
        )
        ledger = self.ledger_snapshot()
        receipt = self.receipt([(items[0], 33.33), items[1], items[2]], currency_id=second.id)
        half = second.round(receipt.amount_documents / 2)
        receipt.value_ids = [
            Command.create(self.cash_value(half, currency_id=second.id)),
            Command.create(self.cash_value(receipt.amount_documents - half, currency_id=second.id)),
        ]
        receipt.action_post()
        self.assertAlmostEqual(items[0].amount_residual_currency, 46.67)
        self.assertAlmostEqual(items[0].amount_residual, items[0].balance * 46.67 / 80, delta=0.02)
        for item in items[1:]:
            self.assertEqual((item.amount_residual_currency, item.amount_residual), (0, 0))
        for line in self.item(receipt.move_ids):
            self.assertEqual((line.amount_residual_currency, line.amount_residual), (0, 0))
        receipt.action_void("2026-02-10", "Error")
        self.assertRestored(ledger)

    def test_change_in_another_currency(self):
        """10 EUR received for 800: 200 are given back in pesos, at the receipt's rate."""
        self.company.cobranzas_change_journal_id = self.cash
        eur = self.env.ref("base.EUR")
        eur.active = True
        item = self.invoice(800)
        ledger = self.ledger_snapshot()
        receipt = self.receipt([item], [self.cash_value(10, currency_id=eur.id)], excess="change")
        receipt.rate_ids.rate = 100
        self.assertEqual((receipt.amount_total, receipt.amount_change), (1000, 200))
        receipt.action_post()
        self.assertLedger(
            receipt.payment_ids.sorted("id").move_id,
            f"""
            {self.outstanding.name} | {self.customer.name} | 1000.00 | 0.00 | 1000.00
            {self.receivable.name} | {self.customer.name} | 0.00 | 800.00 | 0.00
            {self.receivable.name} | {self.customer.name} | 0.00 | 200.00 | 0.00
            Outstanding Payments | {self.customer.name} | 0.00 | 200.00 | -200.00
            {self.receivable.name} | {self.customer.name} | 200.00 | 0.00 | 0.00
            """,
        )
        self.assertEqual(receipt.payment_ids.mapped("amount"), [10, 200])
        receipt.action_void("2026-02-10", "Error")
        self.assertRestored(ledger)
