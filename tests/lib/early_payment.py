"""What the tests of early payment share: a rate, a customer who has it, a document (CHG-04)."""

from .charges import ChargesCommon
from .kept import kept


class EarlyPaymentCommon(ChargesCommon):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.company.cobranzas_early_at_receipt = "ask"
        cls.customer.cobranzas_uses_rates = True
        cls.rate()
        cls.tax.name, cls.revenue.name = "15%", "Sales"
        # 15 % inside; 10 % less twenty days before
        cls.early = cls.taxed_invoice(1150, due="2026-02-21")

    @classmethod
    def rate(cls, rate=0.5, **kw):
        return cls.env["cobranzas.rate"].create(
            {
                "kind": "early_payment",
                "rate": rate,
                "rate_period": "day",
                "date_from": "2026-01-01",
                "company_id": cls.company.id,
                **kw,
            }
        )

    def collect(self, lines, received, date="2026-02-01", **kw):
        receipt = self.receipt(lines, [self.cash_value(received)], date=date, **kw)
        self.assertEqual(receipt.amount_difference, 0)
        receipt.action_post()
        return receipt
