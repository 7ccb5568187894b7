from odoo import models


class PaymentTransaction(models.Model):
    """Online payments of orders that credit control holds (CRE-03)."""

    _inherit = "payment.transaction"

    def _check_amount_and_confirm_order(self):
        """Return only the orders that were confirmed: of those held, the payment alone is told."""
        orders = super()._check_amount_and_confirm_order()
        return orders.filtered(lambda order: order.state == "sale")
