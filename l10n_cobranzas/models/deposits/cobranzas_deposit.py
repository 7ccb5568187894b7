from odoo import api, fields, models
from odoo.tools import format_date, formatLang

from ..ledger.ownership import check_system_field

#: what ties a deposit to the ledger: posting and cancelling write it, as superuser
LINKS = ("move_id", "item_id", "cancel_move_id")
#: what follows from the ledger
FOLLOWING = ("state", "receipt_id")


class CobranzasDeposit(models.Model):
    """Money seen in the bank before it is known whose it is (*depósito anticipado*, REC-19).

    Draft -> pending -> used by a receipt, or cancelled. Pending, it is a current liability; the
    receipt that uses it pays with it, whole. What state it is in, the ledger says.
    """

    _name = "cobranzas.deposit"
    _description = "Anticipated Deposit"
    _inherit = ["cobranzas.ledger.owner", "mail.thread"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _rec_names_search = ["reference", "note"]
    _owner_field = "cobranzas_deposit_id"
    _system_fields = frozenset(LINKS + FOLLOWING)
    _editable_fields = frozenset({"note"})
    _fields_read_locked = LINKS + FOLLOWING

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    journal_id = fields.Many2one(
        "account.journal",
        string="Bank",
        required=True,
        check_company=True,
        domain="[('type', '=', 'bank')]",
        default=lambda self: self._default_journal(),
        ondelete="restrict",
    )
    date = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency_id", store=True, precompute=True
    )
    amount = fields.Monetary(required=True, tracking=True)
    reference = fields.Char(
        tracking=True, index="trigram", help="What the bank says: number or text of the operation."
    )
    note = fields.Char()
    move_id = fields.Many2one(
        "account.move", string="Entry", readonly=True, copy=False, index="btree_not_null"
    )
    item_id = fields.Many2one(
        "account.move.line",
        string="Liability",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The item that says the company owes this money to someone yet unknown.",
    )
    cancel_move_id = fields.Many2one(
        "account.move", string="Reversal", readonly=True, copy=False, index="btree_not_null"
    )
    move_ids = fields.One2many(
        "account.move", "cobranzas_deposit_id", string="Journal Entries", copy=False
    )
    value_ids = fields.One2many("cobranzas.receipt.value", "deposit_id", string="Values")
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("pending", "Pending"),
            ("used", "Used"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        compute="_compute_state",
        store=True,
        index=True,
        tracking=True,
    )
    receipt_id = fields.Many2one(
        "cobranzas.receipt",
        string="Used By",
        compute="_compute_receipt_id",
        store=True,
        # a collector sees the receipts of the own debtors only
        groups="l10n_cobranzas.group_cobranzas_cashier,account.group_account_readonly,"
        "account.group_account_invoice",
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "The amount of a deposit must be above zero."
    )
    _pending_idx = models.Index("(journal_id, amount) WHERE state = 'pending'")

    def _default_journal(self):
        journals = self.env["account.journal"]
        return journals.search(
            [*journals._check_company_domain(self.env.company), ("type", "=", "bank")], limit=1
        )

    @api.depends("journal_id.currency_id", "company_id.currency_id")
    def _compute_currency_id(self):
        for deposit in self:
            deposit.currency_id = deposit.journal_id.currency_id or deposit.company_id.currency_id

    @api.depends("item_id.cobranzas_residual", "cancel_move_id", "currency_id", "amount")
    def _compute_state(self):
        for deposit in self:
            residual = -deposit.item_id.cobranzas_residual
            if deposit.cancel_move_id:
                deposit.state = "cancelled"
            elif not deposit.item_id:
                deposit.state = "draft"
            elif deposit.currency_id.compare_amounts(residual, deposit.amount):
                deposit.state = "used"
            else:
                deposit.state = "pending"

    @api.depends("value_ids.receipt_id.state")
    def _compute_receipt_id(self):
        for deposit in self:
            receipts = deposit.value_ids.receipt_id
            deposit.receipt_id = receipts.filtered(lambda receipt: receipt.state == "posted")[:1]

    @api.depends("date", "amount", "currency_id", "reference")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for deposit in self:
            amount = formatLang(self.env, deposit.amount, currency_obj=deposit.currency_id)
            parts = [format_date(self.env, deposit.date), amount, deposit.reference]
            deposit.display_name = " · ".join(filter(None, parts))

    # ------------------------------------------------------------------
    # Guards
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for name in self._system_fields:
            check_system_field(self.env, vals_list, name)
        return super().create(vals_list)

    def _get_edit_refusal(self):
        return self.env._(
            "Deposit %(deposit)s is posted: cancel it and enter it anew.",
            deposit=self.display_name,
        )

    def _get_system_refusal(self):
        return self.env._("What a receipt made is tied to it by posting alone.")

    def _get_entry_refusal(self):
        return self.env._(
            "This entry belongs to anticipated deposit %(deposit)s: cancel that instead.",
            deposit=self.display_name,
        )

    # ------------------------------------------------------------------
    # Links
    # ------------------------------------------------------------------

    def action_open_receipt(self):
        """Open the receipt that uses the deposit."""
        self.ensure_one()
        return self.receipt_id._get_records_action()

    def action_open_entries(self):
        """Open the journal items of the deposit and of its reversal."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move.line",
            "view_mode": "list,form",
            "domain": [("move_id", "in", (self.move_id | self.cancel_move_id).ids)],
            "context": {"create": False},
            "name": self.env._("Journal Items"),
        }
