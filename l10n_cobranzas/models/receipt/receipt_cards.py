from odoo import api, fields, models
from odoo.exceptions import UserError


class CobranzasReceipt(models.Model):
    """Card coupons of a receipt: each comes once, and leaves by its settlement (REC-05, REC-15)."""

    _inherit = "cobranzas.receipt"

    has_card = fields.Boolean(compute="_compute_has_card")

    @api.depends("value_ids.is_card")
    def _compute_has_card(self):
        for receipt in self:
            receipt.has_card = any(receipt.value_ids.mapped("is_card"))

    def _check_coupons(self):
        """Raise ``UserError`` for a coupon that came before, naming its receipt."""
        cards = self.value_ids.filtered(lambda value: value.is_card and value.coupon_number)
        keys = {value: (value.company_id, value._get_coupon_key()) for value in cards}
        known = cards.search([("coupon_key", "in", [key for _company, key in keys.values()])])
        receipts = {(value.company_id, value.coupon_key): value.receipt_id for value in known}
        for value, key in keys.items():
            if key in receipts:
                raise UserError(
                    self.env._(
                        "Coupon %(coupon)s of %(card)s is already in %(receipt)s: check its "
                        "number and its batch.",
                        coupon=value.coupon_number,
                        card=value.card_brand_id.name,
                        receipt=receipts[key].display_name,
                    )
                )
            receipts[key] = value.receipt_id

    def _check_cards_in_portfolio(self):
        """Raise ``UserError`` naming the coupon that left the portfolio and what settled it."""
        for value in self.value_ids.filtered("is_card"):
            items = value._get_portfolio_items()
            partials = items._cobranzas_get_partials()
            if partials:
                other = partials._cobranzas_get_items() - items
                raise UserError(
                    self.env._(
                        "Coupon %(coupon)s of %(card)s left the portfolio: undo its settlement "
                        "by %(entry)s first.",
                        coupon=value.coupon_number or "?",
                        card=value.card_brand_id.name,
                        entry=other[:1].move_id.display_name,
                    )
                )
