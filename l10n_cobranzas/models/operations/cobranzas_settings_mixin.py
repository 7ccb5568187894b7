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
