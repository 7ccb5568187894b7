from odoo import models


class ResPartner(models.Model):
    """Customers as what operations are made of (OPS)."""

    _inherit = "res.partner"

    def action_cobranzas_operate(self):
        """Ask which operation to make on the customer's account."""
        self.ensure_one()
        self.check_access("read")
        items = self.env["account.move.line"]
        return self.env["cobranzas.operation"]._action_operate(items, self.commercial_partner_id)
