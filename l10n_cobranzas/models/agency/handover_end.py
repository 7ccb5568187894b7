from odoo import fields, models
from odoo.exceptions import UserError

from ..ledger.client_values import read_text
from ..ledger.locking import lock_rows

#: how a document comes back: we ask for it, or the agency gives up
ENDS = ("recalled", "returned")


class CobranzasAgencyHandoverLine(models.Model):
    """Documents that come back from an agency: notices and worklist have them again (COL-09)."""

    _inherit = "cobranzas.agency.handover.line"

    def action_open_recall(self):
        """Open the dialog that takes these documents back."""
        self.check_access("read")
        return self.env["cobranzas.agency.handover"]._prepare_end_action(self)

    def _end(self, status, reason):
        """Take documents back from their agencies, today.

        :param status: ``recalled`` by us or ``returned`` by the agency
        :param reason: in the words of who does it; kept on each line
        :raises AccessError: below manager
        :raises UserError: without a reason, or for what no agency has any more
        """
        handovers = self.handover_id
        handovers._check_state(
            ("handed",), self.env._("No agency has these documents any more.")
        )
        if status not in ENDS:
            raise UserError(self.env._("Say whether they are recalled or returned."))
        reason = (read_text(self.env, reason) or "").strip()
        if not reason:
            raise UserError(self.env._("Say why the documents come back."))
        lock_rows(self)
        self.invalidate_recordset(["status"])
        if not self or any(line.status != "in_force" for line in self):
            raise UserError(self.env._("No agency has these documents any more."))
        today = fields.Date.context_today(self)
        # sudo: lines and state are written by the batch alone; who may was checked above
        self.sudo().write({"status": status, "reason": reason, "date_end": today})
        for handover in handovers:
            mine = self.filtered(lambda line, one=handover: line.handover_id == one)
            handover._note_debtors(mine, handover._describe_end)
            if not any(line.status == "in_force" for line in handover.line_ids):
                handover.sudo().write({"state": "returned"})  # sudo: as above


class CobranzasAgencyHandover(models.Model):
    """A whole batch that comes back."""

    _inherit = "cobranzas.agency.handover"

    def action_open_recall(self):
        """Open the dialog that takes back what the agency still has of the batch."""
        self.ensure_one()
        self._check_state(("handed",), self.env._("No agency has these documents any more."))
        lines = self.line_ids.filtered(lambda line: line.state == "with_agency")
        if not lines:
            lines = self.line_ids.filtered(lambda line: line.status == "in_force")
        return self._prepare_end_action(lines)

    def _prepare_end_action(self, lines):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take Back from the Agency"),
            "res_model": "cobranzas.agency.end",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_line_ids": lines.ids},
        }

    def _describe_end(self, _partner, lines):
        recalled = lines[0].status == "recalled"
        sentence = (
            self.env._("Recalled from %(agency)s (%(handover)s): %(documents)s. %(reason)s")
            if recalled
            else self.env._("Returned by %(agency)s (%(handover)s): %(documents)s. %(reason)s")
        )
        return sentence % {
            "agency": self.agency_id.name,
            "handover": self.name,
            "documents": self._list_documents(lines),
            "reason": lines[0].reason,
        }
