from odoo import models
from odoo.fields import Command


class ResPartner(models.Model):
    """A customer as the one a statement is about (REP-03)."""

    _inherit = "res.partner"

    def action_cobranzas_send_statement(self):
        """Open the e-mail with the customer's statement; for several, the list of them.

        Raises ``UserError`` when the customer is none of the user's.
        """
        return self.env["cobranzas.statement.run"]._action_send_for(self.commercial_partner_id)

    def _cobranzas_get_statement_customers(self):
        """Return the customers of the statements: their documents are listed."""
        return self

    def _cobranzas_prepare_statement_run_vals(self):
        """Return the values of a run of the statements of these customers alone."""
        return {"by_group": False, "partner_ids": [Command.set(self.ids)]}

    def _cobranzas_prepare_statement_vals(self):
        """Return the values of the line of a run whose statement is about this customer."""
        self.ensure_one()
        return {"partner_id": self.id, "group_id": False}

    def _cobranzas_get_no_recipient_reason(self, reason):
        """Return the reason why nobody gets the statement.

        :param reason: that of the last of its customers
        """
        return reason
