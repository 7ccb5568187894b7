from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..ledger.client_values import read_date, read_text


class CobranzasReceipt(models.Model):
    """Voiding (*anular*, REC-15): a dated mirror of every entry, allocations removed first."""

    _inherit = "cobranzas.receipt"

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
        receipts._acquire_customer_locks()  # before anything else is read
        self.check_access("write")
        date = read_date(self.env, date) or max(
            [fields.Date.context_today(self), *self.mapped("date")]
        )
        receipts._action_undo(date, read_text(self.env, reason).strip())
        return True

    def _check_void_right(self):
        self.env["res.users"]._cobranzas_check_groups(
            "l10n_cobranzas.group_cobranzas_accountant",
            self.env._("Only an accountant can void a posted receipt."),
        )

    # ------------------------------------------------------------------
    # What a void does besides undoing the ledger
    # ------------------------------------------------------------------

    def _check_undo(self, date, reason):
        """Raise ``UserError`` for a receipt that is not posted, a missing reason or a bad date."""
        self.ensure_one()
        name = self.display_name
        if self.state != "posted":
            raise UserError(
                self.env._("%(receipt)s is not posted: there is nothing to void.", receipt=name)
            )
        if not reason:
            raise UserError(self.env._("Say why %(receipt)s is voided.", receipt=name))
        booked = {self.date, *self.withholding_ids.mapped("date")}
        if date < max(booked):
            raise UserError(
                self.env._(
                    "%(receipt)s is dated %(date)s: it can't be voided before that.",
                    receipt=name,
                    date=format_date(self.env, max(booked)),
                )
            )
        for day in booked | {date}:
            self._check_open_period(day)

    def _get_undo_obstacles(self):
        """Return the checks of what may stand in the way of a void, in the order to tell them."""
        return [
            self._check_checks_in_portfolio,
            self.withholding_ids._check_not_replaced,
            self.value_ids._check_in_portfolio,
            self._check_payments_unmatched,
            self.document_ids._check_uncollected,
            self._check_balance_unused,
        ]

    def _mark_undone(self, date, reason):
        self.write(
            {
                "state": "voided",
                "void_date": date,
                "void_reason": reason,
                "voided_by": self.env.user.id,
                "voided_at": fields.Datetime.now(),
            }
        )

    def _after_undo(self, date, reason):
        self.env["cobranzas.document"]._release_credit_invoices(self)
        self.check_ids.identity_key = False
        self._post_check_history(date, reason)

    def _post_check_history(self, date, reason):
        """Tell in the history of each cheque that its receipt was voided."""
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
