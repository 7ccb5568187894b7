"""A draft shows what posting reckons with: the rates and the tolerance of now (REC-12, REC-09)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestDraftRates(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign = cls.setup_other_currency("EUR", rates=[("2025-01-01", 0.01)])  # 100 each
        cls.debt = cls.invoice(100, currency=cls.foreign)

    def record(self, date, rate, **kw):
        """Record what one unit is worth from ``date`` on."""
        vals = {"currency_id": self.foreign.id, "company_id": self.company.id, **kw}
        return self.env["res.currency.rate"].create(
            {"name": date, "inverse_company_rate": rate, **vals}
        )

    def draft(self, amount=10000, **kw):
        return self.receipt([self.debt], [self.cash_value(amount)], **kw)

    def totals(self, receipt):
        receipt.invalidate_recordset()
        return receipt.rate_ids.rate, receipt.amount_documents, receipt.amount_difference

    def test_a_rate_recorded_since_shows_in_the_draft(self):
        receipt = self.draft()
        self.assertEqual(self.totals(receipt), (100, 10000, 0))
        rate = self.record("2026-02-01", 125)
        self.assertEqual(self.totals(receipt), (125, 12500, -2500))
        with self.assertRaisesRegex(UserError, "2,500.00 short"), self.env.cr.savepoint():
            receipt.action_post()
        rate.inverse_company_rate = 110
        self.assertEqual(self.totals(receipt), (110, 11000, -1000))
        rate.unlink()
        self.assertEqual(self.totals(receipt), (100, 10000, 0))

    def test_a_rate_of_every_company(self):
        self.env["res.currency.rate"].search([("currency_id", "=", self.foreign.id)]).unlink()
        receipt = self.draft()
        self.record("2026-02-01", 125, company_id=False)
        self.assertEqual(receipt.rate_ids.recorded_rate, 125)

    def test_a_rate_of_another_day_or_company_changes_nothing(self):
        receipt = self.draft()
        other = self.setup_other_company(name="Otra")["company"]
        self.record("2026-02-02", 125)
        self.record("2026-01-31", 125, company_id=other.id)
        self.assertEqual(self.totals(receipt), (100, 10000, 0))

    def test_a_typed_rate_stays(self):
        receipt = self.draft()
        receipt.rate_ids.rate = 90
        self.record("2026-02-01", 125)
        self.assertEqual(self.totals(receipt)[0], 90)

    def test_the_shown_rate_typed_again_is_typed(self):
        receipt = self.draft()
        receipt.rate_ids.rate = 100
        self.record("2026-02-01", 125)
        self.assertEqual(self.totals(receipt), (100, 10000, 0))
        receipt.action_post()
        self.assertEqual(self.debt.amount_residual_currency, 0)

    def test_what_was_posted_stands(self):
        receipt = self.draft()
        receipt.action_post()
        self.record("2026-02-01", 125)
        self.assertEqual(self.totals(receipt), (100, 10000, 0))
        self.assertEqual(receipt.rate_ids.recorded_rate, 100)

    def test_another_date_takes_its_rate(self):
        self.record("2026-02-10", 125)
        receipt = self.draft()
        receipt.date = "2026-02-10"
        self.assertEqual(self.totals(receipt), (125, 12500, -2500))

    def test_another_tolerance_shows_in_the_draft(self):
        """A tolerance of 5 rounds 3 over; with none, they stay on account."""
        self.company.cobranzas_rounding_tolerance = 5
        receipt = self.draft(10003)
        self.assertEqual((receipt.amount_on_account, receipt.amount_difference), (0, 3))
        self.company.cobranzas_rounding_tolerance = 0
        receipt.invalidate_recordset()
        self.assertEqual((receipt.amount_on_account, receipt.amount_difference), (3, 0))
