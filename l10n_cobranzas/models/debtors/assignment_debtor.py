from odoo import models


class CobranzasDebtorFigures(models.AbstractModel):
    """The history of who collects, from a debtor or a group (OPS-16)."""

    _inherit = "cobranzas.debtor.figures"

    def action_cobranzas_open_assignments(self):
        """Open who had the debtors to collect, since when and why."""
        owners = self._get_cobranzas_customers().values()
        ids = [customer.id for customers in owners for customer in customers]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Changes of Collector"),
            "res_model": "cobranzas.collector.assignment",
            "view_mode": "list",
            "domain": [("partner_id", "in", ids)],
        }
