from odoo import api, models
from odoo.fields import Command


class CobranzasPortalPage(models.AbstractModel):
    """The spreadsheet that a debtor downloads: the statement that users export (COL-09)."""

    _inherit = "cobranzas.portal.page"

    @api.model
    def _write_statement(self, access, dates, path):
        """Write the statement as a spreadsheet to the file ``path``; return its name.

        By the report that users export. Raises ``UserError`` when it is too long.
        """
        first, last = dates
        report = self._at_company(access).env["cobranzas.report"].new(
            {
                "report": "statement",
                "period": "custom",
                "date_from": first,
                "date_to": last,
                "currency_mode": "each",
                "detail": True,
                "partner_ids": [Command.set(access.customers.ids)],
            }
        )
        report._check_sheet_length()
        report._write_xlsx(path)
        return f"{report._get_file_name()}.xlsx"
