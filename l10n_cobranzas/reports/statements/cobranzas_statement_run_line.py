from odoo import models
from odoo.fields import Command
from odoo.tools import format_date

from ..reader.cobranzas_report_export import MAX_PRINTED


class CobranzasStatementRunLine(models.Model):
    """The PDF of a statement: what moved in its period, and the documents still pending."""

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

    def _get_dates_text(self):
        """Return the dates of the statement as a sentence, in the language of the environment."""
        self.ensure_one()
        last = format_date(self.env, self.date_to)
        if self.kind == "statement":
            first = format_date(self.env, self.date_from)
            return self.env._("From %(first)s to %(last)s", first=first, last=last)
        return self.env._("At %(date)s", date=last)

    def _get_title(self):
        """Return what is sent, in the language of the environment."""
        self.ensure_one()
        return self.run_id._get_titles()[self.kind]

    def _get_file_name(self):
        """Return the name of the PDF, without its extension."""
        self.ensure_one()
        return f"{self._get_title()} {self.date_to}"

    def _render_pdf(self):
        """Return the name and the content of the PDF. Raises ``UserError`` when it is too long."""
        self.ensure_one()
        message = self.env._("The statement has too many rows for a PDF: choose a shorter period.")
        if self.kind == "statement":
            self._get_report()._check_length(MAX_PRINTED, message)
        line = self.with_context(lang=self.lang)
        content, kind = line.env["ir.actions.report"]._render_qweb_pdf(
            "l10n_cobranzas.action_report_statement", self.ids
        )
        return f"{line._get_file_name()}.{kind}", content
