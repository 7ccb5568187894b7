from odoo import api, fields, models

from .receipt_charges import ROWS


class CobranzasReceiptCharge(models.Model):
    """An amount that was typed stands while values and documents of the receipt change (CHG)."""

    _inherit = "cobranzas.receipt.charge"

    is_typed = fields.Boolean(
        copy=False, help="The amount was typed: it stays when what is suggested changes."
    )

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        typed = rows.browse(
            row.id
            for row, vals in zip(rows, vals_list, strict=True)
            # with what is suggested, which no user writes, it is just that
            if "amount" in vals and "amount_suggested" not in vals
        )
        typed._tell_typed()
        return rows

    def write(self, vals):
        result = super().write(vals)
        if "amount" in vals:
            self._tell_typed()
        return result

    @api.onchange("amount")
    def _tell_typed(self):
        """Keep whether the amount is another one than was suggested."""
        for row in self:
            row.is_typed = bool(
                row.currency_id.compare_amounts(row.amount, row.amount_suggested)
                if row.currency_id
                else row.amount != row.amount_suggested
            )

    def _keeps_amount(self):
        """Tell whether the amount stays: typed, and still for what is suggested to be charged.

        A charge that became a discount is another matter, and so is one with nothing to charge.
        """
        self.ensure_one()
        suggested = self.amount_suggested
        return bool(self.is_typed and suggested and self.amount * suggested >= 0)


class CobranzasReceipt(models.Model):
    """A form sends the amounts of its rows with what they follow, in any order (CHG)."""

    _inherit = "cobranzas.receipt"

    @api.model_create_multi
    def create(self, vals_list):
        receipts = super().create(vals_list)
        if any(set(ROWS.values()) & vals.keys() for vals in vals_list):
            receipts._tell_typed_charges()
        return receipts

    def write(self, vals):
        result = super().write(vals)
        if set(ROWS.values()) & vals.keys():
            self._tell_typed_charges()
        return result

    def _tell_typed_charges(self):
        """Let amounts follow again that are, all being written, just what is suggested."""
        self._get_charges().filtered("is_typed")._tell_typed()
