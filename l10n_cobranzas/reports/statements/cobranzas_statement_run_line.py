from odoo import models
from odoo.fields import Command

from ..reader.cobranzas_report_export import MAX_PRINTED


class CobranzasStatementRunLine(models.Model):
    """What the PDF of a statement shows: what moved in its period, and the open documents."""

    _inherit = "cobranzas.statement.run.line"

    def _get_report(self):
        """Return the report of movements of the statement, which is never stored."""
        self.ensure_one()
        run = self.run_id
        owner = "debtor_group_ids" if self.group_id else "partner_ids"
        return run._get_env()["cobranzas.report"].new(
            {
                "report": "statement",
                "period": "custom",
                "date_from": run.date_from,
                "date_to": run.date_to,
                "currency_mode": "each",
                "detail": True,
                owner: [Command.set((self.group_id or self.partner_id).ids)],
            }
        )

    def _get_movements(self):
        """Return what moved in the period, by customer and currency: its total and its rows."""
        rows = self._get_report()._get_table(details=True).rows
        parts = []
        for row in rows:
            if row.kind == "detail":
                parts[-1][1].append(row)
            else:
                parts.append((row, []))
        return parts

    def _render_all_documents(self):
        """Return the table of every document of the statement, as HTML."""
        self.ensure_one()
        statement = self.run_id._fetch_statements(self)[self.id]
        return self._render_documents(statement, most=len(statement.documents), with_account=False)

    def _check_printable(self):
        message = self.env._("The statement has too many rows for a PDF: choose a shorter period.")
        if self.kind == "statement":
            self._get_report()._check_length(MAX_PRINTED, message)
        return super()._check_printable()
