"""What is expected to be collected, by the period it falls due in (REP-05)."""

from datetime import date, timedelta

from odoo.tests import tagged
from psycopg2 import IntegrityError

from ..lib.reference_ledger import by_customer
from ..lib.report_scenario import ReportScenarioCommon

DAY = date(2026, 3, 20)  # a Friday

#: unit and number of periods, and where each column begins: the first is that of what is overdue
CASES = [
    ("day", 3, [DAY, date(2026, 3, 21), date(2026, 3, 22), date(2026, 3, 23)]),
    ("week", 2, [DAY, date(2026, 3, 23), date(2026, 3, 30)]),
    ("month", 3, [DAY, date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)]),
    ("year", 2, [*(date(2026, month, 1) for month in range(1, 13)), date(2027, 1, 1)]),
]


@tagged("post_install", "-at_install")
class TestReportForecast(ReportScenarioCommon):
    def slow(self, rows, starts):
        """Put each balance in the column that its due date falls in; credits in their own."""
        names = ["overdue", *(f"period_{n}" for n in range(1, len(starts))), "later"]

        def cells(row):
            column = names[sum(row.due >= start for start in starts)]
            return {"credits" if row.left < 0 else column: row.left, "total": row.left}

        def sums(mine):
            found = {}
            for row in mine:
                for name, value in cells(row).items():
                    found[name] = found.get(name, 0) + value
            return found

        def details(mine):
            for row in sorted(mine, key=lambda row: (row.due, row.date, row.id)):
                texts = {"name": row.name, "kind": row.kind, "date": row.date, "date_due": row.due}
                yield texts, cells(row)

        rows = [row for row in rows if row.left]
        groups = self.make_groups(rows, [by_customer], sums, details)
        return groups, self.make_totals(rows, sums)

    def test_against_a_slow_reading(self):
        movements = self.read_movements(DAY)
        for unit, count, starts in CASES:
            for vals, show in self.each_case():
                with self.subTest(unit=unit, **vals):
                    vals = {**vals, "forecast_unit": unit, "forecast_count": count}
                    report = self.make_report("forecast", date_to=DAY, **vals)
                    found = self.read_report(report)
                    self.assertEqual(found, self.slow(show(movements), starts))

    def test_headings(self):
        wanted = {
            "day": ["Overdue", "20 Mar", "21 Mar", "22 Mar", "Later", "Credits", "Total"],
            "week": ["Overdue", "20 Mar – 22 Mar", "23 Mar – 29 Mar", "Later", "Credits", "Total"],
            "month": ["Overdue", "Mar 2026", "Apr 2026", "May 2026", "Later", "Credits", "Total"],
        }
        for unit, count, _starts in CASES[:3]:
            with self.subTest(unit=unit):
                report = self.make_report(
                    "forecast", date_to=DAY, forecast_unit=unit, forecast_count=count
                )
                columns = report._get_table().columns
                found = [column.label for column in columns if column.is_amount]
                self.assertEqual(found, wanted[unit])

    def test_a_whole_year(self):
        """January to December of the year of the date, what fell due before it apart."""
        report = self.make_report("forecast", date_to=DAY, forecast_unit="year")
        found = [column.label for column in report._get_table().columns if column.is_amount]
        self.assertEqual(found[:2] + found[12:14], ["Before 2026", "Jan 2026", "Dec 2026", "Later"])

    def test_with_postdated(self):
        """A cheque already received comes in when it is payable: it is no debt any more."""
        cheque, paper = ("RC 00000001", "Post-dated Cheque"), ("P 1", "Document Received")
        plain = self.make_report("forecast", date_to=DAY, forecast_unit="month", forecast_count=5)
        before = dict(self.read_report(plain)[1])["USD"]
        plain.postdated = True
        rows, totals = self.read_report(plain)
        after = dict(totals)["USD"]
        details = {
            (label["name"], label["kind"]): (label["date_due"], amounts)
            for _level, label, _currency, amounts in rows
            if isinstance(label, dict)
        }
        due = self.day("2026-05-15")
        self.assertEqual(details[cheque], (due, {"period_3": 100, "postdated": 100, "total": 100}))
        due = self.day("2026-07-15")
        self.assertEqual(details[paper], (due, {"period_5": 300, "postdated": 300, "total": 300}))
        self.assertEqual(
            {name: after.get(name, 0) - before.get(name, 0) for name in after | before},
            {
                **dict.fromkeys(before, 0),
                **{"period_3": 100, "postdated": 400, "total": 100},
            },
        )

    def test_cheques_that_became_payable(self):
        last = date(2026, 5, 14)
        for day, listed in ((last, True), (last + timedelta(days=1), False)):
            with self.subTest(day=day):
                rows, _totals = self.read_report(
                    self.make_report("forecast", date_to=day, postdated=True)
                )
                kinds = {label["kind"] for _n, label, *_rest in rows if isinstance(label, dict)}
                self.assertEqual("Post-dated Cheque" in kinds, listed)

    def test_number_of_periods(self):
        report = self.make_report("forecast", date_to=DAY)
        for count in (0, 32):
            with self.subTest(count=count), self.assertRaises(IntegrityError), self.cr.savepoint():
                report.forecast_count = count
                report.flush_recordset()
