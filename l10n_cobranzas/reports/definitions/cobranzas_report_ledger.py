from odoo import api, fields, models

from ...models.ledger.read_scope import ReadScope
from ..reader.report_table import RESIDUAL, Column, Level


class CobranzasReport(models.Model):
    _inherit = "cobranzas.report"

    report = fields.Selection(
        selection_add=[("ledger", "Customer Ledger")], ondelete={"ledger": "cascade"}
    )
    ledger_level = fields.Selection(
        selection=[("detailed", "Detailed"), ("day", "By day"), ("summary", "Summary")],
        string="Level",
        required=True,
        default="detailed",
    )


class CobranzasReportLedger(models.AbstractModel):
    """Customer ledger (*auxiliar*, REP-08, seed 003 5.2.8).

    Each customer's charges and credits: movement by movement with its status, what was voided
    included; summed up by day; or only the totals of the period.
    """

    _name = "cobranzas.report.ledger"
    _inherit = ["cobranzas.report.flow"]
    _description = "Customer Ledger"
    _filters = ("period", "group_by", "ledger_level", "as_known")

    @api.model
    def _get_source_scope(self, report):
        """Return a scope with a date where the status at that date is shown."""
        return ReadScope(date=None if report.ledger_level == "summary" else report.date_to)

    @api.model
    def _shows_detail(self, report):
        return report.ledger_level == "detailed"

    @api.model
    def _get_levels(self, report):
        levels = super()._get_levels(report)
        if report.ledger_level == "day":
            levels.append(Level("date", self.env._("Day"), opening=True))
        return levels

    @api.model
    def _get_listed_domain(self, report):
        if report.ledger_level == "summary":
            return None
        return super()._get_listed_domain(report)

    @api.model
    def _get_columns(self, report):
        amounts = self._get_amount_columns(report)
        if report.ledger_level == "summary":
            return [self._get_opening_column(report), *amounts]
        status = self.env._("Status")
        texts = [
            *self._get_text_columns(),
            Column("state", status, kind="text", field="state", mixed="partial"),
        ]
        if report.ledger_level == "day":
            return [*texts, *amounts]
        pending = Column(
            "pending",
            self.env._("Pending"),
            domain=self._get_within(report),
            **RESIDUAL,
        )
        return [*texts, self._get_opening_column(report), *amounts, pending]
