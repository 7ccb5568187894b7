from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import format_date, formatLang

from .cobranzas_guards import lock_rows, refuse_link

#: what ties a deposit to the ledger: posting and cancelling write it, as superuser
LINKS = ("move_id", "item_id", "cancel_move_id")
#: what follows from the ledger
FOLLOWING = ("state", "receipt_id")
#: what may still be written on a deposit that was posted
EDITABLE_AFTER_POSTING = {"note", *LINKS}


class CobranzasDeposit(models.Model):
    """Money seen in the bank before it is known whose it is (*depósito anticipado*, REC-19).

    Draft -> pending -> used by a receipt, or cancelled. Pending, it is a current liability; the
    receipt that uses it pays with it, whole. What state it is in, the ledger says.
    """

    _name = "cobranzas.deposit"
    _description = "Anticipated Deposit"
    _inherit = ["mail.thread"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _rec_names_search = ["reference", "note"]

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

    @api.depends("item_id.amount_residual_currency", "cancel_move_id", "currency_id", "amount")
    def _compute_state(self):
        for deposit in self:
            residual = -deposit.item_id.amount_residual_currency
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
        for name in LINKS + FOLLOWING:
            refuse_link(self.env, vals_list, name)
        return super().create(vals_list)

    def write(self, vals):
        for name in LINKS + FOLLOWING:
            refuse_link(self.env, [vals], name)
        if set(vals) - EDITABLE_AFTER_POSTING:
            self._check_is_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        self._check_is_draft()

    def _check_is_draft(self):
        for deposit in self:
            # by its entry: the state is computed again while it changes
            if deposit.sudo().move_id:
                raise UserError(
                    self.env._(
                        "Deposit %(deposit)s is posted: cancel it and enter it anew.",
                        deposit=deposit.display_name,
                    )
                )

    @api.model
    def _check_moves_free(self, moves):
        """Raise ``UserError`` naming the deposit through which alone its entries change."""
        found = self.search(
            ["|", ("move_id", "in", moves.ids), ("cancel_move_id", "in", moves.ids)], limit=1
        )
        if found:
            raise UserError(
                self.env._(
                    "This entry belongs to anticipated deposit %(deposit)s: cancel that instead.",
                    deposit=found.display_name,
                )
            )

    def _check_role(self, group, sentence):
        if not self.env.su and not self.env.user.has_group(f"l10n_cobranzas.{group}"):
            raise AccessError(sentence)

    def _lock(self):
        """Lock the deposits; whoever comes second sees what the first one left of them."""
        self.flush_recordset()
        lock_rows(self)
        self.invalidate_recordset([*LINKS, *FOLLOWING])

    # ------------------------------------------------------------------
    # Post
    # ------------------------------------------------------------------

    def action_post(self):
        """Book the deposits as money received from someone yet unknown, all or none (REC-19).

        Raises ``AccessError`` below cashier; ``UserError`` when one is no draft, its period is
        closed or the company has no account for them.
        """
        self._check_role(
            "group_cobranzas_cashier", self.env._("Posting a deposit takes a cashier.")
        )
        self.check_access("write")
        # sudo: the right was checked above; a cashier has none on journal entries
        self.sudo()._action_post()
        return True

    def _action_post(self):
        self._lock()
        self._check_is_draft()
        self._compute_currency_id()  # that of the bank, whatever was written
        for deposit in self:
            deposit._check_postable()
        self._check_repeated()
        moves = self.env["account.move"].with_context(tracking_disable=True)
        moves = moves.create([deposit._prepare_move_vals() for deposit in self])
        moves._post(soft=False)
        for deposit, move in zip(self, moves, strict=True):
            deposit.write({"move_id": move.id, "item_id": move.line_ids.sorted("id")[1].id})
        self._ensure_method_lines()

    def _check_postable(self):
        self.ensure_one()
        self.company_id._cobranzas_check_open_period(self.date)
        account = self.company_id.cobranzas_deposit_account_id
        if not account.reconcile:
            raise UserError(
                self.env._(
                    "Choose the account for unidentified deposits of %(company)s in Settings, "
                    "Collections: a current liability that allows reconciliation.",
                    company=self.company_id.name,
                )
            )
        if self.journal_id.type != "bank":
            raise UserError(
                self.env._("%(journal)s is no bank: choose one.", journal=self.journal_id.name)
            )

    def _check_repeated(self):
        """Raise ``UserError`` for a deposit registered before: a bank's exports overlap.

        Same bank, date, amount and reference. Without a reference nothing tells two apart.
        """
        known = self.search(
            [
                ("state", "in", ("pending", "used")),
                ("journal_id", "in", self.journal_id.ids),
                ("date", "in", self.mapped("date")),
            ]
        )
        keys = {deposit._get_bank_key() for deposit in known}
        for deposit in self.filtered("reference"):
            if deposit._get_bank_key() in keys:
                raise UserError(
                    self.env._(
                        "Deposit %(deposit)s is registered already: delete this one, or tell "
                        "them apart by the reference.",
                        deposit=deposit.display_name,
                    )
                )
            keys.add(deposit._get_bank_key())

    def _get_bank_key(self):
        self.ensure_one()
        units = self.currency_id._cobranzas_to_units(self.amount)
        return (self.journal_id, self.date, units, self._get_reference_key())

    def _get_reference_key(self):
        """Return the reference as references are compared."""
        self.ensure_one()
        return (self.reference or "").strip().casefold()

    def _prepare_move_vals(self):
        """Return the entry: the bank's outstanding receipts against unidentified deposits.

        At the rate of the deposit's date.
        """
        self.ensure_one()
        currency, company = self.currency_id, self.company_id
        balance = currency._convert(self.amount, company.currency_id, company, self.date)
        label = self.env._("Anticipated deposit")
        if self.reference:
            label = self.env._("Anticipated deposit %(reference)s", reference=self.reference)
        sides = (
            (self._get_outstanding_account(), 1),
            (company.cobranzas_deposit_account_id, -1),
        )
        return {
            "move_type": "entry",
            "journal_id": self.journal_id.id,
            "company_id": company.id,
            "date": self.date,
            "ref": self.reference,
            "line_ids": [
                Command.create(
                    {
                        "name": label,
                        "account_id": account.id,
                        "currency_id": currency.id,
                        "amount_currency": sign * self.amount,
                        "balance": sign * balance,
                        "date_maturity": self.date,
                    }
                )
                for account, sign in sides
            ],
        }

    def _get_outstanding_account(self):
        """Return where a transfer received in the bank would rest until its bank line comes."""
        method = self.journal_id.inbound_payment_method_line_ids.filtered(
            lambda line: line.code == "manual" and line.payment_account_id
        )[:1]
        payment = self.env["account.payment"].new({"company_id": self.company_id.id})
        return method.payment_account_id or payment._get_outstanding_account("inbound")

    def _ensure_method_lines(self):
        """Let receipts be paid with the deposits of these banks."""
        method = self.env.ref("l10n_cobranzas.account_payment_method_deposit")
        lines = self.journal_id.inbound_payment_method_line_ids
        known = lines.filtered(lambda line: line.payment_method_id == method)
        missing = self.filtered(lambda deposit: deposit.journal_id not in known.journal_id)
        self.env["account.payment.method.line"].create(
            [
                {
                    "journal_id": journal.id,
                    "payment_method_id": method.id,
                    "payment_account_id": deposits.item_id.account_id[:1].id,
                }
                for journal, deposits in missing.grouped("journal_id").items()
            ]
        )

    # ------------------------------------------------------------------
    # Cancel
    # ------------------------------------------------------------------

    def action_open_cancel(self):
        """Ask for the date of the reversal."""
        self._check_cancel_right()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cancel Deposits"),
            "res_model": "cobranzas.deposit.cancel",
            "view_mode": "form",
            "target": "new",
            "context": {"default_deposit_ids": self.ids},
        }

    def action_cancel(self, date=None):
        """Reverse the deposits on ``date``, today when empty, all or none (REC-19).

        Raises ``AccessError`` below accountant; ``UserError`` naming what uses one, or the
        closed period.
        """
        self._check_cancel_right()
        self.check_access("write")
        # sudo: the right was checked above; the entries reversed are the deposits' own
        self.sudo()._action_cancel(fields.Date.to_date(date) or fields.Date.context_today(self))
        return True

    def _check_cancel_right(self):
        self._check_role(
            "group_cobranzas_accountant", self.env._("Only an accountant cancels a deposit.")
        )

    def _action_cancel(self, date):
        self._lock()
        self.move_id.line_ids._cobranzas_lock()
        for deposit in self:
            deposit._check_cancellable(date)
        moves = self.move_id
        mirrors = moves._cobranzas_create_mirrors(date)
        mirrors._post(soft=False)
        for deposit, mirror in zip(self, mirrors, strict=True):
            deposit.cancel_move_id = mirror
        moves._cobranzas_reconcile_mirrors(mirrors)

    def _check_cancellable(self, date):
        self.ensure_one()
        name = self.display_name
        if self.state == "draft":
            raise UserError(self.env._("Deposit %(deposit)s is a draft: delete it.", deposit=name))
        if self.state == "cancelled":
            raise UserError(self.env._("Deposit %(deposit)s is already cancelled.", deposit=name))
        if self.receipt_id:
            raise UserError(
                self.env._(
                    "Deposit %(deposit)s is used by %(receipt)s: void that first.",
                    deposit=name,
                    receipt=self.receipt_id.display_name,
                )
            )
        items = self.move_id.line_ids
        partials = items._cobranzas_get_partials()
        if partials:
            other = (partials.debit_move_id | partials.credit_move_id) - items
            raise UserError(
                self.env._(
                    "Deposit %(deposit)s is reconciled with %(entry)s: undo that first.",
                    deposit=name,
                    entry=other[:1].move_id.display_name,
                )
            )
        if date < self.date:
            raise UserError(
                self.env._("Deposit %(deposit)s can't be cancelled before its date.", deposit=name)
            )
        self.company_id._cobranzas_check_open_period(date)

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
            "name": self.env._("Journal Items"),
            "res_model": "account.move.line",
            "view_mode": "list,form",
            "domain": [("move_id", "in", (self.move_id | self.cancel_move_id).ids)],
            "context": {"create": False},
        }
