from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..ledger.client_values import read_date, read_text


class AccountMoveLine(models.Model):
    """Items that stop bearing interest, and start again: who, when and why is kept (CHG-03)."""

    _inherit = "account.move.line"

    def action_cobranzas_stop_interest(self, reason=None, date=None):
        """Charge no more interest on these items from a day on, until it is resumed (CHG-03).

        At dates before it they bear interest as before, whenever the stop is made.

        :param reason: why; required
        :param date: the day; today when empty
        Raises ``AccessError`` below accountant.
        """
        self._cobranzas_stop_interest(
            read_date(self.env, date) or fields.Date.context_today(self), reason
        )
        return True

    def action_cobranzas_resume_interest(self, reason=None):
        """Charge interest on these items again, also for the days since it was stopped.

        :param reason: why; required
        Raises ``AccessError`` below accountant.
        """
        self._cobranzas_stop_interest(False, reason)
        return True

    def _cobranzas_is_interest_stopped(self, day=None):
        """Tell whether no interest is charged on the item at a day; at the last of all when None.

        A stop counts from its own day on: what was to be charged before is as it was.
        """
        self.ensure_one()
        since = self.cobranzas_interest_stopped_from
        return self.cobranzas_interest_stopped and not (day and since and day < since)

    def _cobranzas_stop_interest(self, since, reason):
        """Stop the interest of the items from a day on, or resume it.

        :param since: the day; False to resume
        """
        self.env["account.move"]._cobranzas_check_interest_right()
        self.check_access("read")
        reason = read_text(self.env, reason).strip()
        if not reason:
            raise UserError(self.env._("Say why."))
        # sudo: the right was checked above; only this is written
        items = self.sudo().filtered(lambda item: item.cobranzas_interest_stopped_from != since)
        items.with_context(skip_invoice_sync=True).write(
            {"cobranzas_interest_stopped": bool(since), "cobranzas_interest_stopped_from": since}
        )
        for move, changed in items.grouped("move_id").items():
            names = ", ".join(item._cobranzas_get_interest_name() for item in changed)
            move.message_post(body=self._cobranzas_say_interest(since, names, reason))

    def _cobranzas_get_interest_name(self):
        """Return the name of the item among those of its entry."""
        self.ensure_one()
        return self.with_context(cobranzas_document=True).display_name

    @api.model
    def _cobranzas_say_interest(self, since, names, reason):
        if since:
            return self.env._(
                "No more late interest on %(names)s from %(date)s: %(reason)s",
                names=names,
                date=format_date(self.env, since),
                reason=reason,
            )
        return self.env._(
            "Late interest again on %(names)s: %(reason)s", names=names, reason=reason
        )


class AccountMove(models.Model):
    """Invoices whose interest is stopped."""

    _inherit = "account.move"

    cobranzas_interest_state = fields.Selection(
        selection=[("bears", "Bears Late Interest"), ("stopped", "Interest Stopped")],
        string="Late Interest",
        compute="_compute_cobranzas_interest_state",
    )

    @api.depends("line_ids.cobranzas_interest_policy_id", "line_ids.cobranzas_interest_stopped")
    def _compute_cobranzas_interest_state(self):
        for move in self:
            if any(move.line_ids.mapped("cobranzas_interest_stopped")):
                move.cobranzas_interest_state = "stopped"
            else:
                bears = move.line_ids.cobranzas_interest_policy_id
                move.cobranzas_interest_state = "bears" if bears else False

    @api.model
    def _cobranzas_check_interest_right(self):
        """Raise ``AccessError`` below accountant."""
        self.env["res.users"]._cobranzas_check_groups(
            "l10n_cobranzas.group_cobranzas_accountant",
            self.env._("Only an accountant stops or resumes late interest."),
        )
