from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..ledger.client_values import read_date
from ..ledger.obstacles import prepare_obstacle


class CobranzasDeposit(models.Model):
    """Posting and cancelling: the entry of a deposit and its mirror (REC-19)."""

    _inherit = "cobranzas.deposit"

    # ------------------------------------------------------------------
    # Post
    # ------------------------------------------------------------------

    def action_post(self):
        """Book the deposits as money received from someone yet unknown, all or none (REC-19).

        Raises ``AccessError`` below cashier; ``UserError`` when one is no draft, its period is
        closed or the company has no account for them.
        """
        self.env["res.users"]._cobranzas_check_groups(
            "l10n_cobranzas.group_cobranzas_cashier",
            self.env._("Posting a deposit takes a cashier."),
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
            liability = move.line_ids.filtered(lambda item: item.amount_currency < 0)
            deposit.write({"move_id": move.id, "item_id": liability.id})
        self._ensure_method_lines()

    def _check_postable(self):
        self.ensure_one()
        self._check_open_period(self.date)
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

        Same bank, date, amount and reference; two without reference may be two deposits.
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
        units = self.currency_id._cobranzas_to_minor_units(self.amount)
        return (self.journal_id, self.date, units, self._get_reference_key())

    def _get_reference_key(self):
        """Return the reference without the differences in case and blanks that banks make."""
        self.ensure_one()
        return (self.reference or "").strip().casefold()

    def _prepare_move_vals(self):
        """Return the entry: the bank's outstanding receipts against unidentified deposits.

        At the rate of the deposit's date.
        """
        self.ensure_one()
        outstanding = self._get_outstanding_account()
        unidentified = self.company_id.cobranzas_deposit_account_id
        return {
            "move_type": "entry",
            "journal_id": self.journal_id.id,
            "company_id": self.company_id.id,
            "date": self.date,
            "ref": self.reference,
            "cobranzas_deposit_id": self.id,
            "line_ids": [
                Command.create(self._prepare_item_vals(outstanding, self.amount)),
                Command.create(self._prepare_item_vals(unidentified, -self.amount)),
            ],
        }

    def _prepare_item_vals(self, account, amount):
        """Return one item of the entry; ``amount`` in the currency of the deposit."""
        company = self.company_id
        label = self.env._("Anticipated deposit")
        if self.reference:
            label = self.env._("Anticipated deposit %(reference)s", reference=self.reference)
        return {
            "name": label,
            "account_id": account.id,
            "currency_id": self.currency_id.id,
            "amount_currency": amount,
            "balance": self.currency_id._convert(amount, company.currency_id, company, self.date),
            "date_maturity": self.date,
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

    def action_cancel(self, date=None):
        """Reverse the deposits on ``date``, today when empty, all or none (REC-19).

        Raises ``AccessError`` below accountant; ``UserError`` naming what uses one, or the
        closed period.
        """
        self._check_cancel_right()
        self.check_access("write")
        # sudo: the right was checked above; the entries reversed are the deposits' own
        self.sudo()._action_undo(read_date(self.env, date) or fields.Date.context_today(self))
        return True

    def _check_cancel_right(self):
        self.env["res.users"]._cobranzas_check_groups(
            "l10n_cobranzas.group_cobranzas_accountant",
            self.env._("Only an accountant cancels a deposit."),
        )

    def _get_items_to_lock(self):
        """Return every item of the entries: a bank line may have matched one."""
        return self.move_ids.line_ids

    def _check_undo(self, date, reason):
        """Raise ``UserError`` for a deposit that is not pending or used, or a bad date."""
        self.ensure_one()
        name = self.display_name
        if self.state == "draft":
            raise UserError(self.env._("Deposit %(deposit)s is a draft: delete it.", deposit=name))
        if self.state == "cancelled":
            raise UserError(self.env._("Deposit %(deposit)s is already cancelled.", deposit=name))
        if date < self.date:
            raise UserError(
                self.env._("Deposit %(deposit)s can't be cancelled before its date.", deposit=name)
            )
        self._check_open_period(date)

    def _get_undo_obstacles(self):
        """Return the checks of what may stand in the way of a cancellation."""
        return [self._check_unused, self._check_unreconciled]

    def _undo_ledger(self, date):
        mirrors = super()._undo_ledger(date)
        for mirror in mirrors:
            mirror.cobranzas_deposit_id.cancel_move_id = mirror
        return mirrors

    def _check_unused(self):
        """Raise ``UserError`` naming the receipt that uses the deposit."""
        if self.receipt_id:
            message = self.env._(
                "Deposit %(deposit)s is used by %(receipt)s: void that first.",
                deposit=self.display_name,
                receipt=self.receipt_id.display_name,
            )
            raise prepare_obstacle(self.env, message, self.receipt_id)

    def _check_unreconciled(self):
        """Raise ``UserError`` naming what the deposit is reconciled with: a bank line, mostly."""
        items = self.move_id.line_ids
        partials = items._cobranzas_get_partials()
        if partials:
            entry = (partials._cobranzas_get_items() - items)[:1].move_id
            message = self.env._(
                "Deposit %(deposit)s is reconciled with %(entry)s: undo that first.",
                deposit=self.display_name,
                entry=entry.display_name,
            )
            raise prepare_obstacle(self.env, message, entry)
