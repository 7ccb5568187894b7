"""The spreadsheet's flat table: a row per document, real dates, no subtotals (REP)."""

import tempfile
from datetime import datetime

import openpyxl
from odoo.tests import tagged

from ..lib.report_scenario import ReportScenarioCommon

AT = {"date_to": "2026-03-20"}
PERIOD = {"date_from": "2026-02-10", "date_to": "2026-03-20"}
REPORTS = (
    ("balance", AT),
    ("pending", {**AT, "detail": True, "group_by": "collector_id"}),
    ("aging", {**AT, "detail": True, "postdated": True}),
    ("forecast", {**AT, "detail": True}),
    ("statement", {**PERIOD, "detail": True}),
    ("ledger", PERIOD),
    ("ledger", {**PERIOD, "ledger_level": "summary"}),
    ("daily", {**PERIOD, "detail": True}),
    ("monthly", PERIOD),
)


@tagged("post_install", "-at_install")
class TestReportFlat(ReportScenarioCommon):
    def read_flat(self, report):
        """Return the flat sheet, its headings and its rows as dicts."""
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
            report._write_xlsx(file.name)
            sheet = openpyxl.load_workbook(file.name)["Data"]
        heads, *rows = sheet.iter_rows(values_only=True)
        return sheet, heads, rows

    def test_the_rows_sum_up_to_the_report(self):
        for key, vals in REPORTS:
            with self.subTest(key=key, **vals):
                report = self.make_report(key, **vals)
                table = report._get_table()
                _sheet, heads, rows = self.read_flat(report)
                self.assertNotIn("Total", [cell for row in rows for cell in row])
                for total in table.totals:
                    code = self.env["res.currency"].browse(total.currency_id).name
                    own = [row for row in rows if code in row]
                    for column in table.columns:
                        if column.kind != "amount":
                            continue
                        place = len(heads) - 1 - heads[::-1].index(column.label)
                        found = sum(row[place] or 0 for row in own)
                        wanted = total.values[column.name] or 0
                        self.assertAlmostEqual(found, wanted, 2, column.label)

    def test_groups_are_columns_and_dates_are_dates(self):
        report = self.make_report("pending", **AT, detail=True, group_by="collector_id")
        sheet, heads, rows = self.read_flat(report)
        self.assertEqual(heads[:4], ("Collector", "Customer", "Currency", "Document"))
        details = [row for row in report._get_table().rows if row.kind == "detail"]
        self.assertEqual(len(rows), len(details))
        for row in rows:
            self.assertTrue(all(row[:4]), row)
            self.assertIsInstance(row[heads.index("Due")], datetime)
        self.assertEqual(sheet.auto_filter.ref, sheet.dimensions)
        self.assertEqual(sheet.freeze_panes, "A2")

    def test_a_level_of_months_is_a_date(self):
        report = self.make_report("monthly", **PERIOD)
        levels = report._get_definition()._get_levels(report)
        _sheet, heads, rows = self.read_flat(report)
        place = [level.field for level in levels].index("month")
        found = {type(row[place]) for row in rows}
        self.assertIn(datetime, found)
        self.assertEqual(heads[place], levels[place].label)

    def test_a_report_without_rows(self):
        report = self.make_report("balance", date_to="1990-01-01")
        _sheet, _heads, rows = self.read_flat(report)
        self.assertFalse(any(any(row) for row in rows))
