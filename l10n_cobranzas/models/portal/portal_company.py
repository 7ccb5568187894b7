from odoo import fields, models


class ResCompany(models.Model):
    """The company whose debts are shown to debtors."""

    _inherit = "res.company"

    def _cobranzas_get_portal_today(self):
        """Return the day it is for the company: links expire by it, wherever the visitor is."""
        self.ensure_one()
        zone = self.partner_id.tz or "UTC"
        return fields.Date.context_today(self.with_context(tz=zone))
