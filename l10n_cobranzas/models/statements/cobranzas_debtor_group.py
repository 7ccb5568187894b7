from odoo import models


class CobranzasDebtorGroup(models.Model):
    """The statement of a debtor group, on screen and by e-mail (REP-03)."""

    _inherit = "cobranzas.debtor.group"

    def _get_customers(self):
        """Return the customers of the groups, as the read models of items know them."""
        members = self.member_ids.partner_id.commercial_partner_id
        return members.filtered(lambda member: member.cobranzas_group_id in self)

    def action_cobranzas_statement(self):
        """Open the statement of account of the members of these groups."""
        self.check_access("read")
        return self.env["cobranzas.report"]._action_open_for("statement", self)

    def action_cobranzas_send_statement(self):
        """Open the e-mail with the statement of the group; for several, the list of them.

        Raises ``UserError`` when a member is none of the user's customers.
        """
        self.check_access("read")
        return self.env["cobranzas.statement.run"]._action_send_for(self)
