from odoo import api, models
from odoo.fields import Domain

from .report_table import Column


class CobranzasReportStatement(models.AbstractModel):
    """Statement of account (*estado de cuenta*, REP-03, seed 003 5.2.3).

    Charges and credits of a period by customer and currency, from an opening balance on.
    """

    _name = "cobranzas.report.statement"
    _inherit = "cobranzas.report.definition"
    _description = "Statement of Account"
    _source = "cobranzas.ledger.line"
    _filters = ("period", "group_by", "detail")

    @api.model
    def _get_context(self, report):
        return {}

    @api.model
    def _get_domain(self, report):
        domain = Domain("date", "<=", report.date_to)
        if report.currency_mode == "company":
            # booked in both currencies at the same amount: nothing in the company's
            domain &= Domain("is_conversion", "=", False)
        return domain

    @api.model
    def _get_listed_domain(self, report):
        amount = "balance_company" if report.currency_mode == "company" else "balance"
        return Domain("date", ">=", report.date_from) & Domain(amount, "!=", 0)

    @api.model
    def _get_columns(self, report):
        before = Domain("date", "<", report.date_from)
        within = Domain("date", ">=", report.date_from)
        balance = {"field": "balance", "company_field": "balance_company"}
        return [
            Column("date", self.env._("Date"), kind="date", field="date"),
            Column("name", self.env._("Document"), kind="text", field="name"),
            Column("kind", self.env._("Kind"), kind="text", field="kind"),
            Column("ref", self.env._("Reference"), kind="text", field="ref"),
            Column("date_due", self.env._("Due"), kind="date", field="date_due"),
            Column("opening", self.env._("Opening Balance"), domain=before, **balance),
            Column(
                "charge",
                self.env._("Charges"),
                domain=within,
                field="charge",
                company_field="charge_company",
            ),
            Column(
                "credit",
                self.env._("Credits"),
                domain=within,
                field="credit",
                company_field="credit_company",
            ),
            Column("balance", self.env._("Balance"), kind="running", **balance),
        ]
