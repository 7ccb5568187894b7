from odoo import api, fields, models
from odoo.fields import Domain

from ..reader.report_table import Column, Level, amount_column

#: kinds of collection; a document received is a debt, so it offsets its receipt
COLLECTED = ("receipt", "payment", "document")


class CobranzasReport(models.Model):
    _inherit = "cobranzas.report"

    report = fields.Selection(
        selection_add=[("daily", "Daily Summary")], ondelete={"daily": "cascade"}
    )


class CobranzasReportDaily(models.AbstractModel):
    """Daily summary (*concentrado diario*, REP-06, seed 003 5.2.6).

    Charges and credits of each day of a period, by currency. A debt paid with a document counts
    as collected when the document is collected. Voids are in a column of their own, on the day
    of the void, so the collections of a past day do not change.
    """

    _name = "cobranzas.report.daily"
    _inherit = ["cobranzas.report.flow"]
    _description = "Daily Summary"
    _filters = ("period", "detail", "as_known")

    @api.model
    def _get_levels(self, report):
        return [Level("date", self.env._("Day"), opening=True)]

    @api.model
    def _get_columns(self, report):
        within = self._get_within(report)
        collected = within & Domain("kind", "in", COLLECTED)
        voided = within & Domain("kind", "=", "void")
        others = within & Domain("kind", "not in", (*COLLECTED, "void"))
        return [
            Column("name", self.env._("Document"), kind="text", field="name"),
            Column("kind", self.env._("Kind"), kind="text", field="kind"),
            Column("partner", self.env._("Customer"), kind="text", field="partner_id"),
            amount_column("charge", self.env._("Charged"), domain=others),
            amount_column("collected", self.env._("Collections"), "credit_net", domain=collected),
            amount_column("credit", self.env._("Other Credits"), domain=others),
            amount_column("voided", self.env._("Voided"), "balance", domain=voided),
            amount_column("net", self.env._("Net"), "balance", domain=within),
            amount_column("balance", self.env._("Balance"), kind="running"),
        ]
