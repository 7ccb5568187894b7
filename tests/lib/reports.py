"""What the tests of reports share: a report as rows, and checks that hold for each of them."""

import io
import tempfile
from datetime import date, datetime

import openpyxl
from odoo import fields
from odoo.addons.l10n_cobranzas.reports.reader.report_query import ReportQuery
from pypdf import PdfReader

from .common import CollectionsCommon


class ReportsCommon(CollectionsCommon):
    def make_report(self, key, **vals):
        """A report of the user's with the filters ``vals``; dates as given, not the calendar's."""
        reports = self.env["cobranzas.report"]
        reports.search([("report", "=", key)]).unlink()
        report = reports.browse(reports.action_open(key)["res_id"])
        report.write({"period": "custom", **vals})
        return report

    def read_report(self, report):
        """Return the rows of a report, with detail, and its totals.

        A group is (level, label, currency, {column: amount}), a row of detail (level, its texts
        and dates by column, currency, {column: amount}); amounts of zero are left out.
        """
        table = report._get_table(details=True)
        rows = [self._plain_row(row, table.columns) for row in table.rows]
        return rows, [self._plain_row(row, table.columns)[2:] for row in table.totals]

    def _plain_row(self, row, columns):
        currency = self.env["res.currency"].browse(row.currency_id)
        label = row.label
        if row.kind == "detail":
            texts = [column for column in columns if not column.is_amount]
            label = {column.name: row.values[column.name] or "" for column in texts}
        amounts = {column.name: row.values[column.name] for column in columns if column.is_amount}
        return row.level, label, currency.name, plain_amounts(amounts)

    # ------------------------------------------------------------------
    # Checks of any report
    # ------------------------------------------------------------------

    def assertFigures(self, report):
        """Each figure is the sum of the rows that it opens: of every column, group and total."""
        query = ReportQuery(report)
        groups, totals = query.get_groups()
        self.assertTrue(groups, "A report without rows shows nothing.")
        for row in [*groups, *totals]:
            for column in query.amounts:
                path = [to_client(value) for value in row.path]
                action = report.action_open_figure(path, row.currency_id, column.name)
                opened = self.env[action["res_model"]].with_context(**action["context"])
                name = column.company_field if query.in_company_currency else column.field
                found = sum(opened.search(action["domain"]).mapped(name))
                self.assertAlmostEqual(
                    found, row.values[column.name], 2, f"{row.label or 'Total'}: {column.name}"
                )

    def assertScreen(self, report):
        """The screen gets the rows of the report, and each group's detail when it is unfolded."""
        wanted = report._get_table(details=True)
        screen = report.get_screen()
        groups = [row for row in wanted.rows if row.kind == "group"]
        self.assertEqual(screen["count"], len(groups))
        self.assertEqual(screen["rows"], [report._prepare_row(row) for row in groups])
        self.assertEqual(screen["totals"], [report._prepare_row(row) for row in wanted.totals])
        details = [row for row in wanted.rows if row.kind == "detail"]
        for group in groups:
            if len(group.path) < screen["depth"]:
                continue
            path = [to_client(value) for value in group.path]
            own = [
                report._prepare_row(row)
                for row in details
                if (row.path, row.currency_id) == (group.path, group.currency_id)
            ]
            self.assertLessEqual(len(own), group.count)
            self.assertEqual(report.get_details(path, group.currency_id), own, group.label)
            if len(own) > 1:
                rest = report.get_details(path, group.currency_id, offset=1)
                self.assertEqual(rest, own[1:], group.label)

    def assertPages(self, report):
        """A page of groups gets the detail that these groups have in the whole report."""
        query = ReportQuery(report)
        groups = query.get_deepest(query.get_groups()[0])
        whole = list(query.details.iter_rows(groups))
        for start in range(len(groups)):
            page = groups[start : start + 2]
            places = [(row.path, row.currency_id) for row in page]
            wanted = [row for row in whole if (row.path, row.currency_id) in places]
            self.assertEqual(list(query.details.iter_rows(page)), wanted)

    def assertSheet(self, report):
        """The spreadsheet has the rows of the report: amounts as numbers, dates as dates."""
        table = report._get_table()
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
            report._write_xlsx(file.name)
            sheet = openpyxl.load_workbook(file.name).active
        self.assertEqual(sheet.cell(1, 1).value, report.display_name)
        found = list(sheet.iter_rows(values_only=True))[-len(table.rows + table.totals) :]
        shown = report._get_printed_texts(table.columns)
        shown += [column for column in table.columns if column.is_amount]
        for cells, row in zip(found, [*table.rows, *table.totals], strict=True):
            for cell, column in zip(cells[2:], shown, strict=True):
                wanted = row.values.get(column.name)
                if isinstance(wanted, date):
                    wanted = datetime.combine(wanted, datetime.min.time())
                self.assertEqual(cell, wanted if wanted != "" else None, f"{cells}: {column.name}")
                if column.is_amount and cell is not None:
                    self.assertIsInstance(cell, (int, float))

    def print_report(self, report):
        """Return the text of the report's PDF file, its words parted by one blank."""
        action = report.action_print()
        printer = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        with self.allow_pdf_render():
            pdf, kind = printer._render_qweb_pdf(action["report_name"], report.ids)
        self.assertEqual(kind, "pdf")
        pages = PdfReader(io.BytesIO(pdf)).pages
        return " ".join(" ".join(page.extract_text().split()) for page in pages)

    def assertPage(self, report):
        """The printed report tells its title and each of its figures."""
        text = self.print_report(report)
        table = report._get_table()
        self.assertIn(report.display_name, text)
        for row in [*table.rows, *table.totals]:
            currency = self.env["res.currency"].browse(row.currency_id)
            for column in table.columns:
                value = row.values.get(column.name)
                if column.is_amount and value:
                    self.assertIn(report._format_amount(value, currency), text)


def plain_amounts(amounts):
    """Return amounts by column, rounded; those of zero are left out."""
    found = {name: round(value, 2) for name, value in amounts.items() if value is not None}
    return {name: value for name, value in found.items() if value}


def to_client(value):
    """Return a value of a group's path as the screen sends it."""
    return fields.Date.to_string(value) if isinstance(value, date) else value
