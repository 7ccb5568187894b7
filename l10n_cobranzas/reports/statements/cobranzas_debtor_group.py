from odoo import models
from odoo.fields import Command


class CobranzasDebtorGroup(models.Model):
    """The statement of a debtor group on screen (REP-03)."""

    _inherit = "cobranzas.debtor.group"

    def action_cobranzas_statement(self):
        """Open the statement of account of the members of these groups."""
        self.check_access("read")
        filters = {"debtor_group_ids": [Command.set(self.ids)]}
        return self.env["cobranzas.report"]._action_open_for("statement", filters)
