from odoo import api, fields, models
from odoo.exceptions import UserError


class CobranzasSettingsMixin(models.AbstractModel):
    """Settings of documents received (REC-20, REC-22)."""

    _inherit = "cobranzas.settings.mixin"

    cobranzas_document_account_id = fields.Many2one(
        "account.account",
        string="Documents Account",
        domain="[('account_type', '=', 'asset_receivable'), "
        "('company_ids', 'parent_of', company_id)]",
        help="Receivable account that holds the documents received until they are collected. "
        "That of the customer when empty.",
    )
    cobranzas_credit_invoice_account_id = fields.Many2one(
        "account.account",
        string="Credit Invoices Account",
        domain="[('account_type', '=', 'asset_receivable'), "
        "('company_ids', 'parent_of', company_id)]",
        help="Receivable account that holds the credit invoices accepted. That of the other "
        "documents when empty.",
    )
    cobranzas_postdated_mode = fields.Selection(
        selection=[
            ("document", "Moves the debt to the post-dated document"),
            ("credit_note", "Leaves the debt until its credit is applied"),
        ],
        string="Post-dated Collection",
        required=True,
        default="document",
        help="What a document or cheque that is payable later does until it falls due.",
    )

    @api.constrains("cobranzas_document_account_id", "cobranzas_credit_invoice_account_id")
    def _check_cobranzas_document_accounts(self):
        for settings in self:
            accounts = (
                settings.cobranzas_document_account_id
                | settings.cobranzas_credit_invoice_account_id
            )
            for account in accounts:
                if account.account_type != "asset_receivable":
                    raise UserError(
                        self.env._(
                            "Documents are collected like any debt: %(account)s is not a "
                            "receivable account, choose one that is.",
                            account=account.display_name,
                        )
                    )

    cobranzas_voucher_account_id = fields.Many2one(
        "account.account",
        string="Account for Vouchers",
        domain="[('company_ids', 'parent_of', company_id), ('reconcile', '=', True), "
        "('account_type', '=', 'liability_current')]",
        help="Current liability of what is owed for vouchers sold and given. Empty: no vouchers.",
    )
    cobranzas_voucher_expense_account_id = fields.Many2one(
        "account.account",
        string="Account for Vouchers Given",
        domain="[('company_ids', 'parent_of', company_id), ('internal_group', '=', 'expense')]",
        help="Expense account of vouchers that are given.",
    )
    cobranzas_voucher_income_account_id = fields.Many2one(
        "account.account",
        string="Account for Expired Vouchers",
        domain="[('company_ids', 'parent_of', company_id), ('internal_group', '=', 'income')]",
        help="Income account of what expires of vouchers.",
    )
    cobranzas_voucher_single_purpose = fields.Boolean(
        string="Single-purpose Vouchers",
        help="What vouchers will buy is known, so that their tax is due when they are sold: unless "
        "the sale of one says otherwise.",
    )
    cobranzas_voucher_product_id = fields.Many2one(
        "product.product",
        string="Product of Single-purpose Vouchers",
        domain="[('sale_ok', '=', True), ('company_id', 'in', (company_id, False))]",
        help="Its account is that of deferred income, a liability that allows reconciliation; its "
        "taxes are those of what the vouchers buy.",
    )
    cobranzas_voucher_paid_first = fields.Boolean(
        string="Vouchers Paid First",
        default=True,
        help="A voucher that was sold can be redeemed once the customer paid for it.",
    )
