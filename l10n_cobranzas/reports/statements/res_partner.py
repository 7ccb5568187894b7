from odoo import models
from odoo.fields import Command


class ResPartner(models.Model):
    """The statement of a customer on screen (REP-03)."""

    _inherit = "res.partner"

    def action_cobranzas_statement(self):
        """Open the statement of account of these customers."""
        filters = {"partner_ids": [Command.set(self.commercial_partner_id.ids)]}
        return self.env["cobranzas.report"]._action_open_for("statement", filters)
