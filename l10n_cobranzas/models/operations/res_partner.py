from odoo import models

from ..ledger.client_values import check_one


class ResPartner(models.Model):
    """Customers as what operations are made of (OPS)."""

    _inherit = "res.partner"

    def action_cobranzas_operate(self):
        """Ask which operation to make on the customer's account."""
        check_one(self)
        self.check_access("read")
        items = self.env["account.move.line"]
        return self.env["cobranzas.operation"]._action_operate(items, self.commercial_partner_id)
