from odoo import fields, models


class CobranzasSettingsMixin(models.AbstractModel):
    """Settings of the collection work (COL-05)."""

    _inherit = "cobranzas.settings.mixin"

    cobranzas_notices_active = fields.Boolean(
        string="Send Notices",
        help="The plans of notices write to debtors by themselves, within the rules of contact. "
        "Look at what would be sent first.",
    )
