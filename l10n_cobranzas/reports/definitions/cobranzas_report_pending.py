from odoo import api, fields, models
from odoo.fields import Domain

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


class CobranzasReportPending(models.AbstractModel):
    """Pending documents (*pendientes*, REP-02, seed 003 5.2.2).

    Each open document of a customer with its dates, the days it is overdue, and what is left.
    """

    _name = "cobranzas.report.pending"
    _inherit = ["cobranzas.report.definition"]
    _description = "Pending Documents"
    _filters = ("date", "group_by", "pending_state", "detail", "as_known")
    _initial = {"detail": True}

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
