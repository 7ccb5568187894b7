from odoo import api, fields, models
from odoo.fields import Domain

from ...models.ledger.read_scope import ReadScope
from ..reader.report_table import RESIDUAL, Column, amount_column


class CobranzasReport(models.Model):
    _inherit = "cobranzas.report"

    report = fields.Selection(
        selection_add=[("statement", "Statement of Account")], ondelete={"statement": "cascade"}
    )
    statement_state = fields.Selection(
        selection=[("all", "All"), ("pending", "Pending only")],
        string="Documents",
        required=True,
        default="all",
        help="Pending: what is not settled whole on the last day.",
    )


class CobranzasReportStatement(models.AbstractModel):
    """Statement of account (*estado de cuenta*, REP-03, seed 003 5.2.3).

    Charges and credits of a period by customer and currency, after an opening balance. With
    pending documents only, a column has what was settled of each, so that the balance agrees.
    """

    _name = "cobranzas.report.statement"
    _inherit = ["cobranzas.report.flow"]
    _description = "Statement of Account"
    _filters = ("period", "group_by", "statement_state", "detail", "as_known")

    @api.model
    def _get_source_scope(self, report):
        """Return a scope with a date where what is pending at that date is shown."""
        return ReadScope(date=report.date_to if report.statement_state == "pending" else None)

    @api.model
    def _get_domain(self, report):
        domain = super()._get_domain(report)
        if report.statement_state == "pending":
            company = report.currency_mode == "company"
            domain &= Domain("residual" if company else "residual_currency", "!=", 0)
        return domain

    @api.model
    def _get_columns(self, report):
        texts, amounts = self._get_text_columns(), self._get_amount_columns(report)
        if report.statement_state == "all":
            return [*texts, self._get_opening_column(report), *amounts]
        before, within = self._get_before(report), self._get_within(report)
        return [
            *texts,
            Column("opening", self.env._("Opening Balance"), domain=before, **RESIDUAL),
            *amounts[:-1],
            amount_column("settled", self.env._("Settled"), domain=within),
            Column("balance", self.env._("Balance"), kind="running", **RESIDUAL),
        ]
