from odoo import api, models
from odoo.fields import Domain

from ..reader.report_table import Column, Level

#: a document received is a debt still, though its receipt credits what it pays
COLLECTED = ("receipt", "payment", "document")


class CobranzasReportDaily(models.AbstractModel):
    """Daily summary (*concentrado diario*, REP-06, seed 003 5.2.6).

    What came in and went out each day of a period, by currency. What was paid with a document is
    collected when the document is. What was voided stands apart, on the day of the void: the
    collections of a past day do not change.
    """

    _name = "cobranzas.report.daily"
    _inherit = ["cobranzas.report.flow"]
    _description = "Daily Summary"
    _filters = ("period", "detail")

    @api.model
    def _get_levels(self, report):
        return [Level("date", self.env._("Day"), opening=True)]

    @api.model
    def _get_columns(self, report):
        within = self._get_within(report)
        collected, voided = Domain("kind", "in", COLLECTED), Domain("kind", "=", "void")
        others = within & Domain("kind", "not in", (*COLLECTED, "void"))
        charge, credit, balance = map(self._amount, ("charge", "credit", "balance"))
        net = self._amount("credit_net")
        return [
            Column("name", self.env._("Document"), kind="text", field="name"),
            Column("kind", self.env._("Kind"), kind="text", field="kind"),
            Column("partner", self.env._("Customer"), kind="text", field="partner_id"),
            Column("charge", self.env._("Charged"), domain=others, **charge),
            Column("collected", self.env._("Collections"), domain=within & collected, **net),
            Column("credit", self.env._("Other Credits"), domain=others, **credit),
            Column("voided", self.env._("Voided"), domain=within & voided, **balance),
            Column("net", self.env._("Net"), domain=within, **balance),
            Column("balance", self.env._("Balance"), kind="running", **balance),
        ]
