from odoo import api, fields, models


class CobranzasSettingsMixin(models.AbstractModel):
    """Settings of late interest (CHG-03)."""

    _inherit = "cobranzas.settings.mixin"

    cobranzas_interest_policy_id = fields.Many2one(
        "cobranzas.interest.policy",
        string="Late Interest Policy",
        domain="[('company_id', 'parent_of', company_id)]",
        help="Of customers who bear interest, where neither they nor the payment terms have one.",
    )
    cobranzas_interest_on_account = fields.Selection(
        selection=[
            ("receipt", "On the date of the receipt"),
            ("application", "On the date it is applied"),
        ],
        string="Balances on Account Pay",
        required=True,
        default="receipt",
        help="Until when a debt bears interest that is paid with what the customer had paid "
        "before. Credit notes pay on their own date.",
    )

    @api.constrains("cobranzas_interest_policy_id")
    def _check_cobranzas_interest_policy(self):
        for settings in self:
            company = settings if settings._name == "res.company" else settings.company_id
            settings.cobranzas_interest_policy_id._check_used_in(company)
