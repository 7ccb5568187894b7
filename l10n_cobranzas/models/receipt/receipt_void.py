from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..ledger.cobranzas_guards import lock_rows


class CobranzasReceipt(models.Model):
    """Voiding (*anular*, REC-15): a dated mirror of every entry, allocations removed first."""

    _inherit = "cobranzas.receipt"

    def action_open_void(self):
        """Ask for the date and the reason of the void."""
        self._check_void_right()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Void"),
            "res_model": "cobranzas.receipt.void",
            "view_mode": "form",
            "target": "new",
            "context": {"default_receipt_ids": self.ids},
        }

    def action_void(self, date=None, reason=None):
        """Void the receipts, all or none (REC-15).

        :param date: date of the reversal; today when empty, or the last of the receipts' dates
            when that is yet to come; not before a receipt's
        :param reason: why, kept on the receipt and in its history; required
        Raises ``AccessError`` without the accountant's right and ``UserError`` naming the
        obstacle: closed period, cheque or bank line that went on, later application.
        """
        self._check_void_right()
        # sudo: the right was checked above; the entries reversed are the receipts' own
        receipts = self.sudo()
        receipts._wait_for_turn()  # before anything else is read
        self.check_access("write")
        date = fields.Date.to_date(date) or max(
            [fields.Date.context_today(self), *self.mapped("date")]
        )
        receipts._action_void(date, (reason or "").strip())
        return True

    def _check_void_right(self):
        self.env["res.users"]._cobranzas_check_groups(
            "l10n_cobranzas.group_cobranzas_accountant",
            self.env._("Only an accountant can void a posted receipt."),
        )

    def _action_void(self, date, reason):
        """Void the receipts, whose customers' turn it is."""
        self._lock_for_voiding()
        for receipt in self:
            receipt._check_voidable(date, reason)
        # From here on the guards on payments and allocations let go: the receipt is voided
        self.write(
            {
                "state": "voided",
                "void_date": date,
                "void_reason": reason,
                "voided_by": self.env.user.id,
                "voided_at": fields.Datetime.now(),
            }
        )
        moves = self._get_entries_in_force()
        self.partial_ids.with_context(cobranzas_void_date=date).unlink()
        moves._cobranzas_post_mirrors(moves._cobranzas_create_mirrors(date))
        self.payment_ids.with_context(tracking_disable=True).state = "canceled"
        self._release_credit_invoices()
        self._post_check_history(date, reason)

    def _lock_for_voiding(self):
        if not self:
            return
        lock_rows(self)
        self.invalidate_recordset(["state"])
        (self.line_ids.move_line_id | self._get_receivable_items())._cobranzas_lock()
        # entries get their numbers journal by journal: without an order, two could wait for
        # one another
        lock_rows(self.move_ids.journal_id)

    def _get_receivable_items(self):
        return self.move_ids.line_ids.filtered(
            lambda item: item.account_id.account_type == "asset_receivable"
        )

    def _get_entries_in_force(self):
        """Return the receipts' entries, less those undone by a correction, and its mirrors.

        A reversal that somebody made by hand is none of the receipt's, and may be a draft.
        """
        own = self.move_ids
        return own.filtered(
            lambda move: not ((move.reversed_entry_id | move.reversal_move_ids) & own)
        )

    def _check_voidable(self, date, reason):
        """Raise ``UserError`` naming the first obstacle to the void (REC-15)."""
        self.ensure_one()
        name = self.display_name
        if self.state != "posted":
            raise UserError(
                self.env._("%(receipt)s is not posted: there is nothing to void.", receipt=name)
            )
        if not reason:
            raise UserError(self.env._("Say why %(receipt)s is voided.", receipt=name))
        latest = max([self.date, *self.withholding_ids.mapped("date")])
        if date < latest:
            raise UserError(
                self.env._(
                    "%(receipt)s is dated %(date)s: it can't be voided before that.",
                    receipt=name,
                    date=format_date(self.env, latest),
                )
            )
        for day in {self.date, date, *self.withholding_ids.mapped("date")}:
            self._check_open_period(day)
        self._check_void_checks()
        for withholding in self.withholding_ids:
            withholding._check_not_replaced()
        self._check_void_cards()
        self._check_void_bank_lines()
        self._check_void_documents()
        self._check_later_applications(self._get_receivable_items())

    def _check_void_checks(self):
        for check in self.payment_ids.l10n_latam_new_check_ids:
            operation = check.operation_ids.filtered(
                lambda payment: payment.state not in ("draft", "canceled")
            )
            if operation:
                raise UserError(
                    self.env._(
                        "Cheque %(check)s is no longer in the portfolio: undo %(operation)s first.",
                        check=check.name,
                        operation=operation[-1].display_name,
                    )
                )

    def _check_void_bank_lines(self):
        for payment in self.payment_ids:
            liquidity = payment._seek_for_lines()[0]
            partials = self._get_outside_partials(liquidity)
            matched = (partials.debit_move_id | partials.credit_move_id) - liquidity
            if matched:
                raise UserError(
                    self.env._(
                        "Payment %(payment)s is reconciled with %(entry)s: undo that first.",
                        payment=payment.display_name,
                        entry=matched[0].move_id.display_name,
                    )
                )

    def _get_outside_partials(self, items):
        """Return the reconciliations of ``items`` that the receipt did not make.

        Its own, uses of anticipated deposits among them, go with the void; so do the exchange
        differences of these. What a correction undid is reconciled with its mirror.
        """
        exchange, own = self.partial_ids.exchange_move_id, self.move_ids
        others = items._cobranzas_get_partials() - self.partial_ids
        return others.filtered(
            lambda partial: (
                not (partial.debit_move_id | partial.credit_move_id).move_id & exchange
                and (partial.debit_move_id | partial.credit_move_id).move_id - own
            )
        )

    def _check_later_applications(self, items):
        """Raise ``UserError`` naming what used the balance ``items`` left on account."""
        for partial in self._get_outside_partials(items):
            if partial.cobranzas_receipt_id:
                raise UserError(
                    self.env._(
                        "The balance %(receipt)s left on account is used by %(later)s: "
                        "void %(later)s first.",
                        receipt=self.display_name,
                        later=partial.cobranzas_receipt_id.display_name,
                    )
                )
            other = (partial.debit_move_id | partial.credit_move_id) - items
            raise UserError(
                self.env._(
                    "The balance %(receipt)s left on account is reconciled with "
                    "%(entry)s: undo that first.",
                    receipt=self.display_name,
                    entry=other[:1].move_id.display_name,
                )
            )

    def _post_check_history(self, date, reason):
        for receipt in self:
            for check in receipt.payment_ids.l10n_latam_new_check_ids:
                check.message_post(
                    body=self.env._(
                        "Receipt %(receipt)s was voided on %(date)s (%(reason)s): "
                        "the cheque left the portfolio.",
                        receipt=receipt.name,
                        date=format_date(self.env, date),
                        reason=reason,
                    )
                )
