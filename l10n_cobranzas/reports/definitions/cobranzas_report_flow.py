from odoo import api, models
from odoo.fields import Domain

from ...models.ledger.read_scope import ReadScope
from ..reader.report_table import Column, amount_column


class CobranzasReportFlow(models.AbstractModel):
    """What the reports of charges and credits of a period share (REP-03, REP-06 to REP-08).

    A receipt is one row of detail, though the ledger has a line for each value and document.
    """

    _name = "cobranzas.report.flow"
    _inherit = ["cobranzas.report.definition"]
    _description = "Report of Charges and Credits"
    _source = "cobranzas.ledger.line"
    _merge = ("company_id", "partner_id", "date", "date_due", "kind", "name", "receipt_id")

    @api.model
    def _get_source_scope(self, report):
        """Return a scope without a date: charges and credits don't depend on one."""
        return ReadScope()

    @api.model
    def _get_opening_day(self, report):
        return report.date_from

    @api.model
    def _get_domain(self, report):
        domain = Domain("date", "<=", report.date_to)
        if report.currency_mode == "company":
            # a conversion changes nothing in the company's currency
            domain &= Domain("is_conversion", "=", False)
        return domain

    @api.model
    def _get_listed_domain(self, report):
        amount = "balance_company" if report.currency_mode == "company" else "balance"
        return self._get_within(report) & Domain(amount, "!=", 0)

    @api.model
    def _get_within(self, report):
        """Return which rows are of the period, not of its opening balance."""
        return Domain("date", ">=", report.date_from)

    @api.model
    def _get_before(self, report):
        """Return which rows make the opening balance."""
        return Domain("date", "<", report.date_from)

    @api.model
    def _get_text_columns(self):
        """Return the columns of a movement."""
        return [
            Column("date", self.env._("Date"), kind="date", field="date"),
            Column("name", self.env._("Document"), kind="text", field="name"),
            Column("kind", self.env._("Kind"), kind="text", field="kind"),
            Column("ref", self.env._("Reference"), kind="text", field="ref"),
            Column("date_due", self.env._("Due"), kind="date", field="date_due"),
        ]

    @api.model
    def _get_amount_columns(self, report):
        """Return charges, credits and the balance they lead to."""
        within = self._get_within(report)
        return [
            amount_column("charge", self.env._("Charged"), domain=within),
            amount_column("credit", self.env._("Credited"), domain=within),
            amount_column("balance", self.env._("Balance"), kind="running"),
        ]

    @api.model
    def _get_opening_column(self, report):
        label, before = self.env._("Opening Balance"), self._get_before(report)
        return amount_column("opening", label, field="balance", domain=before)
