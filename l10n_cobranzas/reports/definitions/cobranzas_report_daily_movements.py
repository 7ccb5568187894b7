from odoo import api, fields, models

from ..reader.report_table import Column, Level


class CobranzasReport(models.Model):
    _inherit = "cobranzas.report"

    report = fields.Selection(
        selection_add=[("daily_movements", "Daily Movements")],
        ondelete={"daily_movements": "cascade"},
    )


class CobranzasReportDailyMovements(models.AbstractModel):
    """Daily movements (*diario de movimientos*, REP-11, seed 003 5.2.12).

    The movements of each day in any status, drafts and cancelled ones in their own column.
    """

    _name = "cobranzas.report.daily_movements"
    _inherit = "cobranzas.report.movement.definition"
    _description = "Daily Movements"
    _filters = ("period", "movement_kind", "movement_status", "detail")

    @api.model
    def _get_levels(self, report):
        return [Level("date", self.env._("Day"))]

    @api.model
    def _get_columns(self, report):
        labels = {"charge": self.env._("Charged"), "credit": self.env._("Credited")}
        return [
            Column("name", self.env._("Document"), kind="text", field="name"),
            Column("customer", self.env._("Customer"), kind="text", field="partner_name"),
            Column("kind", self.env._("Kind"), kind="text", field="kind"),
            Column("state", self.env._("Status"), kind="text", field="state"),
            *self._get_branch_columns(report),
            *self._get_booked_columns(report, labels),
        ]
