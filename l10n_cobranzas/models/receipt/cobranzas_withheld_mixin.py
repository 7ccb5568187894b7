from odoo import api, fields, models


class CobranzasWithheldMixin(models.AbstractModel):
    """A row with a withholding tax, a base and the amount withheld, in one currency (REC-07)."""

    _name = "cobranzas.withheld.mixin"
    _description = "Withheld Amount"

    amount_proposed = fields.Float(
        store=False,
        readonly=True,
        help="What the tax's rate gave of the base typed last. Only the form has it.",
    )

    @api.onchange("tax_id", "base_amount")
    def _onchange_base_amount(self):
        """Propose the amount of the tax's rate; one that was typed stays, as the certificate has
        the last word."""
        saved = self._origin
        known = self.amount_proposed or saved.tax_id._cobranzas_get_withheld(saved.base_amount)
        proposed = self.tax_id._cobranzas_get_withheld(self.base_amount)
        if proposed and (not self.amount or self._is_same_amount(self.amount, known)):
            self.amount = proposed
        self.amount_proposed = proposed

    def _is_same_amount(self, amount, other):
        currency = self.currency_id or self.env.company.currency_id
        return not currency.compare_amounts(amount, other or 0.0)
