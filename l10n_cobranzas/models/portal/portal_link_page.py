from odoo import api, models

from .portal_link_debtor import COLLECTORS


class CobranzasDebtorPage(models.AbstractModel):
    """The debtor page's button of the payment link (COL-07, COL-09)."""

    _inherit = "cobranzas.debtor.page"

    @api.model
    def _get_buttons(self, scope):
        buttons = super()._get_buttons(scope)
        if self.env.company.cobranzas_portal_active and self.env.user.has_group(COLLECTORS):
            buttons = [*buttons, "link"]
        return buttons
