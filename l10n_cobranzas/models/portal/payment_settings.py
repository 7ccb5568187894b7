from odoo import fields, models


class CobranzasSettingsMixin(models.AbstractModel):
    """Settings of online payments (COL-09)."""

    _inherit = "cobranzas.settings.mixin"

    cobranzas_online_book_id = fields.Many2one(
        "cobranzas.receipt.book",
        string="Receipt Book of Online Payments",
        domain="[('company_id', '=', company_id), ('kind', '=', 'receipt'), ('mode', '=', 'auto')]",
        help="Where receipts made by online payments take their numbers. Empty: the first book.",
    )
    cobranzas_online_fee_account_id = fields.Many2one(
        "account.account",
        string="Fees of Payment Providers",
        domain="[('company_ids', 'parent_of', company_id), ('internal_group', '=', 'expense')]",
        help="Expense account of what payment providers keep of an online payment.",
    )
