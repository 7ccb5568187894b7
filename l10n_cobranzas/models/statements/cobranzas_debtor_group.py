from odoo import models
from odoo.fields import Command


class CobranzasDebtorGroup(models.Model):
    """A debtor group as the one a statement is about (REP-03)."""

    _inherit = "cobranzas.debtor.group"

    def _get_customers(self):
        """Return the customers of the groups, as the read models of items know them."""
        members = self.member_ids.partner_id.commercial_partner_id
        return members.filtered(lambda member: member.cobranzas_group_id in self)

    def action_cobranzas_send_statement(self):
        """Open the e-mail with the statement of the group; for several, the list of them.

        Raises ``UserError`` when a member is none of the user's customers.
        """
        self.check_access("read")
        return self.env["cobranzas.statement.run"]._action_send_for(self)

    def _cobranzas_get_statement_customers(self):
        """Return the customers of the statements: their documents are listed."""
        return self._get_customers()

    def _cobranzas_prepare_statement_run_vals(self):
        """Return the values of a run of the statements of these groups alone."""
        return {"by_group": True, "debtor_group_ids": [Command.set(self.ids)]}

    def _cobranzas_prepare_statement_vals(self):
        """Return the values of the line of a run whose statement is about this group."""
        self.ensure_one()
        return {"partner_id": False, "group_id": self.id}

    def _cobranzas_get_no_recipient_reason(self, reason):
        """Return the reason why nobody gets the statement.

        :param reason: that of the last of its customers
        """
        return self.env._("No member of the group has an e-mail address to write to.")
