from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..ledger.client_values import read_date, read_text
from ..ledger.obstacles import prepare_obstacle


class CobranzasBankDeposit(models.Model):
    """Undoing a deposit as a whole: dated mirrors, and the cheques are in hand again (COL-08)."""

    _inherit = "cobranzas.bank.deposit"

    def action_undo(self, date=None, reason=None):
        """Undo the deposits, all or none, newest first (COL-08).

        :param date: of the mirrors; today when empty; not before a deposit's
        :param reason: why, kept on the deposit and in its history; required
        Raises ``AccessError`` below accountant; ``UserError`` naming what stands in the way, and
        opening it.
        """
        self._check_undo_right()
        # sudo: the right was checked above; the entries reversed are the deposits' own
        deposits = self.sudo()
        deposits._acquire_customer_locks()  # before anything else is read
        self.check_access("write")
        date = read_date(self.env, date) or fields.Date.context_today(self)
        reason = read_text(self.env, reason).strip()
        for deposit in deposits.sorted("id", reverse=True):
            deposit._action_undo(date, reason)
        return True

    def _check_undo_right(self):
        self.env["res.users"]._cobranzas_check_groups(
            "l10n_cobranzas.group_cobranzas_accountant",
            self.env._("Only an accountant undoes a deposit."),
        )

    def _check_undo(self, date, reason):
        """Raise ``UserError`` for one that is not done, a missing reason or a bad date."""
        self.ensure_one()
        name = self.display_name
        if self.state != "done":
            raise UserError(
                self.env._(
                    "Deposit %(deposit)s is not done: there is nothing to undo.",
                    deposit=name,
                )
            )
        if not reason:
            raise UserError(self.env._("Say why deposit %(deposit)s is undone.", deposit=name))
        if date < self.date:
            raise UserError(
                self.env._(
                    "Deposit %(deposit)s is of %(date)s: it can't be undone before that.",
                    deposit=name,
                    date=format_date(self.env, self.date),
                )
            )
        for day in (self.date, date):
            self._check_open_period(day)

    def _get_undo_obstacles(self):
        return [self._check_checks_stayed, self._check_payments_unmatched]

    def _check_checks_stayed(self):
        """Raise ``UserError`` naming a cheque that moved on from the bank, and how."""
        for check in self.check_ids:
            last = check._get_last_operation()
            if last not in self.payment_ids:
                owner = self._get_responsible(last)
                message = self.env._(
                    "Cheque %(check)s moved on (%(operation)s): undo that first.",
                    check=check.name,
                    operation=owner.display_name,
                )
                raise prepare_obstacle(self.env, message, owner)

    def _mark_undone(self, date, reason):
        self.write(
            {
                "state": "undone",
                "undo_date": date,
                "undo_reason": reason,
                "undone_by": self.env.user.id,
                "undone_at": fields.Datetime.now(),
            }
        )
