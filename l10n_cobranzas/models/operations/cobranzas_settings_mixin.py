from odoo import fields, models


class CobranzasSettingsMixin(models.AbstractModel):
    """Settings of operations (OPS)."""

    _inherit = "cobranzas.settings.mixin"

    cobranzas_adjustment_gain_account_id = fields.Many2one(
        "account.account",
        string="Account for Adjustments Up",
        domain="[('company_ids', 'parent_of', company_id), ('internal_group', '=', 'income')]",
        help="Income account of what an adjustment adds to the balance of a customer.",
    )
    cobranzas_adjustment_loss_account_id = fields.Many2one(
        "account.account",
        string="Account for Adjustments Down",
        domain="[('company_ids', 'parent_of', company_id), ('internal_group', '=', 'expense')]",
        help="Expense account of what an adjustment, or the write-off of a small balance, takes "
        "off the balance of a customer.",
    )
    cobranzas_small_balance_max = fields.Monetary(
        string="Small Balances up to",
        help="In the company's currency: what is left of a document may be written off up to this. "
        "0: no small balances are written off.",
    )
    cobranzas_small_balance_days = fields.Integer(
        string="Small Balances from Days",
        help="Documents younger than these days keep their small balances.",
    )

    _cobranzas_small_balance_positive = models.Constraint(
        "CHECK (cobranzas_small_balance_max >= 0 AND cobranzas_small_balance_days >= 0)",
        "The limits of small balances can't be negative.",
    )
