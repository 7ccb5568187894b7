from odoo import api, fields, models

from ..reader.report_table import Level


class CobranzasReport(models.Model):
    _inherit = "cobranzas.report"

    report = fields.Selection(
        selection_add=[("monthly", "Accumulated by Month")], ondelete={"monthly": "cascade"}
    )


class CobranzasReportMonthly(models.AbstractModel):
    """Accumulated by month (*acumulado*, REP-07, seed 003 5.2.7).

    Charges and credits of each customer by month, the balance carried from one to the next.
    """

    _name = "cobranzas.report.monthly"
    _inherit = ["cobranzas.report.flow"]
    _description = "Accumulated by Month"
    _filters = ("period", "group_by", "as_known")
    _initial = {"period": "year"}

    @api.model
    def _get_levels(self, report):
        return [*super()._get_levels(report), Level("month", self.env._("Month"), opening=True)]

    @api.model
    def _get_listed_domain(self, report):
        return None

    @api.model
    def _get_columns(self, report):
        return self._get_amount_columns(report)
