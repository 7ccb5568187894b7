"""The spreadsheet's second sheet: the report as a flat table, to filter and to sum elsewhere."""

from .report_table import Row


class FlatSheet:
    """Writes each document, or else each group of the deepest level, as one row with its groups.

    No row sums others. What a group counts beside its documents, such as an opening balance, is a
    row of its own: the rows of a currency sum up to the report's total.
    """

    def __init__(self, writer, book):
        """
        :param writer: the ``ReportXlsx`` of the report
        """
        self.writer = writer
        self.query = writer.query
        self.levels = self.query.levels
        self.sheet = book.add_worksheet(self.query.env._("Data"))
        self.formats = writer.formats["detail"]
        self.month = book.add_format({"num_format": "mmm yyyy"})
        self.row = 0
        self.group = None
        self._write_head()

    def _write_head(self):
        columns = [*self.writer.texts, *self.writer.amounts]
        headings = [level.label for level in self.levels]
        headings += [self.query.env._("Currency"), *(column.label for column in columns)]
        widths = [36] * len(self.levels) + [10, *(self.writer.get_width(each) for each in columns)]
        for place, (heading, width) in enumerate(zip(headings, widths, strict=True)):
            self.sheet.set_column(place, place, width)
            self.sheet.write_string(0, place, heading, self.writer.head)
        self.sheet.freeze_panes(1, 0)
        self.count = len(headings)

    def add(self, row):
        """Take the next row of the report: a group of any level, or a document."""
        if row.kind == "detail":
            self._write(row)
            self.listed = True
            for name in self.rest:
                self.rest[name] -= row.values.get(name) or 0.0
        elif len(row.path) == len(self.levels):
            self._end_group()
            self.group, self.listed = row, False
            sums = (column for column in self.writer.amounts if column.kind == "amount")
            self.rest = {column.name: row.values.get(column.name) or 0.0 for column in sums}

    def close(self):
        """Write what is left, and let the table be filtered."""
        self._end_group()
        self.sheet.autofilter(0, 0, max(self.row, 1), self.count - 1)

    def _end_group(self):
        """Write what the last group counts beside its documents; without any, the group."""
        if not self.group:
            return
        if not self.listed:
            self._write(self.group)
            return
        currency = self.query.get_currency(self.group.currency_id)
        rest = {
            name: currency.round(value)
            for name, value in self.rest.items()
            if not currency.is_zero(value)
        }
        if rest:
            self._write(Row("", self.group.currency_id, path=self.group.path, values=rest))

    def _write(self, row):
        self.row += 1
        for place, level in enumerate(self.levels):
            self._write_level(place, level, row.path[place])
        place = len(self.levels)
        code = self.writer.codes.get(row.currency_id, "")
        self.sheet.write_string(self.row, place, code, self.formats["text"])
        self.writer.write_values(self.sheet, (self.row, place + 1), row, self.formats)

    def _write_level(self, place, level, value):
        """Write the group of a level: a date as a date, all else by its name."""
        if value is not None and self.query.source._fields[level.field].type == "date":
            style = self.month if level.field == "month" else self.formats["date"]
            self.sheet.write_datetime(self.row, place, value, style)
        else:
            name = self.query.names[place].get(value) or ""
            self.sheet.write_string(self.row, place, name, self.formats["text"])
