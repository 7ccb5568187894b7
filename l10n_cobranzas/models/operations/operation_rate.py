from odoo import api, fields, models


class CobranzasOperationKind(models.AbstractModel):
    _inherit = "cobranzas.operation.kind"

    @api.model
    def _get_rate_currency(self, operation):
        """Return the foreign currency whose rate is a parameter; none for most kinds."""
        return self.env["res.currency"]


class CobranzasOperation(models.Model):
    """The rate of exchange of kinds that have one as a parameter (OPS-10, OPS-14)."""

    _inherit = "cobranzas.operation"

    to_currency_id = fields.Many2one("res.currency", ondelete="restrict")
    rate = fields.Float(
        compute="_compute_rate",
        store=True,
        readonly=False,
        precompute=True,
        digits=(16, 6),
        help="Company currency for one unit of the foreign one. The last recorded is proposed.",
    )
    rate_basis = fields.Char(
        compute="_compute_rate",
        store=True,
        precompute=True,
        help="What the rate was proposed for: another currency or date proposes another rate.",
    )

    @api.depends("kind", "date", "company_id", "currency_id", "to_currency_id")
    def _compute_rate(self):
        for operation in self:
            currency = self.env["res.currency"]
            if operation.kind:
                currency = operation._get_kind()._get_rate_currency(operation)
            basis = f"{currency.name} {operation.date}" if currency and operation.date else False
            if basis and basis == operation.rate_basis:
                operation.rate = operation.rate  # typed, and still of the same currency and day
                operation.rate_basis = basis
                continue
            operation.rate_basis = basis
            known = {}
            if basis:
                known = currency._cobranzas_recorded_rates(operation.company_id, operation.date)
            operation.rate = known.get(currency, (0.0, None))[0]
