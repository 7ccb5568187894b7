from odoo import models


class CobranzasOperationRun(models.Model):
    """The grid of a run that charges, as a spreadsheet (CHG-03)."""

    _inherit = "cobranzas.operation.run"

    def _get_xlsx_columns(self):
        columns = super()._get_xlsx_columns()
        if not self._charges():
            return columns
        place = columns.index("amount")
        mine = ["date_due", "days", "base", "rate", "date_last_note", "amount_suggested"]
        return [*columns[:place], *mine, *columns[place:], "note_id", "detail"]
