from odoo import fields, models


class CobranzasCreditHold(models.TransientModel):
    """Asks why an order is held by hand (CRE-06)."""

    _name = "cobranzas.credit.hold"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Hold an Order"

    order_id = fields.Many2one("sale.order", required=True, readonly=True)
    reason = fields.Char(required=True)

    def action_hold(self):
        """Hold the order. Raises as ``sale.order.action_cobranzas_hold`` does."""
        self.ensure_one()
        self.order_id.action_cobranzas_hold(self.reason)
        return {"type": "ir.actions.act_window_close"}
