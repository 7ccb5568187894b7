from odoo import api, fields, models
from odoo.fields import Domain

from ..reader.report_table import RESIDUAL, Column


class CobranzasReport(models.Model):
    _inherit = "cobranzas.report"

    report = fields.Selection(
        selection_add=[("balance", "Balances")], ondelete={"balance": "cascade"}
    )


class CobranzasReportBalance(models.AbstractModel):
    """Balances (*saldos*, REP-01, seed 003 5.2.1): what each customer owes at a date."""

    _name = "cobranzas.report.balance"
    _inherit = "cobranzas.report.definition"
    _description = "Balances"
    _filters = ("date", "group_by", "as_known")
    _sums_parts = True

    @api.model
    def _get_columns(self, report):
        day = report.date_to
        left = "residual" if report.currency_mode == "company" else "residual_currency"
        debts, credits = Domain(left, ">", 0), Domain(left, "<", 0)
        return [
            Column("debts", self.env._("Debts"), domain=debts, **RESIDUAL),
            Column(
                "overdue",
                self.env._("Of Which Overdue"),
                domain=debts & Domain("date_due", "<", day),
                **RESIDUAL,
            ),
            Column("credits", self.env._("Credits"), domain=credits, **RESIDUAL),
            Column("balance", self.env._("Balance"), **RESIDUAL),
        ]
