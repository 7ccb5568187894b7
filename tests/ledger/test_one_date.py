"""What a receipt or an application decides counts from its date, wherever it is read (REC-11).

So the figures of a month that was closed stay, and at no date is a part of it there alone.
"""

from datetime import timedelta

from odoo.tests import tagged

from ..lib.truth import TruthCommon
from ..lib.withholdings import WithholdingsCommon

JANUARY, APPLIED = "2026-01-31", "2026-03-10"


@tagged("post_install", "-at_install")
class TestOneDate(TruthCommon, WithholdingsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign = cls.setup_other_currency("EUR", rates=[("2025-01-01", 0.01)])
        cls._rate("2026-02-01", 0.008)  # from 100 to 125 a unit
        cls._rate("2026-03-01", 0.005)  # to 200

    @classmethod
    def _rate(cls, date, rate):
        cls.env["res.currency.rate"].create(
            {
                "name": date,
                "rate": rate,
                "currency_id": cls.foreign.id,
                "company_id": cls.company.id,
            }
        )

    def on_account(self, amount, date="2026-01-20", currency=None):
        """An item on account that a receipt left."""
        vals = {"currency_id": currency.id} if currency else {}
        receipt = self.receipt([], [self.cash_value(amount, **vals)], date=date)
        receipt.action_post()
        return self.item(receipt.move_ids)

    def apply(self, debt, credit, date=APPLIED):
        application = self.receipt([debt, credit], kind="application", date=date)
        application.action_post()
        return application

    def assertEachDay(self, first, last):
        """At each day from ``first`` to ``last`` what is open sums to the posted entries."""
        day, last = self.day(first), self.day(last)
        while day <= last:
            self.assertOpenSumsToLedger(day)
            day += timedelta(days=1)

    def test_application_of_january_items_in_march(self):
        debt, credit = self.invoice(1000), self.on_account(1000)
        before = self.read_open(JANUARY)
        self.assertEqual(len(before), 2)
        self.apply(debt, credit)
        self.assertEqual(self.read_open(JANUARY), before)
        self.assertEqual(self.read_open("2026-03-09"), before)
        self.assertOpen("", APPLIED)

    def test_aging_of_a_closed_month_stays(self):
        debt, credit = self.invoice(1000), self.on_account(400)
        found = []
        for _when in ("before", "after"):
            report = self.make_report("aging", date_to=JANUARY, detail=True)
            found.append(self.read_report(report))
            if not found[1:]:
                self.company.fiscalyear_lock_date = JANUARY
                self.apply((debt, 400), credit)
        self.assertEqual(*found)

    def test_applied_on_is_the_date_of_the_application(self):
        debt, credit = self.invoice(1000), self.on_account(1000)
        application = self.apply(debt, credit)
        row = self.env["cobranzas.application"].search([("move_line_id", "=", debt.id)])
        self.assertEqual((row.date, row.receipt_id), (self.day(APPLIED), application))

    def test_credit_ticked_in_a_receipt(self):
        debt, credit = self.invoice(1000), self.on_account(400)
        before = self.read_open(JANUARY)
        receipt = self.receipt([debt, credit], [self.cash_value(600)], date=APPLIED)
        receipt.action_post()
        self.assertEqual(self.read_open(JANUARY), before)
        self.assertOpen("", APPLIED)

    def test_another_date_moves_all_of_it(self):
        debt, credit = self.invoice(1000), self.on_account(1000)
        before = self.read_open(JANUARY)
        application = self.apply(debt, credit)
        application.action_change_date("2026-02-10", "Typed wrong")
        self.assertEqual(self.read_open("2026-02-09"), before)
        self.assertOpen("", "2026-02-10")

    def test_certificate_older_than_its_receipt(self):
        """Between the two dates the withholding is a credit, and pays nothing yet."""
        receipt = self.withheld(
            [self.invoice(1000)],
            [self.cash_value(900)],
            [self.certificate(100, date="2026-01-25")],
        )
        receipt.action_post()
        self.assertOpen("invoice | 2026-01-10 | 1000.00\nreceipt | 2026-02-01 | -100.00", JANUARY)
        self.assertOpen("", "2026-02-01")

    # ------------------------------------------------------------------
    # Exchange entries
    # ------------------------------------------------------------------

    def exchange_dates(self, items):
        return set(items._cobranzas_get_partials().exchange_move_id.mapped("date"))

    def test_exchange_entry_of_a_receipt_typed_later(self):
        """Core dates it at the end of the month, or today."""
        debt = self.invoice(100, currency=self.foreign)
        value = self.cash_value(100, currency_id=self.foreign.id)
        self.receipt([debt], [value], date="2026-02-10", currency_id=self.foreign.id).action_post()
        self.assertEqual(self.exchange_dates(debt), {self.day("2026-02-10")})
        self.assertOpen("invoice | 2026-01-10 | EUR 100.00 | 10000.00", "2026-02-09")
        self.assertOpen("", "2026-02-10")
        self.assertEachDay("2026-02-08", "2026-03-02")

    def test_exchange_entry_of_an_application(self):
        debt = self.invoice(100, currency=self.foreign)
        credit = self.on_account(100, "2026-02-05", self.foreign)
        before = self.read_open("2026-02-28")
        self.apply(debt, credit)
        self.assertEqual(self.exchange_dates(debt | credit), {self.day(APPLIED)})
        self.assertEqual(self.read_open("2026-02-28"), before)
        self.assertOpen("", APPLIED)
        self.assertEachDay("2026-02-27", "2026-04-01")

    def test_exchange_entry_follows_another_date(self):
        debt = self.invoice(100, currency=self.foreign)
        value = self.cash_value(100, currency_id=self.foreign.id)
        receipt = self.receipt([debt], [value], date="2026-02-10", currency_id=self.foreign.id)
        receipt.action_post()
        receipt.action_change_date("2026-02-12", "Typed wrong")
        self.assertEqual(self.exchange_dates(debt), {self.day("2026-02-12")})
        self.assertOpen("", "2026-02-12")
        self.assertEachDay("2026-02-10", "2026-03-02")

    def test_void_takes_the_exchange_entry_back_on_its_date(self):
        debt = self.invoice(100, currency=self.foreign)
        value = self.cash_value(100, currency_id=self.foreign.id)
        receipt = self.receipt([debt], [value], date="2026-02-10", currency_id=self.foreign.id)
        receipt.action_post()
        receipt.action_void("2026-02-15", "Error")
        self.assertOpen("invoice | 2026-01-10 | EUR 100.00 | 10000.00", "2026-02-15")
        self.assertEachDay("2026-02-15", "2026-03-02")
