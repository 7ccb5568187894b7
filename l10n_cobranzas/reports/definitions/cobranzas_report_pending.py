from dataclasses import replace

from odoo import api, fields, models
from odoo.fields import Domain

from ...models.ledger.read_scope import Kept
from ..reader.report_table import RESIDUAL, Column, amount_column


class CobranzasReport(models.Model):
    _inherit = "cobranzas.report"

    report = fields.Selection(
        selection_add=[("pending", "Pending Documents")], ondelete={"pending": "cascade"}
    )
    pending_state = fields.Selection(
        selection=[
            ("all", "All"),
            ("overdue", "Overdue"),
            ("not_due", "Not due"),
            ("credits", "Credits"),
        ],
        string="Show",
        required=True,
        default="all",
    )
    late_charges = fields.Boolean(
        help="A column with the late interest to charge on each document at the date of the "
        "report, before taxes; nothing of it is booked yet.",
    )


class CobranzasReportPending(models.AbstractModel):
    """Pending documents (*pendientes*, REP-02, seed 003 5.2.2).

    Each open document of a customer with its dates, the days it is overdue, and what is left.
    """

    _name = "cobranzas.report.pending"
    _inherit = ["cobranzas.report.definition"]
    _description = "Pending Documents"
    _filters = ("date", "group_by", "pending_state", "late_charges", "detail", "as_known")
    _initial = {"detail": True}

    @api.model
    def _get_variant(self, report):
        """Return the definition that reads late charges, when they are asked for."""
        if report.late_charges:
            return self.env["cobranzas.report.pending.charges"]
        return self

    @api.model
    def _get_domain(self, report):
        balance = "residual" if report.currency_mode == "company" else "residual_currency"
        debt, day = Domain(balance, ">", 0), report.date_to
        return {
            "overdue": debt & Domain("date_due", "<", day),
            "not_due": debt & Domain("date_due", ">=", day),
            "credits": Domain(balance, "<", 0),
        }.get(report.pending_state, Domain(balance, "!=", 0))

    @api.model
    def _get_listed_domain(self, report):
        return Domain.TRUE

    @api.model
    def _get_columns(self, report):
        return [
            *self._get_document_columns(),
            Column("days", self.env._("Days Overdue"), kind="integer", field="days_overdue"),
            amount_column("amount", self.env._("Original Amount")),
            Column("balance", self.env._("Balance"), **RESIDUAL),
        ]

    @api.model
    def _get_order(self):
        return ("date_due", "date", "id")


class CobranzasReportPendingCharges(models.AbstractModel):
    """Pending documents with the late interest to charge on each (REP-02)."""

    _name = "cobranzas.report.pending.charges"
    _inherit = ["cobranzas.report.pending"]
    _description = "Pending Documents with Late Charges"
    _source = "cobranzas.interest.item"

    @api.model
    def _get_variant(self, report):
        return self

    @api.model
    def _get_source_scope(self, report):
        return replace(super()._get_source_scope(report), kept=Kept())

    @api.model
    def _get_columns(self, report):
        late = amount_column("late_charges", self.env._("Late Charges"), field="interest")
        return [*super()._get_columns(report), late]
