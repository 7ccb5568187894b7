from odoo import models


class CobranzasReceipt(models.Model):
    """Receipts as what operations are made of: what they left on account (OPS)."""

    _name = "cobranzas.receipt"
    _inherit = ["cobranzas.receipt", "cobranzas.position.mixin"]

    def action_operate(self):
        """Ask which operation to make of what the receipts left open, documents received too."""
        self.check_access("read")
        # sudo: a cashier's receipts; the operation checks the right to the items it is made of
        items = self.sudo()._get_receivable_items().with_env(self.env)
        return self.env["cobranzas.operation"]._action_operate(items)
