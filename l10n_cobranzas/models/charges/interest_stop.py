from odoo import api, fields, models
from odoo.exceptions import UserError

from ..ledger.client_values import read_text


class AccountMoveLine(models.Model):
    """Items that stop bearing interest, and start again: who, when and why is kept (CHG-03)."""

    _inherit = "account.move.line"

    def action_cobranzas_stop_interest(self, reason=None):
        """Charge no more interest on these items, until it is resumed.

        :param reason: why; required
        Raises ``AccessError`` below accountant.
        """
        self._cobranzas_stop_interest(True, reason)
        return True

    def action_cobranzas_resume_interest(self, reason=None):
        """Charge interest on these items again, also for the days since it was stopped.

        :param reason: why; required
        Raises ``AccessError`` below accountant.
        """
        self._cobranzas_stop_interest(False, reason)
        return True

    def _cobranzas_stop_interest(self, stopped, reason):
        self.env["account.move"]._cobranzas_check_interest_right()
        self.check_access("read")
        reason = read_text(self.env, reason).strip()
        if not reason:
            raise UserError(self.env._("Say why."))
        # sudo: the right was checked above; only this is written
        items = self.sudo().filtered(lambda item: item.cobranzas_interest_stopped != stopped)
        items.with_context(skip_invoice_sync=True).write({"cobranzas_interest_stopped": stopped})
        for move, changed in items.grouped("move_id").items():
            names = ", ".join(item._cobranzas_get_interest_name() for item in changed)
            move.message_post(body=self._cobranzas_say_interest(stopped, names, reason))

    def _cobranzas_get_interest_name(self):
        """Return the name of the item among those of its entry."""
        self.ensure_one()
        return self.with_context(cobranzas_document=True).display_name

    @api.model
    def _cobranzas_say_interest(self, stopped, names, reason):
        if stopped:
            return self.env._(
                "No more late interest on %(names)s: %(reason)s", names=names, reason=reason
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
