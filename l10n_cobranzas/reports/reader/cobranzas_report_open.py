from odoo import models
from odoo.fields import Command

OWNERS = ("partner_ids", "debtor_group_ids", "collector_ids", "salesperson_ids", "category_ids")


class CobranzasReport(models.Model):
    """Opening a report for one customer or debtor group, from its form."""

    _inherit = "cobranzas.report"

    def _action_open_for(self, key, filters):
        """Open the report ``key`` in detail, with these filters of customers and no others.

        :param filters: values of the fields of ``OWNERS``
        """
        action = self.action_open(key)
        report = self.browse(action["res_id"])
        others = dict.fromkeys(OWNERS, [Command.clear()])
        others |= {"partner_from_id": False, "partner_to_id": False}
        report.write({**others, **filters, "detail": True})
        return action
