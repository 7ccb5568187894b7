from odoo import api, models
from odoo.exceptions import UserError

from ..ledger.client_values import check_one


class CobranzasDebtorGroup(models.Model):
    """A receipt for a debtor group, from its page (COL-07, REC-11)."""

    _inherit = "cobranzas.debtor.group"

    def action_cobranzas_register_receipt(self):
        """Open a receipt of a member that may pay documents of every member.

        Raises ``UserError`` for a group without members.
        """
        check_one(self)
        self.check_access("read")
        customers = self._get_customers()
        if not customers:
            raise UserError(self.env._("Add a customer to the debtor group first."))
        vals = {"partner_id": customers[0].id, "allocate_by_group": True}
        return self.env["cobranzas.receipt"]._action_open_new([vals])


class CobranzasDebtorPage(models.AbstractModel):
    """What of the page other themes do: receipts and statements."""

    _inherit = "cobranzas.debtor.page"

    @api.model
    def _get_buttons(self, scope):
        buttons = [*super()._get_buttons(scope), "statement"]
        if self.env["cobranzas.receipt"].has_access("create"):
            buttons.append("receipt")
        if self.env["cobranzas.statement.run"].has_access("create"):
            buttons.append("send")
        return buttons
