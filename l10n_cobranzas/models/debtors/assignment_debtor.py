from odoo import models


class CobranzasDebtorFigures(models.AbstractModel):
    """Who collects, from a debtor or a group: its history, and another collector (OPS-16)."""

    _inherit = "cobranzas.debtor.figures"

    def _get_cobranzas_customer_ids(self):
        owners = self._get_cobranzas_customers().values()
        return list({customer.id: None for customers in owners for customer in customers})

    def action_cobranzas_open_assignments(self):
        """Open who had the debtors to collect, since when and why."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Changes of Collector"),
            "res_model": "cobranzas.collector.assignment",
            "view_mode": "list",
            "domain": [("partner_id", "in", self._get_cobranzas_customer_ids())],
        }

    def action_cobranzas_reassign(self):
        """Open the dialog that gives the debtors to other collectors."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reassign Debtors"),
            "res_model": "cobranzas.collector.reassign",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_scope": "chosen",
                "default_partner_ids": self._get_cobranzas_customer_ids(),
            },
        }
