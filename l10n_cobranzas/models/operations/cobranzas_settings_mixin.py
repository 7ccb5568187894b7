from odoo import api, fields, models
from odoo.exceptions import UserError


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
    cobranzas_documentation_product_id = fields.Many2one(
        "product.product",
        string="Interest of Documents",
        domain="[('sale_ok', '=', True), ('company_id', 'in', (company_id, False))]",
        help="What the charge note of the interest of a documentation charges.",
    )
    cobranzas_documentation_tax_id = fields.Many2one(
        "account.tax",
        string="Tax on the Interest",
        domain="[('type_tax_use', '=', 'sale'), ('company_id', 'parent_of', company_id)]",
        help="Tax of the interest of a documentation. Those of its product when empty.",
    )
    cobranzas_debt_document_account_id = fields.Many2one(
        "account.account",
        string="Debts with Document",
        domain="[('account_type', '=', 'asset_receivable'), "
        "('company_ids', 'parent_of', company_id)]",
        help="Receivable account of outside debts with a document. That of the customer when "
        "empty.",
    )
    cobranzas_debt_account_id = fields.Many2one(
        "account.account",
        string="Debts without Document",
        domain="[('account_type', '=', 'asset_receivable'), "
        "('company_ids', 'parent_of', company_id)]",
        help="Receivable account of outside debts without a document. That of the customer when "
        "empty.",
    )
    cobranzas_debt_sales_account_id = fields.Many2one(
        "account.account",
        string="Sales of Outside Debts",
        domain="[('company_ids', 'parent_of', company_id)]",
        help="Account that outside debts are credited to.",
    )
    cobranzas_rejected_journal_id = fields.Many2one(
        "account.journal",
        string="Journal of Returned Cheques",
        domain="[('type', '=', 'cash'), ('company_id', '=', company_id)]",
        help="Where a cheque that a vendor gives back passes through. The portfolio it came in "
        "by when empty.",
    )
    cobranzas_bank_fee_account_id = fields.Many2one(
        "account.account",
        string="Account for Bank Fees",
        domain="[('company_ids', 'parent_of', company_id), ('internal_group', '=', 'expense')]",
        help="Expense account of what banks charge for a returned cheque.",
    )
    cobranzas_bank_fee_tax_id = fields.Many2one(
        "account.tax",
        string="Tax of Bank Fees",
        domain="[('company_id', 'parent_of', company_id), ('type_tax_use', '=', 'purchase')]",
        help="What the bank adds to its fees, which is deducted.",
    )
    cobranzas_returned_check_product_id = fields.Many2one(
        "product.product",
        string="Product for the Fee of Returned Cheques",
        domain="[('sale_ok', '=', True)]",
        help="What the customer is charged for the bank's fee: its account and taxes.",
    )
    cobranzas_charge_product_id = fields.Many2one(
        "product.product",
        string="Product for Charge Notes",
        domain="[('sale_ok', '=', True)]",
        help="What a charge note is for unless another is chosen.",
    )
    cobranzas_invoiced_advances = fields.Boolean(
        string="Invoiced Advances",
        help="Advances may be invoiced: the tax is due before the sale.",
    )
    cobranzas_advance_product_id = fields.Many2one(
        "product.product",
        string="Product for Invoiced Advances",
        domain="[('sale_ok', '=', True)]",
        help="Its account is that of the customers' advances, a liability; its taxes those of "
        "the sale to come.",
    )
    cobranzas_control_cash = fields.Boolean(
        string="Control of Cash",
        help="An advance above the cap becomes a credit document of its own instead of a loose "
        "balance.",
    )
    cobranzas_cash_cap = fields.Monetary(
        string="Automatic Cash Cap",
        help="In the company's currency: an advance of more than this becomes a document.",
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

    @api.constrains("cobranzas_debt_document_account_id", "cobranzas_debt_account_id")
    def _check_cobranzas_debt_accounts(self):
        for settings in self:
            accounts = settings.cobranzas_debt_document_account_id
            for account in accounts | settings.cobranzas_debt_account_id:
                if account.account_type != "asset_receivable":
                    raise UserError(
                        self.env._(
                            "Outside debts are collected like any debt: %(account)s is not a "
                            "receivable account, choose one that is.",
                            account=account.display_name,
                        )
                    )
