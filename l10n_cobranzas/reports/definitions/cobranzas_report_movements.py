from odoo import api, fields, models
from odoo.fields import Domain

from ..reader.report_table import Column, Level, amount_column


class CobranzasReport(models.Model):
    _inherit = "cobranzas.report"

    report = fields.Selection(
        selection_add=[("movements", "Movements")], ondelete={"movements": "cascade"}
    )
    movement_level = fields.Selection(
        selection=[
            ("day", "By day"),
            ("movement", "By movement"),
            ("application", "By application"),
        ],
        string="Breakdown",
        required=True,
        default="day",
    )


class CobranzasReportMovements(models.AbstractModel):
    """Movements (*movimientos*, REP-09, seed 003 5.2.9): what was booked, by day or by kind."""

    _name = "cobranzas.report.movements"
    _inherit = "cobranzas.report.movement.definition"
    _description = "Movements"
    _filters = ("period", "movement_level", "detail")

    @api.model
    def _get_variant(self, report):
        """Return the definition by application when its breakdown is chosen."""
        if report.movement_level == "application":
            return self.env["cobranzas.report.movements.application"]
        return self

    @api.model
    def _get_domain(self, report):
        return super()._get_domain(report) & Domain("is_booked", "=", True)

    @api.model
    def _get_levels(self, report):
        if report.movement_level == "day":
            return [Level("date", self.env._("Day"))]
        return [Level("kind", self.env._("Movement"))]

    @api.model
    def _get_columns(self, report):
        other = (
            Column("kind", self.env._("Kind"), kind="text", field="kind")
            if report.movement_level == "day"
            else Column("date", self.env._("Date"), kind="date", field="date")
        )
        return [
            Column("name", self.env._("Document"), kind="text", field="name"),
            other,
            Column("customer", self.env._("Customer"), kind="text", field="partner_name"),
            Column("ref", self.env._("Reference"), kind="text", field="ref"),
            *self._get_branch_columns(report),
            amount_column("charge", self.env._("Charged")),
            amount_column("credit", self.env._("Credited")),
            amount_column("total", self.env._("Charges Less Credits")),
        ]


class CobranzasReportMovementsApplication(models.AbstractModel):
    """Movements by application (REP-09): what each customer's debts were paid by."""

    _name = "cobranzas.report.movements.application"
    _inherit = "cobranzas.report.movements"
    _description = "Movements by Application"
    _source = "cobranzas.application"

    @api.model
    def _get_domain(self, report):
        domain = Domain("date", ">=", report.date_from) & Domain("date", "<=", report.date_to)
        if report.currency_mode != "company":
            domain &= Domain("amount", "!=", 0)
        return domain & Domain("is_void", "=", False)

    @api.model
    def _get_levels(self, report):
        return [Level("partner_id", self.env._("Customer"))]

    @api.model
    def _get_order(self):
        return ("date", "date_issue", "id")

    @api.model
    def _get_columns(self, report):
        return [
            Column("name", self.env._("Document"), kind="text", field="name"),
            Column("kind", self.env._("Kind"), kind="text", field="kind"),
            Column("date_issue", self.env._("Issued"), kind="date", field="date_issue"),
            Column("date", self.env._("Applied on"), kind="date", field="date"),
            Column("credit", self.env._("Paid by"), kind="text", field="credit_name"),
            amount_column("amount", self.env._("Amount")),
        ]
