from odoo import models


class CobranzasDebtorFigures(models.AbstractModel):
    """Contacts with a debtor are logged from its form and page (COL-04)."""

    _inherit = "cobranzas.debtor.figures"

    def action_cobranzas_log_contact(self):
        """Open the dialog that logs a contact with the debtor."""
        self.ensure_one()
        self.check_access("read")
        is_group = self._name == "cobranzas.debtor.group"
        customers = self._get_cobranzas_customers()[self]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Log Contact"),
            "res_model": "cobranzas.contact.log.new",
            "view_mode": "form",
            "target": "new",
            "context": {
                **self.env.context,
                "default_partner_id": customers[:1].id,
                "default_debtor_group_id": self.id if is_group else False,
            },
        }
