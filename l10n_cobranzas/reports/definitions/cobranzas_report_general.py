from odoo import api, fields, models

from ..reader.report_table import Column, Level


class CobranzasReport(models.Model):
    _inherit = "cobranzas.report"

    report = fields.Selection(
        selection_add=[("general", "General of Movements")], ondelete={"general": "cascade"}
    )


class CobranzasReportGeneral(models.AbstractModel):
    """General of movements (*general de movimientos*, REP-10, seed 003 5.2.11).

    By salesperson and customer: each document with its amount, taxes, withholdings, total.
    """

    _name = "cobranzas.report.general"
    _inherit = "cobranzas.report.movement.definition"
    _description = "General of Movements"
    _filters = ("period", "movement_kind", "movement_status", "detail")

    @api.model
    def _get_levels(self, report):
        return [
            Level("salesperson_id", self.env._("Salesperson")),
            Level("partner_id", self.env._("Customer")),
        ]

    @api.model
    def _get_columns(self, report):
        labels = {
            "untaxed": self.env._("Untaxed Amount"),
            "tax": self.env._("Taxes"),
            "withheld": self.env._("Withholdings"),
            "total": self.env._("Total"),
        }
        return [
            Column("name", self.env._("Document"), kind="text", field="name"),
            Column("date", self.env._("Issued"), kind="date", field="date"),
            Column("kind", self.env._("Kind"), kind="text", field="kind"),
            Column("state", self.env._("Status"), kind="text", field="state"),
            *self._get_branch_columns(report),
            *self._get_booked_columns(report, labels),
        ]
