"""The one spreadsheet writer: any report as a typed XLSX, in memory that does not grow.

The first sheet looks like the printed page, the second is a flat table.
"""

import xlsxwriter
from odoo import fields
from odoo.tools import SQL, format_datetime

from .report_xlsx_flat import FlatSheet

#: nothing in the data is taken for a formula, a link or a number
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
WIDTHS = {"text": 22, "date": 12, "integer": 9, "amount": 17, "running": 17, "most": 9, "share": 9}


class ReportXlsx:
    """Writes one report: title, filters, headings, rows as they come, totals."""

    def __init__(self, query, title, notes):
        """
        :param query: the ``ReportQuery`` to read
        :param notes: lines below the title: dates, filters
        """
        self.query = query
        self.title = title
        self.notes = notes
        self.details = query.report._shows_detail()
        self.texts = [each for each in query.columns if self.details and not each.is_figure]
        self.amounts = query.figures

    def save(self, path):
        """Write the spreadsheet to the file ``path``, details after their group if so chosen."""
        with xlsxwriter.Workbook(path, OPTIONS) as book:
            self._prepare(book)
            self._write_head()
            flat = FlatSheet(self, book)
            for row in self.query.iter_rows(self.details):
                self._write_row(row, self.formats[row.kind])
                flat.add(row)
            flat.close()
            for total in self.query.totals:
                total.label = self.query.env._("Total")
                self._write_row(total, self.formats["total"])

    def _prepare(self, book):
        self.sheet = book.add_worksheet(self.title[:31])
        self.row = 0
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.title_format = book.add_format({"bold": True, "font_size": 14})
        self.formats = {
            "group": self._make_formats(book, bold=True),
            "detail": self._make_formats(book),
            "total": self._make_formats(book, bold=True, top=1),
        }
        self.codes = dict(self.query.env.execute_query(SQL("SELECT id, name FROM res_currency")))

    def _make_formats(self, book, **style):
        """Return the formats of a kind of row: text, date, and an amount by its decimals."""
        return {
            "text": book.add_format(style),
            "date": book.add_format({**style, "num_format": 14}),
            "integer": book.add_format({**style, "num_format": "0"}),
            "most": book.add_format({**style, "num_format": "0"}),
            "share": book.add_format({**style, "num_format": "0.0%"}),
            "amount": {
                currency.id: book.add_format(
                    {**style, "num_format": self._number_format(currency.decimal_places)}
                )
                for currency in self.query.env["res.currency"].search([])
            },
        }

    @staticmethod
    def _number_format(places):
        return f"#,##0.{'0' * places}" if places else "#,##0"

    def _write_head(self):
        widths = [36, 10, *(self.get_width(column) for column in [*self.texts, *self.amounts])]
        for number, width in enumerate(widths):
            self.sheet.set_column(number, number, width)
        self.sheet.write_string(0, 0, self.title, self.title_format)
        for number, note in enumerate(self.notes, 1):
            self.sheet.write_string(number, 0, note)
        self.row = len(self.notes) + 2
        level = self.query.levels[-1].label if self.query.levels else ""
        headings = [level, self.query.env._("Currency")]
        headings += [column.label for column in [*self.texts, *self.amounts]]
        for number, heading in enumerate(headings):
            self.sheet.write_string(self.row, number, heading, self.head)
        self.row += 1
        self.sheet.freeze_panes(self.row, 1)

    @staticmethod
    def get_width(column):
        """Return the width of a column, in characters."""
        return WIDTHS[column.kind]

    def _write_row(self, row, formats):
        """Write one row; details can be folded below their group."""
        sheet, number = self.sheet, self.row
        if row.level:
            sheet.set_row(number, None, None, {"level": min(row.level, 7)})
        if row.label:
            self.label = row.label
        sheet.write_string(number, 0, self.label, formats["text"])
        sheet.write_string(number, 1, self.codes.get(row.currency_id, ""), formats["text"])
        self.write_values(sheet, (number, 2), row, formats)
        self.row += 1

    def write_values(self, sheet, start, row, formats):
        """Write the texts and amounts of a row from the cell ``start`` on."""
        number, first = start
        for place, column in enumerate(self.texts, first):
            value = row.values.get(column.name)
            if value is not None and value != "":
                write = sheet.write_datetime if column.kind == "date" else sheet.write_string
                write = sheet.write_number if column.kind == "integer" else write
                write(number, place, value, formats[column.kind])
        amount_format = formats["amount"].get(row.currency_id, formats["text"])
        for place, column in enumerate(self.amounts, first + len(self.texts)):
            value = row.values.get(column.name)
            if value is None:
                continue
            if column.kind == "share":
                value /= 100
            own = amount_format if column.is_amount else formats[column.kind]
            sheet.write_number(number, place, value, own)


def made_on(report):
    """Return the line that says when, and by whom, the report was made."""
    return report.env._(
        "Made on %(moment)s by %(user)s",
        moment=format_datetime(report.env, fields.Datetime.now()),
        user=report.env.user.name,
    )
