from odoo import models
from odoo.fields import Command


class CobranzasReport(models.Model):
    """Opening a report for one customer or debtor group, from its form."""

    _inherit = "cobranzas.report"

    def _action_open_for(self, key, owners):
        """Open the report ``key`` for these customers or debtor groups alone, in detail."""
        action = self.action_open(key)
        report = self.browse(action["res_id"])
        filters = dict.fromkeys(
            ("partner_ids", "debtor_group_ids", "collector_ids", "salesperson_ids", "category_ids"),
            [Command.clear()],
        )
        name = "partner_ids" if owners._name == "res.partner" else "debtor_group_ids"
        filters[name] = [Command.set(owners.ids)]
        report.write({**filters, "partner_from_id": False, "partner_to_id": False, "detail": True})
        return action
