from markupsafe import Markup
from odoo import api, fields, models
from odoo.tools import format_date

from ...engine.statement import Document, Statement

MAX_LISTED = 200  # documents in a message; the statement has them all


class CobranzasNotice(models.Model):
    """The table of documents of a notice: that of statements, with the stage of each."""

    _inherit = "cobranzas.notice"

    @api.model
    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["recipient_ids"]

    @api.depends("item_ids")
    @api.depends_context("lang")
    def _compute_documents_html(self):
        for notice in self:
            notice.documents_html = notice._render_documents()

    def _get_statement(self):
        """Return the documents of the notice as a statement of the engine."""
        statement = Statement()
        for item in self.item_ids:
            document = Document(
                name=item.name or "",
                customer=item.partner_id.name or "",
                currency_id=item.currency_id.id,
                date=item.date,
                date_due=item.date_due,
                days=max(item.days_overdue, 0),
                balance=item.amount,
                stage=item.step_id.name or "",
            )
            statement.add(document, item.amount_company)
        return statement

    def _render_documents(self):
        """Return the table of documents as HTML; what it shows is escaped."""
        self.ensure_one()
        statement, run = self._get_statement(), self.env["cobranzas.statement.run"]
        currencies = self.env["res.currency"].browse(statement.accounts).sorted("name")
        day = format_date(self.env, self.date_planned or fields.Date.context_today(self))
        table = self.env["ir.qweb"]._render(
            "l10n_cobranzas.statement_documents",
            {
                "line": self,
                "is_group": bool(self.debtor_group_id),
                "with_account": False,
                "with_stage": True,
                "statement": statement,
                "currencies": currencies,
                "most": MAX_LISTED,
                "amount": run._format_amount,
                "none": self.env._("There are no documents to tell of at %(date)s.", date=day),
                "more": lambda count: self.env._("and %(count)s more documents", count=count),
            },
        )
        # a phone moves the table, not the whole message, when it is wider than the screen
        return Markup('<div style="overflow-x: auto;">%s</div>') % table
