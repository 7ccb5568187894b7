from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine.allocation import Criterion

#: the settings of collections, by field
SETTINGS = (
    "cobranzas_show_documents",
    "cobranzas_criterion",
    "cobranzas_skip_debit_notes",
    "cobranzas_skip_credit_notes",
    "cobranzas_first",
    "cobranzas_excess",
    "cobranzas_change_journal_id",
    "cobranzas_journal_id",
    "cobranzas_deposit_account_id",
    "cobranzas_deposit_search",
    "cobranzas_rounding_tolerance",
    "cobranzas_rounding_gain_account_id",
    "cobranzas_rounding_loss_account_id",
    "cobranzas_allow_reprint",
    "cobranzas_rate_required",
    "cobranzas_classification",
    "cobranzas_classification_id",
    "cobranzas_document_account_id",
    "cobranzas_credit_invoice_account_id",
    "cobranzas_postdated_mode",
    "cobranzas_aging_days",
)


class ResCompany(models.Model):
    """Settings of collections, one set per company (COL-01)."""

    _inherit = "res.company"

    cobranzas_show_documents = fields.Selection(
        selection=[("always", "Always"), ("request", "On request"), ("never", "Never")],
        string="Open Documents",
        required=True,
        default="request",
        help="Whether a receipt lists the customer's open documents by itself.",
    )
    cobranzas_criterion = fields.Selection(
        selection=[
            (Criterion.DUE_OLDEST.value, "Oldest due date first"),
            (Criterion.DUE_NEWEST.value, "Newest due date first"),
            (Criterion.DUE_NEWEST_OVERDUE.value, "Newest overdue first"),
            (Criterion.ISSUE_OLDEST.value, "Oldest issue date first"),
            (Criterion.ISSUE_NEWEST.value, "Newest issue date first"),
            (Criterion.DUE_NEAREST_VALUES.value, "Due date nearest to the values received"),
            (Criterion.NUMBER.value, "By number"),
            (Criterion.LARGEST.value, "Largest balance first"),
            (Criterion.SMALLEST.value, "Smallest balance first"),
        ],
        string="Order of Allocation",
        required=True,
        default=Criterion.DUE_OLDEST.value,
        help="Order in which an amount received pays the open documents.",
    )
    cobranzas_skip_debit_notes = fields.Boolean(string="Leave Out Debit Notes")
    cobranzas_skip_credit_notes = fields.Boolean(
        string="Leave Out Credit Notes",
        default=True,
        help="Automatic allocation uses the credit notes ticked in the receipt, and no others.",
    )
    cobranzas_first = fields.Selection(
        selection=[("documents", "Documents first"), ("values", "Values first")],
        string="Order of Entry",
        required=True,
        default="documents",
    )
    cobranzas_excess = fields.Selection(
        selection=[("on_account", "Keep on account"), ("change", "Give change in cash")],
        string="If More Is Collected",
        required=True,
        default="on_account",
    )
    cobranzas_change_journal_id = fields.Many2one(
        "account.journal", string="Cash Journal for Change", domain="[('type', '=', 'cash')]"
    )
    cobranzas_journal_id = fields.Many2one(
        "account.journal", string="Journal for Receipt Entries", domain="[('type', '=', 'general')]"
    )
    cobranzas_deposit_account_id = fields.Many2one(
        "account.account",
        string="Account for Unidentified Deposits",
        domain="[('account_type', '=', 'liability_current'), ('reconcile', '=', True)]",
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
    cobranzas_rounding_tolerance = fields.Monetary(
        string="Rounding Tolerance",
        help="A receipt whose values and documents differ by no more than this posts with the "
        "difference booked as rounding.",
    )
    cobranzas_rounding_gain_account_id = fields.Many2one(
        "account.account", string="Rounding Gain Account"
    )
    cobranzas_rounding_loss_account_id = fields.Many2one(
        "account.account", string="Rounding Loss Account"
    )
    cobranzas_rate_required = fields.Selection(
        selection=[("day", "The rate of the day"), ("any", "The last recorded rate")],
        string="Rates of Exchange",
        required=True,
        default="day",
        help="Which rate a receipt with foreign currency needs: without one the cashier is asked "
        "for it, and it is recorded.",
    )
    cobranzas_allow_reprint = fields.Boolean(
        string="Allow Reprinting",
        default=True,
        help="Users with the right can print a receipt again.",
    )

    cobranzas_classification = fields.Selection(
        selection=[("no", "Not used"), ("optional", "Optional"), ("mandatory", "Mandatory")],
        string="Classification of Receipts",
        required=True,
        default="no",
    )
    cobranzas_classification_id = fields.Many2one(
        "cobranzas.classification",
        string="Usual Classification",
        help="Proposed on a new receipt while it is valid.",
    )
    cobranzas_document_account_id = fields.Many2one(
        "account.account",
        string="Documents Account",
        domain="[('account_type', '=', 'asset_receivable')]",
        help="Receivable account that holds the documents received until they are collected. "
        "That of the customer when empty.",
    )
    cobranzas_credit_invoice_account_id = fields.Many2one(
        "account.account",
        string="Credit Invoices Account",
        domain="[('account_type', '=', 'asset_receivable')]",
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
    )

    _cobranzas_tolerance_positive = models.Constraint(
        "CHECK (cobranzas_rounding_tolerance >= 0)", "The rounding tolerance can't be negative."
    )

    @api.constrains("cobranzas_document_account_id", "cobranzas_credit_invoice_account_id")
    def _check_cobranzas_document_accounts(self):
        for company in self:
            accounts = (
                company.cobranzas_document_account_id | company.cobranzas_credit_invoice_account_id
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

    def _cobranzas_get_settlement_journal(self):
        """Return the journal of settlement entries: the setting, else the first general one.

        Raises ``UserError`` when the company has none.
        """
        self.ensure_one()
        journal = self.cobranzas_journal_id or self.env["account.journal"].search(
            [*self.env["account.journal"]._check_company_domain(self), ("type", "=", "general")],
            limit=1,
        )
        if not journal:
            raise UserError(
                self.env._(
                    "Choose the journal for receipt entries of %(company)s "
                    "in Settings, Collections.",
                    company=self.name,
                )
            )
        return journal
