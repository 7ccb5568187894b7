from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...engine.ordering import Criterion

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

AGES = 8  # ranges of days that a page still holds
DIGITS = 4  # of a number of days that a calendar still has


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

    cobranzas_aging_days = fields.Char(
        string="Ages of Debts",
        required=True,
        default="15, 30, 60, 90",
        help="Last day of each range of days overdue, ascending: 15, 30, 60, 90 makes 1–15, 16–30, "
        "31–60, 61–90 and more than 90.",
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

    @api.constrains("cobranzas_aging_days")
    def _check_cobranzas_aging_days(self):
        for company in self:
            company._cobranzas_get_aging_days()

    def _cobranzas_get_aging_days(self):
        """Return the last day of each age of debts but the oldest (REP-04).

        Raises ``UserError`` when the setting is not a list of ascending days.
        """
        self.ensure_one()
        setting = (self.cobranzas_aging_days or "").replace(";", ",")
        words = [word.strip() for word in setting.split(",")]
        days = [int(word) for word in words if word.isdecimal() and len(word) <= DIGITS]
        if len(days) != len(words) or len(days) > AGES or sorted({0, *days}) != [0, *days]:
            raise UserError(
                self.env._(
                    "Give the ages of debts as at most %(count)s ascending days with commas "
                    "between, such as 15, 30, 60, 90.",
                    count=AGES,
                )
            )
        return days

    def _cobranzas_get_buckets(self):
        """Return [(key, label)] of the ages of debts, from what is not due to the oldest."""
        self.ensure_one()
        days = self._cobranzas_get_aging_days()
        starts = [day + 1 for day in [0, *days]]
        labels = [f"{start}–{end}" for start, end in zip(starts, days, strict=False)]
        labels.append(self.env._("Over %(days)s", days=days[-1]))
        return [("0", self.env._("Not Due")), *((str(n), text) for n, text in enumerate(labels, 1))]

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._cobranzas_create_books()
        return companies

    def _cobranzas_create_books(self):
        """Give each company without receipt books its first ones, to collect at once."""
        book_model = self.env["cobranzas.receipt.book"].sudo()  # sudo: part of making a company
        known = book_model.with_context(active_test=False).search([("company_id", "in", self.ids)])
        books = book_model.create(book_model._prepare_default_books_vals(self - known.company_id))
        for lang, _name in self.env["res.lang"].get_installed():
            for book in books.with_context(lang=lang):
                book.name = book._get_default_name(book.kind)

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

    def _cobranzas_check_open_period(self, date):
        """Raise ``UserError`` when ``date`` falls in a period locked for this user."""
        self.ensure_one()
        violated = self._get_violated_lock_dates(date, False, self.env["account.journal"])
        if violated:
            raise UserError(
                self.env._(
                    "The period of %(date)s is closed (until %(lock)s): choose a later "
                    "date or reopen it.",
                    date=format_date(self.env, date),
                    lock=format_date(self.env, violated[-1][0]),
                )
            )
