import io

import xlsxwriter
from odoo import models

#: nothing in the data is taken for a formula, a link or a number
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
#: types of the fields that are written as numbers
NUMBERS = ("monetary", "float", "integer")


class CobranzasOperationRun(models.Model):
    """The result of a run as a spreadsheet: every line, its amount, operation and reason."""

    _inherit = "cobranzas.operation.run"

    def action_export(self):
        """Return the download of the run's lines as a spreadsheet."""
        self.ensure_one()
        self.check_access("read")
        # sudo: an attachment of a run that the user may read, for its download
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": f"{self.name}.xlsx".replace("/", "-"),
                    "raw": self._render_xlsx(),
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
        )
        url = f"/web/content/{attachment.id}?download=true"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def _get_xlsx_columns(self):
        """Return the fields of a line that are columns, in order."""
        return [
            "partner_id",
            "document",
            "currency_id",
            "residual",
            "amount",
            "state",
            "reason",
            "operation_id",
        ]

    def _render_xlsx(self):
        """Return the spreadsheet of the lines as bytes."""
        self.ensure_one()
        content = io.BytesIO()
        with xlsxwriter.Workbook(content, OPTIONS) as book:
            sheet = book.add_worksheet()
            bold = book.add_format({"bold": True, "bottom": 1})
            formats = {
                "monetary": book.add_format({"num_format": "#,##0.00"}),
                "date": book.add_format({"num_format": "dd/mm/yyyy"}),
            }
            lines, columns = self.line_ids, self._get_xlsx_columns()
            for column, name in enumerate(columns):
                field = lines._fields[name]
                sheet.write_string(0, column, field._description_string(self.env), bold)
                sheet.set_column(column, column, 15 if field.type == "monetary" else 24)
            states = dict(lines._fields["state"]._description_selection(self.env))
            for row, line in enumerate(lines, start=1):
                for column, name in enumerate(columns):
                    kind, value = lines._fields[name].type, line[name]
                    if kind in NUMBERS:
                        sheet.write_number(row, column, value, formats.get(kind))
                    elif kind == "date" and value:
                        sheet.write_datetime(row, column, value, formats[kind])
                    else:
                        sheet.write_string(row, column, self._format_cell(line, name, states))
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, len(lines), len(columns) - 1)
        return content.getvalue()

    def _format_cell(self, line, name, states):
        value = line[name]
        if name == "state":
            return states[value]
        return value.display_name or "" if isinstance(value, models.BaseModel) else value or ""
