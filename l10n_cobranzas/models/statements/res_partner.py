from odoo import models


class ResPartner(models.Model):
    """The statement of a customer, on screen and by e-mail (REP-03)."""

    _inherit = "res.partner"

    def action_cobranzas_statement(self):
        """Open the statement of account of these customers."""
        return self.env["cobranzas.report"]._action_open_for(
            "statement", self.commercial_partner_id
        )

    def action_cobranzas_send_statement(self):
        """Open the e-mail with the customer's statement; for several, the list of them.

        Raises ``UserError`` when the customer is none of the user's.
        """
        return self.env["cobranzas.statement.run"]._action_send_for(self.commercial_partner_id)
