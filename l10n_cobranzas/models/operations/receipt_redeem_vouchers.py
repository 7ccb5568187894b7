from odoo import api, fields, models
from odoo.exceptions import UserError


class CobranzasReceipt(models.Model):
    """Vouchers that a receipt takes as values (OPS-17)."""

    _inherit = "cobranzas.receipt"

    voucher_ids = fields.One2many(
        "cobranzas.receipt.voucher", "receipt_id", string="Vouchers", copy=False
    )

    def _get_sources(self):
        return [*self.voucher_ids, *super()._get_sources()]

    def _sum_values(self):
        return super()._sum_values() + self._sum_in_receipt_currency(self.voucher_ids)

    def _has_funds(self):
        return bool(self.voucher_ids) or super()._has_funds()

    def _check_postable(self):
        result = super()._check_postable()
        if len(self.voucher_ids.voucher_id) != len(self.voucher_ids):
            codes = self.voucher_ids.filtered(lambda row: not row.voucher_id).mapped("code")
            if not codes:
                raise UserError(self.env._("A voucher stands twice in the receipt: once will do."))
        for row in self.voucher_ids:
            row._check_redeemable()
        return result

    def _get_customers_to_lock(self):
        """Return also those whose vouchers are redeemed: whoever brings one may."""
        return super()._get_customers_to_lock() | self.voucher_ids.voucher_id.partner_id

    def _books_in_steps(self):
        redeemed = self.voucher_ids.filtered("voucher_id.is_single_purpose")
        return bool(redeemed) or super()._books_in_steps()

    def _prepare_sources(self):
        result = super()._prepare_sources()
        self.voucher_ids._redeem()
        return result

    def _after_undo(self, date, reason):
        result = super()._after_undo(date, reason)
        self.voucher_ids.operation_id._action_undo(date, reason)
        return result

    def _check_date_change(self, date, reason):
        result = super()._check_date_change(date, reason)
        note = self.voucher_ids.operation_id.move_ids[:1]
        if note and self.date != date:
            raise UserError(
                self.env._(
                    "%(note)s gave back the tax of a voucher on the date of %(receipt)s: void the "
                    "receipt and enter it anew.",
                    note=note.name,
                    receipt=self.display_name,
                )
            )
        return result

    @api.depends("voucher_ids.amount", "voucher_ids.currency_id")
    def _compute_amounts(self):
        return super()._compute_amounts()

    @api.depends("voucher_ids.currency_id")
    def _compute_rate_ids(self):
        return super()._compute_rate_ids()

    def _get_foreign_currencies(self):
        own = self.voucher_ids.currency_id._origin - self.company_id.currency_id
        return super()._get_foreign_currencies() | own
