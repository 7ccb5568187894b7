"""Documents settled at their own rate, with the difference in a note: it counts once (CHG-01)."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.withholdings import WithholdingsCommon


@tagged("post_install", "-at_install")
class TestReceiptOwnRates(WithholdingsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.usd = cls.env["res.currency"].create({"name": "XUS", "symbol": "U", "rounding": 0.01})
        cls.receivable.name = "Receivable"
        cls.gain, cls.loss = cls.allow_rounding()

    def rate(self, rate, date):
        """Record what a dollar is worth."""
        self.env["res.currency.rate"].create(
            {
                "name": date,
                "rate": 1 / rate,
                "currency_id": self.usd.id,
                "company_id": self.company.id,
            }
        )

    def dollars(self, amount, rate=1000, date="2026-01-10", **kw):
        """A posted invoice in dollars at a rate; returns its receivable item."""
        self.rate(rate, date)
        return self.invoice(amount, date=date, currency=self.usd, **kw)

    def collect(self, lines, values, rate, own=1000, **kw):
        """A draft receipt at ``rate``: lines in dollars at their own rate."""
        receipt = self.receipt(lines, values, **kw)
        receipt.rate_ids.filtered(lambda row: row.currency_id == self.usd).rate = rate
        self.settle_at_own_rate(receipt, own)
        return receipt

    def settle_at_own_rate(self, receipt, own=1000):
        lines = receipt.line_ids.filtered(lambda line: line.currency_id == self.usd)
        for line in lines:
            line.sudo().document_rate = own[line.move_line_id] if isinstance(own, dict) else own

    def post_and_void(self, receipt, table, items, left=()):
        """Post, compare the entries, and see that void restores all."""
        ledger = self.ledger_snapshot()
        self.assertEqual(receipt.amount_difference, 0)
        receipt.action_post()
        self.assertLedgerInBoth(receipt.move_ids, table)
        self.assertFalse(receipt.partial_ids.exchange_move_id)
        wanted = dict(left)
        for item in items:
            self.assertEqual(
                (item.amount_residual_currency, item.amount_residual), wanted.get(item, (0, 0))
            )
        for item in self.item(receipt.move_ids):
            self.assertEqual((item.amount_residual_currency, item.amount_residual), (0, 0))
        receipt.action_void("2026-02-10", "Error")
        self.assertRestored(ledger)

    def assertLedgerInBoth(self, moves, table):
        """Compare journal items: account | debit | credit | amount in currency."""
        found = "\n".join(
            f"{item.account_id.name} | {item.debit:.2f} | {item.credit:.2f} | "
            f"{item.currency_id.name if item.currency_id == self.usd else 'ARS'} "
            f"{item.amount_currency:.2f}"
            for item in moves.line_ids.sorted("id")
        )
        wanted = "\n".join(
            " | ".join(cell.strip() for cell in row.split("|"))
            for row in table.strip().splitlines()
        )
        self.assertEqual(found, wanted)

    # ------------------------------------------------------------------
    # The worked numbers
    # ------------------------------------------------------------------

    def test_x01_the_rate_rose(self):
        document, note = self.dollars(1210), self.invoice(121000)
        receipt = self.collect([document, note], [self.cash_value(1331000)], 1100)
        self.assertEqual(receipt.amount_documents, 1331000)
        self.post_and_void(
            receipt,
            """
            Outstanding Receipts | 1331000.00 | 0.00 | ARS 1331000.00
            Receivable | 0.00 | 1210000.00 | XUS -1210.00
            Receivable | 0.00 | 121000.00 | ARS -121000.00
            """,
            document | note,
        )

    def test_x02_the_rate_fell(self):
        document = self.dollars(1210)
        note = self.invoice(121000, move_type="out_refund")
        receipt = self.collect([document, note], [self.cash_value(1089000)], 900)
        self.post_and_void(
            receipt,
            """
            Outstanding Receipts | 1089000.00 | 0.00 | ARS 1089000.00
            Receivable | 0.00 | 1089000.00 | XUS -1089.00
            Receivable | 121000.00 | 0.00 | ARS 121000.00
            Receivable | 0.00 | 121000.00 | XUS -121.00
            """,
            document | note,
        )

    def test_x03_a_part(self):
        document, note = self.dollars(1210), self.invoice(50000)
        receipt = self.collect([(document, 500), note], [self.cash_value(550000)], 1100)
        self.post_and_void(
            receipt,
            """
            Outstanding Receipts | 550000.00 | 0.00 | ARS 550000.00
            Receivable | 0.00 | 500000.00 | XUS -500.00
            Receivable | 0.00 | 50000.00 | ARS -50000.00
            """,
            document | note,
            {document: (710, 710000)},
        )
