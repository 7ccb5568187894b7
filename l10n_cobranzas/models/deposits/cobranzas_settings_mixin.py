from odoo import fields, models


class CobranzasSettingsMixin(models.AbstractModel):
    """Settings of unidentified deposits (REC-19)."""

    _inherit = "cobranzas.settings.mixin"

    cobranzas_deposit_account_id = fields.Many2one(
        "account.account",
        string="Account for Unidentified Deposits",
        domain="[('company_ids', 'parent_of', company_id), ('reconcile', '=', True), "
        "('account_type', '=', 'liability_current')]",
        help="Current liability where money seen in the bank waits until a receipt uses it.",
    )
    cobranzas_deposit_search = fields.Selection(
        selection=[
            ("amount", "By amount, then by reference"),
            ("reference", "By reference only"),
        ],
        string="Find Deposits",
        required=True,
        default="amount",
        help="How a receipt finds the anticipated deposit it uses as a value.",
    )
