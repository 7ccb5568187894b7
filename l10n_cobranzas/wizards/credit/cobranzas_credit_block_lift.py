from odoo import fields, models


class CobranzasCreditBlockLift(models.TransientModel):
    """Asks which blocks are lifted, and why (OPS-15)."""

    _name = "cobranzas.credit.block.lift"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Unblock Customers"

    block_ids = fields.Many2many("cobranzas.credit.block", string="Blocks", required=True)
    reason = fields.Char(required=True)

    def action_save(self):
        """Lift the blocks. Raises as their own method does."""
        self.ensure_one()
        self.block_ids.action_lift(self.reason)
        return {"type": "ir.actions.act_window_close"}
