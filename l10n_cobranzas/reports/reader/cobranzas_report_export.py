import math
from urllib.parse import urlencode

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from .report_query import ReportQuery
from .report_xlsx import ReportXlsx, made_on

MAX_PRINTED = 20_000  # rows a page printer still takes without running out of memory
PAGE_ROWS = {"portrait": 50, "landscape": 31}  # rows of one line that fit a page of A4
PAGE_WEIGHT = {"portrait": 95, "landscape": 140}  # widths of columns that fit at full size
#: widths of printed columns, by name or else by kind
WEIGHTS = {
    "name": 26,
    "ref": 15,
    "text": 13,
    "date": 11,
    "integer": 6,
    "amount": 12,
    "running": 12,
    "most": 7,
    "share": 7,
}
FONT_SIZE = 13  # in pixels
LETTERS = 0.9  # small ones or digits that surely fit a line, by width of its column
MARGIN = 3  # of that width is kept free
CAPITAL = 1.25  # the width of a capital
MAX_SHEET = 1_048_000  # rows a spreadsheet holds


class CobranzasReport(models.Model):
    """The report as a PDF and as a spreadsheet (REP)."""

    _inherit = "cobranzas.report"

    def action_print(self):
        """Print the report, in detail if so chosen. Raises ``UserError`` when it is too long."""
        self.ensure_one()
        self.check_access("read")
        self._check_length(
            MAX_PRINTED,
            self.env._(
                "The report has too many rows to print: choose fewer customers, leave out the "
                "detail, or export it to a spreadsheet."
            ),
        )
        orientation = self._get_orientation(ReportQuery(self).columns)
        action = f"l10n_cobranzas.cobranzas_report_action_{orientation}"
        # the page has no letterhead of the company: no document layout is needed first
        return self.env.ref(action).report_action(self, config=False)

    def action_export(self):
        """Download the report as a spreadsheet. Raises ``UserError`` when it is too long."""
        self.ensure_one()
        self.check_access("read")
        self._check_sheet_length()
        # a download has no context: it is given the companies, and what it must not miss
        companies = ",".join(map(str, self._get_env().companies.ids))
        query = urlencode({"companies": companies, "written": self.write_date.isoformat()})
        return {
            "type": "ir.actions.act_url",
            "url": f"/cobranzas/report/{self.id}/xlsx?{query}",
            "target": "download",
        }

    def _check_sheet_length(self):
        """Raise ``UserError`` when the report has more rows than a spreadsheet holds."""
        self._check_length(
            MAX_SHEET,
            self.env._(
                "The report has more rows than a spreadsheet holds: choose fewer customers."
            ),
        )

    def _check_length(self, most, message):
        groups, _totals = ReportQuery(self).get_groups()
        details = sum(row.count for row in groups) if self._shows_detail() else 0
        if len(groups) + details > most:
            raise UserError(message)

    def _write_xlsx(self, path):
        """Write the report as a spreadsheet to the file ``path``."""
        self.ensure_one()
        ReportXlsx(ReportQuery(self), self.display_name, self._get_notes()).save(path)

    def _get_notes(self):
        """Return the lines below the title: company, dates, filters, when it was made."""
        self.ensure_one()
        companies = ", ".join(self._get_companies().mapped("name"))
        subtitle = self._get_definition()._get_subtitle(self)
        return [companies, subtitle, *self._get_filters_text(), made_on(self)]

    def _get_filters_text(self):
        """Return the filters in use, one line each."""
        self.ensure_one()
        lines = []
        for name in (
            "partner_ids",
            "partner_from_id",
            "partner_to_id",
            "debtor_group_ids",
            "collector_ids",
            "salesperson_ids",
            "category_ids",
            "currency_id",
        ):
            if self[name]:
                label = self._fields[name]._description_string(self.env)
                lines.append(f"{label}: {', '.join(self[name].mapped('display_name'))}")
        return [*lines, *self._get_choices_text()]

    def _get_choices_text(self):
        """Return the filters in use that name nobody, one line each."""
        self.ensure_one()
        lines = []
        for name in self._get_definition()._filters:
            field = self._fields.get(name)
            if name in ("period", "group_by") or not field or not self[name]:
                continue
            if field.type == "selection":
                labels = dict(field._description_selection(self.env))
                lines.append(f"{field._description_string(self.env)}: {labels[self[name]]}")
            elif name == "as_known" and self._is_as_known():
                lines.append(field._description_string(self.env))
        if self.currency_mode == "company":
            lines.append(self.env._("Amounts in the company's currency, as booked"))
        return lines

    def _get_file_name(self):
        """Return the name of the file, without its extension."""
        self.ensure_one()
        return f"{self.display_name} {self.date_to}"

    def _format_amount(self, value, currency):
        """Return an amount in the user's language, with the decimals of its currency."""
        return formatLang(self.env, value, digits=currency.decimal_places)

    def _format_figure(self, value, column, currency):
        """Return a figure of a column, or nothing: money, a whole number or a percentage."""
        if value is None or (not value and column.kind != "running"):
            return ""
        if column.kind == "most":
            return str(value)
        if column.kind == "share":
            return f"{formatLang(self.env, value, digits=1)} %"
        return self._format_amount(value, currency)

    def _get_level_label(self):
        """Return what the rows of the report are: customers, days, kinds."""
        levels = self._get_definition()._get_levels(self)
        return levels[-1].label if levels else ""

    def _get_printed_texts(self, columns):
        """Return the columns of text that are printed: none in a report without detail."""
        if not self._shows_detail():
            return []
        return [column for column in columns if not column.is_figure]

    def _get_printed_weights(self, columns):
        """Return the relative widths of the printed columns: texts, currency, amounts."""
        texts = self._get_printed_texts(columns)
        weights = [WEIGHTS.get(column.name) or WEIGHTS[column.kind] for column in texts] or [34]
        return [*weights, 8, *(WEIGHTS[each.kind] for each in columns if each.is_figure)]

    def _get_orientation(self, columns):
        """Return the orientation of the page: landscape when the columns are too wide."""
        wide = sum(self._get_printed_weights(columns)) > PAGE_WEIGHT["portrait"]
        return "landscape" if wide else "portrait"

    def _get_printed_layout(self, columns):
        """Return the widths of the columns in percent and the size of the letters in pixels."""
        weights = self._get_printed_weights(columns)
        width = PAGE_WEIGHT[self._get_orientation(columns)]
        size = FONT_SIZE * min(1, width / sum(weights))
        return [100 * weight / sum(weights) for weight in weights], size

    def _get_printed_pages(self, table):
        """Return the rows of each page, totals last; a group never ends a page without its rows."""
        rows = [*table.rows, *table.totals]
        heights = self._get_printed_heights(rows, table.columns)
        full = PAGE_ROWS[self._get_orientation(table.columns)]
        room = full - len(self._get_notes()) - 3  # the first page has the title
        pages, start = [], 0
        while start < len(rows):
            end, taken = start + 1, heights[start]
            while end < len(rows) and taken + heights[end] <= room:
                taken += heights[end]
                end += 1
            while start + 1 < end < len(rows) and self._opens_group(rows[end - 1], rows[end]):
                end -= 1
            pages.append(rows[start:end])
            start, room = end, full
        return pages

    def _get_printed_heights(self, rows, columns):
        """Return how many lines each row takes: a name too long for one goes on in the next."""
        texts = self._get_printed_texts(columns)
        widths = self._get_printed_weights(columns)[: max(len(texts), 1)]
        return [self._count_lines(row, texts, widths) for row in rows]

    @api.model
    def _count_lines(self, row, texts, widths):
        """Return how many lines a row takes at most, by the longest of its texts."""
        if row.kind != "detail":
            return self._count_text_lines(row.label, sum(widths))
        return max(
            [
                self._count_text_lines(row.values.get(column.name), width)
                for column, width in zip(texts, widths, strict=False)
                if column.kind == "text"
            ],
            default=1,
        )

    @api.model
    def _count_text_lines(self, text, width):
        letters = sum(CAPITAL if letter.isupper() else 1 for letter in text or "")
        return max(math.ceil(letters / max((width - MARGIN) * LETTERS, 1)), 1)

    @api.model
    def _opens_group(self, row, after):
        """Return whether a row is the group of the row after it."""
        return row.kind == "group" and after.level > row.level
