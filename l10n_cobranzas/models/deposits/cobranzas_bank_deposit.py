from odoo import api, fields, models
from odoo.exceptions import UserError

#: what only the deposit's own buttons write, as superuser
SYSTEM_FIELDS = frozenset(
    {
        "done_at",
        "done_by",
        "move_ids",
        "name",
        "partial_ids",
        "payment_ids",
        "state",
        "undo_date",
        "undo_reason",
        "undone_at",
        "undone_by",
    }
)


class CobranzasBankDeposit(models.Model):
    """Cash and third-party cheques taken to a bank account, in one batch (COL-08).

    Draft -> done -> undone. Amounts are in the currency of the bank account. Each portfolio and
    the cash give what is deposited to the company's transfer account, and the bank takes it from
    there: one payment for the cheques and one for the cash, as the bank credits them.
    """

    _name = "cobranzas.bank.deposit"
    _description = "Bank Deposit"
    _inherit = [
        "cobranzas.ledger.owner",
        "cobranzas.submission.mixin",
        "cobranzas.preview.mixin",
        "mail.thread",
    ]
    _order = "date desc, id desc"
    _check_company_auto = True
    _owner_field = "cobranzas_bank_deposit_id"
    _system_fields = SYSTEM_FIELDS
    _editable_fields = frozenset({"note", "slip_number"})
    _rec_names_search = ["name", "slip_number"]

    name = fields.Char(string="Number", copy=False, readonly=True, index="trigram")
    state = fields.Selection(
        selection=[("draft", "Draft"), ("done", "Done"), ("undone", "Undone")],
        string="Status",
        required=True,
        default="draft",
        copy=False,
        tracking=True,
        index=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    journal_id = fields.Many2one(
        "account.journal",
        string="Bank",
        compute="_compute_journal_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        check_company=True,
        domain="[('id', 'in', bank_journal_ids)]",
        ondelete="restrict",
        tracking=True,
        index=True,
    )
    bank_journal_ids = fields.Many2many(
        "account.journal", string="Banks Offered", compute="_compute_bank_journal_ids"
    )
    date = fields.Date(required=True, default=fields.Date.context_today, tracking=True, copy=False)
    slip_number = fields.Char(
        string="Bank Slip",
        copy=False,
        tracking=True,
        index="trigram",
        help="Number of the slip stamped by the bank. It can be entered after the deposit.",
    )
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency_id", store=True, precompute=True
    )
    cash_journal_id = fields.Many2one(
        "account.journal",
        compute="_compute_cash_journal_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        domain="[('id', 'in', cash_journal_ids)]",
        ondelete="restrict",
    )
    cash_journal_ids = fields.Many2many(
        "account.journal", string="Cash Journals Offered", compute="_compute_cash_journal_ids"
    )
    amount_cash = fields.Monetary(string="Cash to Deposit", tracking=True)
    check_ids = fields.Many2many(
        "l10n_latam.check",
        "cobranzas_bank_deposit_check_rel",
        "deposit_id",
        "check_id",
        string="Cheques",
        copy=False,
        domain="check_domain",
        help="Third-party cheques in hand, of the currency of the bank account.",
    )
    before_date = fields.Boolean(
        string="Cheques before Their Date",
        copy=False,
        tracking=True,
        help="Deposit cheques although they are payable later, where the bank takes them.",
    )
    due_until = fields.Date(
        string="Payable until",
        default=fields.Date.context_today,
        copy=False,
        help="Which cheques “Take Due Cheques” takes: those payable until this day.",
    )
    check_count = fields.Integer(
        string="Number of Cheques", compute="_compute_amounts", store=True, precompute=True
    )
    amount_checks = fields.Monetary(
        string="Amount in Cheques", compute="_compute_amounts", store=True, precompute=True
    )
    amount = fields.Monetary(
        string="Total", compute="_compute_amounts", store=True, precompute=True
    )
    note = fields.Text(string="Observations", tracking=True)
    move_ids = fields.One2many(
        "account.move", "cobranzas_bank_deposit_id", string="Journal Entries", copy=False
    )
    payment_ids = fields.One2many(
        "account.payment", "cobranzas_bank_deposit_id", string="Payments", copy=False
    )
    partial_ids = fields.One2many(
        "account.partial.reconcile", "cobranzas_bank_deposit_id", string="Allocations", copy=False
    )
    done_by = fields.Many2one("res.users", string="Deposited by", readonly=True, copy=False)
    done_at = fields.Datetime(readonly=True, copy=False)
    undo_date = fields.Date(readonly=True, copy=False)
    undo_reason = fields.Char(readonly=True, copy=False, tracking=True)
    undone_by = fields.Many2one("res.users", readonly=True, copy=False)
    undone_at = fields.Datetime(readonly=True, copy=False)

    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name IS NOT NULL", "This deposit number is already in use."
    )
    _slip_uniq = models.UniqueIndex(
        "(journal_id, slip_number) WHERE state = 'done' AND slip_number <> ''",
        "This slip of the bank belongs to another deposit: enter its own number.",
    )
    _cash_positive = models.Constraint(
        "CHECK (amount_cash >= 0)", "The cash to deposit can't be negative."
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends("company_id")
    def _compute_bank_journal_ids(self):
        for company, deposits in self.grouped("company_id").items():
            deposits.bank_journal_ids = self.env["cobranzas.deposit.account"]._get_journals(company)

    @api.depends("company_id")
    def _compute_journal_id(self):
        for deposit in self:
            offered = deposit.bank_journal_ids._origin
            if deposit.journal_id not in offered:
                deposit.journal_id = offered[:1]

    @api.depends("journal_id.currency_id", "company_id.currency_id")
    def _compute_currency_id(self):
        for deposit in self:
            deposit.currency_id = deposit._get_bank_currency()

    def _get_bank_currency(self):
        """Return what the bank account is kept in."""
        return self.journal_id.currency_id or self.company_id.currency_id

    @api.depends("company_id", "currency_id")
    def _compute_cash_journal_ids(self):
        for deposit in self:
            journals = deposit._get_cash_journals()
            deposit.cash_journal_ids = journals.filtered(
                lambda journal, deposit=deposit: (
                    (journal.currency_id or deposit.company_id.currency_id) == deposit.currency_id
                )
            )

    @api.depends("company_id", "currency_id")
    def _compute_cash_journal_id(self):
        for deposit in self:
            offered = deposit.cash_journal_ids._origin
            if deposit.cash_journal_id not in offered:
                deposit.cash_journal_id = offered[:1]

    @api.depends("check_ids.amount", "amount_cash", "currency_id")
    def _compute_amounts(self):
        for deposit in self:
            deposit.check_count = len(deposit.check_ids)
            total, currency = sum(deposit.check_ids.mapped("amount")), deposit.currency_id
            deposit.amount_checks = currency.round(total) if currency else total
            deposit.amount = deposit.amount_checks + deposit.amount_cash

    @api.depends("name", "state", "journal_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for deposit in self:
            name = deposit.name or self.env._("Draft Deposit")
            deposit.display_name = " · ".join(filter(None, [name, deposit.journal_id.name]))

    # ------------------------------------------------------------------
    # Guards
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        context = self.env.context
        defaults = {name: context.get(f"default_{name}") for name in self._system_fields}
        for vals in vals_list:
            given = {**defaults, **vals}
            sent = {name for name in self._system_fields - {"state"} if given.get(name)}
            if sent or (given.get("state") or "draft") != "draft":
                raise UserError(
                    self.env._("A deposit is made as a draft; its number is given when it is done.")
                )
        return super().create(vals_list)

    def _creation_message(self):
        """Say it in words that agree with "deposit" in languages with genders."""
        self.ensure_one()
        return self.env._("Deposit created")

    def _get_edit_refusal(self):
        return self.env._(
            "Deposit %(deposit)s is no longer a draft: undo it and enter it anew.",
            deposit=self.display_name,
        )

    def _get_unlink_refusal(self):
        return self.env._(
            "Deposit %(deposit)s has been done: it can be undone, not deleted.",
            deposit=self.display_name,
        )

    def _get_system_refusal(self):
        return self.env._("A deposit is done and undone only with its own buttons.")

    def _get_entry_refusal(self):
        return self.env._(
            "This belongs to bank deposit %(deposit)s: undo it there.", deposit=self.display_name
        )

    # ------------------------------------------------------------------
    # Locks
    # ------------------------------------------------------------------

    def _get_customers_to_lock(self):
        """Return who gave the cheques: one transaction at a time moves those of a customer."""
        return self.check_ids.payment_id.partner_id
