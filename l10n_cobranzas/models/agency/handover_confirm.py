from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount

#: what is read again of a line when it is handed over
REFRESHED = ("amount", "amount_company", "days_overdue", "percent", "date", "status", "reason")


class CobranzasAgencyHandover(models.Model):
    """The hand-over itself: the listed documents are judged again, by the same code (COL-09)."""

    _inherit = "cobranzas.agency.handover"

    def action_hand_over(self):
        """Give the listed documents to the agency: out of notices and of the own worklist.

        What was paid, promised, disputed or handed over since the list was made is left out.
        Raises ``AccessError`` below manager; ``UserError`` when nothing is left to hand over.
        """
        self._check_state(
            ("listed",), self.env._("List the documents first: this batch has none to hand over.")
        )
        for handover in self:
            handover._check_ready()
            handover._action_hand_over()
        return True

    def _action_hand_over(self):
        listed = self.line_ids.filtered(lambda line: line.status == "listed")
        self._refresh_lines(listed)
        taken = listed.filtered(lambda line: line.status == "listed")
        if not taken:
            raise UserError(
                self.env._(
                    "Nothing of the list is left to hand over: list the documents again to see why."
                )
            )
        # sudo: state and lines are written here alone; who may hand over was checked
        taken.sudo().write({"status": "in_force"})
        self.sudo().write(self._prepare_handed_vals())
        self.flush_recordset()
        taken.flush_recordset()  # the database refuses now what another batch took meanwhile
        self._note_debtors(taken, self._describe_handed)

    def _prepare_handed_vals(self):
        # sudo: a number, for who may hand over
        sequence = self.env["ir.sequence"].sudo().with_company(self.company_id)
        return {
            "name": sequence.next_by_code("cobranzas.agency.handover"),
            "state": "handed",
            "user_id": self.env.uid,
            "handed_at": fields.Datetime.now(),
        }

    def _refresh_lines(self, lines):
        """Read the documents of lines again; write what changed of each, or why it is left out."""
        found = {
            vals["move_line_id"]: vals
            for vals in self._prepare_lines(self._find_rows(lines.move_line_id))
        }
        gone = {"status": "left_out", "reason": self.env._("Nothing is owed of it any more.")}
        for line in lines:
            vals = found.get(line.move_line_id.id, gone)
            changed = {
                name: vals[name]
                for name in REFRESHED
                if name in vals and line[name] != (vals[name] or False)
            }
            if changed:
                line.sudo().write(changed)  # sudo: as above

    # ------------------------------------------------------------------
    # History
    # ------------------------------------------------------------------

    def _note_debtors(self, lines, describe):
        """Leave a note on each debtor, for those who see its debts."""
        bodies = {
            partner.id: describe(partner, mine)
            for partner, mine in lines.grouped("partner_id").items()
        }
        lines.partner_id._cobranzas_note(bodies)

    def _describe_handed(self, _partner, lines):
        return self.env._(
            "%(agency)s collects from now on (%(handover)s): %(documents)s.",
            agency=self.agency_id.name,
            handover=self.name,
            documents=self._list_documents(lines),
        )

    def _list_documents(self, lines):
        """Return the documents of lines in words, each with what was owed of it."""
        return ", ".join(
            f"{line.document} ({format_amount(self.env, line.amount, line.currency_id)})"
            for line in lines
        )
