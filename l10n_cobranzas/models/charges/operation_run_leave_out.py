from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..ledger.client_values import read_text


class CobranzasOperationRunLine(models.Model):
    """What a run leaves out: this time, for these days, or for good (CHG-03)."""

    _inherit = "cobranzas.operation.run.line"

    def action_leave_out(self):
        """Ask for how long charges are left out; other kinds are left out at once."""
        charging = self.filtered("charges")
        if not charging:
            return super().action_leave_out()
        self.check_access("read")
        self._check_pending()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Leave Out"),
            "res_model": "cobranzas.operation.run.leave.out",
            "view_mode": "form",
            "target": "new",
            "context": {"default_line_ids": [Command.set(charging.ids)]},
        }

    def _check_pending(self):
        """Raise unless the user may leave these out, and one of them is still to do."""
        self.run_id._check_state(
            ("prepared", "cancelled"), self.env._("Stop the run first: then it can be left out.")
        )
        if "pending" not in self.mapped("state"):
            raise UserError(self.env._("Nothing of this is still to do."))

    def _leave_out(self, scope, reason):
        """Leave charges out of the run.

        :param scope: ``once``; ``period``: what is charged now is never charged; ``always``: the
            document is charged no more
        :param reason: why, required but for ``once``
        Raises ``AccessError`` below accountant, ``UserError`` when the run is under way.
        """
        self.check_access("read")
        self._check_pending()
        reason = read_text(self.env, reason).strip()
        if scope != "once" and not reason:
            raise UserError(self.env._("Say why."))
        lines = self.filtered(lambda line: line.state == "pending")
        for run, mine in lines.grouped("run_id").items():
            kind = run._get_charge_kind()
            if scope != "once":
                kind._check_waivable()
            if scope == "period":
                mine._waive(reason)
            elif scope == "always":
                kind._never_again(run, mine.move_line_id, reason)
        text = self.env._("Left out by %(user)s", user=self.env.user.name)
        # sudo: lines are written by their run alone; the user may run it
        lines.sudo().write(
            {
                "state": "skipped",
                "reason": f"{text}: {reason}" if reason else text,
                "is_put_aside": scope == "once",
            }
        )

    def action_put_back(self):
        """Put back what was left out only this time.

        Raises ``AccessError`` below accountant, ``UserError`` when there is nothing of it.
        """
        self.check_access("read")
        self.run_id._check_state(
            ("prepared", "cancelled", "done"), self.env._("Stop the run first.")
        )
        # sudo: lines are written by their run alone; the user may run it
        lines = self.sudo().filtered("is_put_aside")
        if not lines:
            raise UserError(self.env._("Nothing of this was left out only this time."))
        lines.write({"state": "pending", "reason": False, "is_put_aside": False})
        # sudo: the state is the run's own; done, it goes on by its button
        self.run_id.sudo().filtered(lambda run: run.state == "done").state = "cancelled"

    # ------------------------------------------------------------------
    # Waive
    # ------------------------------------------------------------------

    def _waive(self, reason):
        """Count as charged, without a note, all that would be charged now."""
        run = self.run_id
        # sudo: the right was checked; nobody may write charges by themselves
        lines = self.sudo()
        lines.move_line_id._cobranzas_lock()
        assessed = run.sudo()._get_charge_kind()._assess_run(run.sudo(), lines.move_line_id)
        vals_list = [
            line._prepare_waived_vals(row, reason)
            for line in lines
            for row in getattr(assessed.get(line.move_line_id), "rows", ())
        ]
        self.env["cobranzas.charge"].sudo().create(vals_list)  # sudo: as above

    def _prepare_waived_vals(self, row, reason):
        """Return the values of a charge that is given up, of a row of the assessment."""
        return {
            "kind": self.run_id._get_charge_kind()._charge_kind,
            "state": "waived",
            "move_line_id": self.move_line_id.id,
            "name": self.document,
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "date_from": row.date_from,
            "date_to": row.date_to,
            "days": row.days,
            "base": row.base,
            "rate": row.rate,
            "amount_computed": row.amount,
            "amount": row.amount,
            "partial_id": row.partial.id if row.partial else False,
            "reason": reason,
            "decided_by": self.env.user.id,
            "decided_at": fields.Datetime.now(),
        }
