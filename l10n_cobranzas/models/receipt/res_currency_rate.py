from odoo import api, models


class ResCurrencyRate(models.Model):
    """Rates of the day: the drafts that reckon with one follow it (REC-12)."""

    _inherit = "res.currency.rate"

    @api.model_create_multi
    def create(self, vals_list):
        rates = super().create(vals_list)
        rates._cobranzas_find_draft_rates()._refresh()
        return rates

    def write(self, vals):
        rows = self._cobranzas_find_draft_rates()  # also those of the day it had before
        result = super().write(vals)
        (rows | self._cobranzas_find_draft_rates())._refresh()
        return result

    def unlink(self):
        rows = self._cobranzas_find_draft_rates()
        result = super().unlink()
        rows._refresh()
        return result

    def _cobranzas_find_draft_rates(self):
        """Return the rates of draft receipts that one of these may be the recorded rate of."""
        # sudo: who records rates need not see receipts; only what they reckon with changes
        rows = self.env["cobranzas.receipt.rate"].sudo()
        if not self:
            return rows
        return rows.search(
            [
                ("receipt_id.state", "=", "draft"),
                ("receipt_id.date", ">=", min(self.mapped("name"))),
                ("currency_id", "in", self.currency_id.ids),
            ]
        )
