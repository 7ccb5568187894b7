from odoo import models


class ResPartner(models.Model):
    """A customer whose page is read (COL-07)."""

    _inherit = "res.partner"

    def _get_cobranzas_page_fields(self):
        # the gate of contacts reads where it is and what it is
        gate = ["country_id", "is_company", "state_id", "tz"]
        own = ["cobranzas_collector_id", "cobranzas_group_id", "commercial_partner_id"]
        return [*super()._get_cobranzas_page_fields(), "complete_name", *own, *gate]
