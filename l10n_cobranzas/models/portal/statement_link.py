from odoo import models


class CobranzasStatementRunLine(models.Model):
    """Statements with the link to the debtor's page, on paper as a QR code (REP-03, COL-09)."""

    _name = "cobranzas.statement.run.line"
    _inherit = ["cobranzas.statement.run.line", "cobranzas.portal.link.mixin"]
    _cobranzas_link_origin = "statement"

    def _cobranzas_get_link_pair(self):
        return self._get_owner(), self.recipient_ids[:1] or self._get_customers()[:1]

    def _render_mails(self):
        lines = self._cobranzas_with_addresses()
        mails = super(CobranzasStatementRunLine, lines)._render_mails()
        for line in lines:
            mail = mails[line.id]
            spoken = line.with_context(lang=line.lang)
            mail["body_html"] = spoken._cobranzas_add_link(mail["body_html"])
        return mails
