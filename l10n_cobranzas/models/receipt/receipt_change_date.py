from markupsafe import Markup
from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..ledger.client_values import read_date, read_text


class CobranzasReceipt(models.Model):
    """Another date for a posted receipt (REC-16, seed 002 "¿Cómo modifico un recibo?").

    Its payments and entries get the date in place. By way of a draft it can't be done: core's
    payment synchronisation can't rewrite an entry with an item per document, and all
    allocations would have to be undone and made again. In place no amount, rate, residual
    or allocation is touched, also where a bank line or a cheque operation refers to one.
    """

    _inherit = "cobranzas.receipt"

    def action_change_date(self, date=None, reason=None):
        """Give posted receipts another date, all or none (REC-16).

        Their payments and entries follow, as do the exchange differences and cash-basis taxes
        of the allocations of their items; numbers and amounts stay. Of several, those that
        have the date already are left alone.

        :param date: the new date, not in the future
        :param reason: why, kept in the receipt's history; required
        Raises ``AccessError`` without the accountant's right and ``UserError`` naming the
        obstacle: closed period, secured entry, cheque that went on, application in between.
        """
        self._check_change_date_right()
        # sudo: it reads the customers to lock, before anything else
        self.sudo()._acquire_customer_locks()
        self.check_access("write")
        # of a date that is yet to come, what is refused is that
        date = read_date(self.env, date, last=fields.Date.to_date("9999-12-31"))
        reason = read_text(self.env, reason)
        # sudo: the right was checked above; the entries that get the date are the receipts' own and
        # those that core derives from them
        self.sudo()._action_change_date(date, reason.strip())
        return True

    def _check_change_date_right(self):
        self.env["res.users"]._cobranzas_check_groups(
            "l10n_cobranzas.group_cobranzas_accountant",
            self.env._("Only an accountant can change the date of a posted receipt."),
        )

    def _action_change_date(self, date, reason):
        self._lock_for_change()
        for receipt in self:
            receipt._check_date_change(date, reason)
        receipts = self.filtered(lambda receipt: receipt.date != date)
        if self and not receipts:
            raise UserError(
                self.env._("The date is %(date)s already.", date=format_date(self.env, date))
            )
        receipts._check_date_applications(date)
        before = {receipt: receipt.date for receipt in receipts}
        for receipt, renumbered in receipts._change_date(date).items():
            receipt._log_date_change(before[receipt], renumbered, reason)

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    def _check_date_change(self, date, reason):
        """Raise ``UserError`` naming the first obstacle to the new date."""
        self.ensure_one()
        name = self.display_name
        if self.state != "posted":
            raise UserError(
                self.env._(
                    "%(receipt)s is not posted: its date can't be changed here.", receipt=name
                )
            )
        if not date:
            raise UserError(self.env._("Choose the new date of %(receipt)s.", receipt=name))
        if not reason:
            raise UserError(self.env._("Say why the date of %(receipt)s changes.", receipt=name))
        if date > fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "%(date)s is in the future: give %(receipt)s the day it was received.",
                    receipt=name,
                    date=format_date(self.env, date),
                )
            )
        self._check_open_period(self.date)
        self._check_open_period(date)
        self._check_date_checks(date)

    def _check_date_checks(self, date):
        """A cheque is received before it is deposited, endorsed or returned."""
        for check in self.payment_ids.l10n_latam_new_check_ids:
            operation = check.operation_ids.filtered(
                lambda payment: payment.state not in ("draft", "canceled") and payment.date <= date
            ).sorted("date")[:1]
            # on the same day core would take the receipt, written last, for the later of the two
            if operation and self.date != date:
                raise UserError(
                    self.env._(
                        "Cheque %(check)s left the portfolio with %(operation)s on %(date)s: "
                        "date the receipt before that, or undo %(operation)s first.",
                        check=check.name,
                        operation=operation.display_name,
                        date=format_date(self.env, operation.date),
                    )
                )

    def _check_date_applications(self, date):
        """A balance is on account before an application uses it, unless both move together."""
        for receipt in self:
            credits = receipt.line_ids.filtered(lambda line: line.amount < 0)
            sources = credits.move_line_id.move_id.cobranzas_receipt_id - self
            source = sources.filtered(lambda source: source.date > date)[:1]
            items = receipt._get_receivable_items()
            users = items._cobranzas_get_partials().cobranzas_receipt_id - self
            user = users.filtered(lambda user: user.date < date)[:1]
            if source or user:
                raise UserError(
                    self.env._(
                        "%(user)s, dated %(date)s, would use the balance of %(receipt)s before "
                        "it was received, on %(received)s: choose another date.",
                        user=(user or receipt).display_name,
                        date=format_date(self.env, user.date or date),
                        receipt=(source or receipt).display_name,
                        received=format_date(self.env, source.date or date),
                    )
                )

    # ------------------------------------------------------------------
    # Entries and history
    # ------------------------------------------------------------------

    def _get_dated_entries(self):
        """Leave out the withholdings' entries: a certificate's date is corrected with it."""
        return super()._get_dated_entries() - self.withholding_ids.move_id

    def _log_date_change(self, before, renumbered, reason):
        """Write in the receipt's messages what changed and why.

        :param renumbered: [(old number, new number)] of entries
        """
        self.ensure_one()
        lines = [
            self.env._(
                "Date: %(before)s → %(after)s (%(reason)s)",
                before=format_date(self.env, before),
                after=format_date(self.env, self.date),
                reason=reason,
            )
        ]
        lines += [
            self.env._("Entry %(before)s is now %(after)s.", before=old, after=new)
            for old, new in renumbered
        ]
        self.message_post(body=Markup("<br/>").join(lines))  # join escapes what people typed
