from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

from ..ledger.locking import lock_rows, wait_for_turn

#: the deposit's own chatter tells what happened: its entries need not repeat it
QUIET = {"tracking_disable": True, "mail_create_nosubscribe": True}


class CobranzasBankDeposit(models.Model):
    """Confirming: from the draft to payments, their entries and one reconciliation (COL-08)."""

    _inherit = "cobranzas.bank.deposit"

    def action_confirm(self):
        """Book the deposits, all or none (COL-08).

        Raises ``AccessError`` below cashier; ``UserError`` with one sentence for whatever keeps
        one of them from being booked; nothing is left behind then.
        """
        self._check_confirm_right()
        # sudo: the right was checked above; a cashier has none on payments and entries. What is
        # booked follows from a deposit the user may write and cheques that were checked when sent
        deposits = self.sudo()
        deposits._acquire_customer_locks()  # before anything else is read
        self.check_access("write")
        deposits._action_confirm()
        return True

    def _check_confirm_right(self):
        self.env["res.users"]._cobranzas_check_groups(
            "l10n_cobranzas.group_cobranzas_cashier",
            self.env._("Depositing collections takes a cashier."),
        )

    def _action_confirm(self):
        """Book the deposits. To call with the locks of who gave the cheques."""
        if not self:
            return
        self._lock_for_change()
        self._check_is_draft()
        for deposit in self:  # by one: a cheque may be in two of them
            if deposit.currency_id != deposit._get_bank_currency():  # whatever was written
                deposit.currency_id = deposit._get_bank_currency()
            deposit._check_confirmable()
            plan = deposit._prepare_plan()
            deposit._assign_number()
            deposit._book(plan)
            deposit.write(
                {"state": "done", "done_by": self.env.user.id, "done_at": fields.Datetime.now()}
            )

    def _lock_for_change(self):
        """Lock the cheques too: whoever moves one of them meanwhile comes before or after."""
        if self:
            self._lock()
        if self.check_ids:
            self.check_ids.flush_recordset()
            lock_rows(self.check_ids)
            self.check_ids.invalidate_recordset(["current_journal_id", "operation_ids"])
        result = super()._lock_for_change()
        # entries get their numbers journal by journal: in order, two deposits don't wait crosswise
        portfolios = self.check_ids.current_journal_id
        wait_for_turn(self.journal_id | self.cash_journal_id | portfolios)
        return result

    def _assign_number(self):
        self.ensure_one()
        sequence = self.company_id._cobranzas_get_sequence(
            "cobranzas.bank.deposit", self.env._("Bank Deposits"), "DEP"
        )
        self.name = sequence.next_by_id(sequence_date=self.date)

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    def _check_confirmable(self):
        """Raise ``UserError`` with the one sentence that says why it can't be confirmed."""
        self.ensure_one()
        self._check_open_period(self.date)
        if self.date > fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "A deposit can't be dated %(date)s, a day yet to come.",
                    date=format_date(self.env, self.date),
                )
            )
        self._check_journals()
        self._check_slip()
        for check in self._fetch_checks():
            self._check_check(check)

    def _check_journals(self):
        """Raise ``UserError`` for a bank that is not offered, or cash of another kind."""
        if self.journal_id and self.journal_id not in self.bank_journal_ids._origin:
            raise UserError(
                self.env._(
                    "%(bank)s is none of the deposit accounts of %(company)s: choose one of them.",
                    bank=self.journal_id.display_name,
                    company=self.company_id.name,
                )
            )
        if self.amount_cash and self.cash_journal_id not in self.cash_journal_ids._origin:
            raise UserError(
                self.env._(
                    "Choose the cash journal in %(currency)s that the cash comes from.",
                    currency=self.currency_id.name,
                )
            )

    def _check_slip(self):
        """Raise ``UserError`` when the slip of the bank was used by another deposit."""
        known = self.slip_number and self.search(
            [
                ("slip_number", "=", self.slip_number),
                ("journal_id", "=", self.journal_id.id),
                ("state", "=", "done"),
                ("id", "!=", self._origin.id),
            ],
            limit=1,
        )
        if known:
            raise UserError(
                self.env._(
                    "Slip %(slip)s is that of deposit %(deposit)s: enter its own number.",
                    slip=self.slip_number,
                    deposit=known.name,
                )
            )

    def _check_check(self, check):
        """Raise ``UserError`` with what keeps a cheque from being deposited."""
        place, last = check._cobranzas_get_place()
        self._check_in_hand(check, place, last)
        if check.company_id != self.company_id:
            raise UserError(
                self.env._(
                    "Cheque %(check)s is of %(company)s: deposit it there.",
                    check=check.name,
                    company=check.company_id.name,
                )
            )
        if check.currency_id != self.currency_id:
            raise UserError(
                self.env._(
                    "Cheque %(check)s is in %(currency)s: deposit it to a bank account in that "
                    "currency.",
                    check=check.name,
                    currency=check.currency_id.name,
                )
            )
        self._check_check_date(check, last)

    def _check_in_hand(self, check, place, last):
        """Raise ``UserError`` for a cheque that is in no portfolio, telling where it went."""
        if check.payment_method_code != "new_third_party_checks":
            raise UserError(
                self.env._(
                    "Cheque %(check)s is one of our own: only third-party cheques are deposited.",
                    check=check.name,
                )
            )
        if place == "none":
            raise UserError(
                self.env._(
                    "Cheque %(check)s is in no portfolio: its receipt is not posted, or was "
                    "voided.",
                    check=check.name,
                )
            )
        if place != "portfolio":
            raise UserError(
                self.env._(
                    "Cheque %(check)s left the portfolio on %(date)s (%(operation)s): take it out "
                    "of the deposit.",
                    check=check.name,
                    date=format_date(self.env, last.date),
                    operation=self._get_responsible(last).display_name,
                )
            )

    def _check_check_date(self, check, last):
        """Raise ``UserError`` for a cheque that came in later, or is payable later."""
        if last.date > self.date:
            raise UserError(
                self.env._(
                    "Cheque %(check)s came in on %(date)s: it can't be deposited before that.",
                    check=check.name,
                    date=format_date(self.env, last.date),
                )
            )
        if check.payment_date > self.date and not self.before_date:
            raise UserError(
                self.env._(
                    "Cheque %(check)s is payable on %(date)s: take it out, or tick “Cheques "
                    "before Their Date” if the bank takes it.",
                    check=check.name,
                    date=format_date(self.env, check.payment_date),
                )
            )

    # ------------------------------------------------------------------
    # Booking
    # ------------------------------------------------------------------

    def _book(self, plan):
        """Make the payments and entries of the plan, and reconcile the transfer account."""
        self.ensure_one()
        payments = self.env["account.payment"].with_context(**QUIET)
        payments = payments.create([self._prepare_payment_vals(entry) for entry in plan.entries])
        moves = self.env["account.move"].with_context(**QUIET, skip_invoice_sync=True)
        # core makes the items of an entry in the order of its commands, as their ids tell
        moves = moves.create(
            [
                self._prepare_entry_vals(entry, payment)
                for entry, payment in zip(plan.entries, payments, strict=True)
            ]
        )
        items = {}
        for entry, payment, move in zip(plan.entries, payments, moves, strict=True):
            payment.move_id = move
            items |= {
                item.key: line
                for item, line in zip(entry.items, move.line_ids.sorted("id"), strict=True)
            }
        self._post_payments(payments)
        self._allocate_transfers(plan, items)

    def _post_payments(self, payments):
        """Post what leaves the portfolios first: a cheque is in one place at a time."""
        # l10n_ar_skip_remove_check: as core's own transfer, the bank's payment keeps its cheques
        payments = payments.with_context(l10n_ar_skip_remove_check=True)
        leaving = payments.filtered(lambda payment: payment.payment_type == "outbound")
        leaving.action_post()
        (payments - leaving).action_post()

    def _allocate_transfers(self, plan, items):
        """Reconcile what left with what arrived, at what is booked of each."""
        own = self.company_id.currency_id
        planned = {item.key: item for item in plan.get_items()}
        pairs, booked = [], []
        for each in plan.allocations:
            debit, credit = items[each.debit], items[each.credit]
            worth = own._cobranzas_from_minor_units(planned[each.debit].booked)
            pairs.append((debit, credit, self.currency_id._cobranzas_from_minor_units(each.amount)))
            booked.append({debit: worth, credit: worth})
        self.env["account.move.line"]._cobranzas_allocate(pairs, [self] * len(pairs), booked)

    def _prepare_payment_vals(self, entry):
        """Return the values of the payment of an entry of the plan."""
        memo = " · ".join(filter(None, [self.name, self.slip_number, entry.items[0].label]))
        return {
            "date": self.date,
            "company_id": self.company_id.id,
            "memo": memo,
            "cobranzas_bank_deposit_id": self.id,
            **entry.payment,
        }

    def _prepare_entry_vals(self, entry, payment):
        """Return the values of an entry of the plan, that of a payment."""
        lines = [Command.create(self._prepare_item_vals(item)) for item in entry.items]
        return {
            **payment._generate_move_vals(line_ids=lines),
            "cobranzas_bank_deposit_id": self.id,
        }

    def _prepare_item_vals(self, item):
        """Return the values of a journal item of the plan."""
        own = self.company_id.currency_id
        return {
            "name": f"{self.name}: {item.label}",
            "account_id": item.account.id,
            "partner_id": item.partner.id,
            "currency_id": item.currency.id,
            "amount_currency": item.currency._cobranzas_from_minor_units(item.amount),
            "balance": own._cobranzas_from_minor_units(item.booked),
            "date_maturity": self.date,
        }
