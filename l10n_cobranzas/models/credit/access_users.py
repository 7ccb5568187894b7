from odoo import api, models

from ..debtors.access_users import right


class ResUsers(models.Model):
    """Who may let documents pass that credit control holds, among the rights shown (COL-10)."""

    _inherit = "res.users"

    cobranzas_may_override = right(
        "cobranzas_may_override",
        "Overrides Credit",
        "Lets documents pass that credit control holds.",
    )

    @api.model
    def _cobranzas_get_rights(self):
        return {
            **super()._cobranzas_get_rights(),
            "cobranzas_may_override": "l10n_cobranzas.group_cobranzas_credit_override",
        }
