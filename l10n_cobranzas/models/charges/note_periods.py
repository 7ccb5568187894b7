from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date


class CobranzasOperation(models.Model):
    """Notes of charges and closed periods: refused, where core would date them later (CHG)."""

    _inherit = "cobranzas.operation"

    def _check_note_period(self, date, taxed):
        """Raise ``UserError`` when a note may not be dated on a day, closed for sales or taxes.

        Core would post the note with another accounting date, without a word.

        :param taxed: whether the note has taxes
        """
        self.ensure_one()
        lock = self.company_id._cobranzas_get_note_lock(date, taxed)
        if not lock:
            return
        names = {"date": format_date(self.env, date), "lock": format_date(self.env, lock)}
        if self.receipt_id and self.state == "draft":
            raise UserError(
                self.env._(
                    "The notes of this receipt would be dated %(date)s, in a period that is closed "
                    "for them (until %(lock)s): date the notes today in the settings, untick them "
                    "or reopen it.",
                    **names,
                )
            )
        raise UserError(
            self.env._(
                "The note would be dated %(date)s, in a period that is closed for it (until "
                "%(lock)s): choose a later date or reopen it.",
                **names,
            )
        )

    def _check_undo(self, date, reason):
        result = super()._check_undo(date, reason)
        notes = self._get_notes() if self._charges() else False
        if notes:
            self._check_note_period(date, bool(notes.line_ids.tax_ids))
        return result


class CobranzasOperationKindCharge(models.AbstractModel):
    """The date of a note is that of its operation, or it is not made (CHG)."""

    _inherit = "cobranzas.operation.kind.charge"

    @api.model
    def _prepare_charge_note(self, operation):
        note = super()._prepare_charge_note(operation)
        lines = [values for _command, _id, values in note.values["invoice_line_ids"]]
        taxed = any(vals["tax_ids"] != [Command.set([])] for vals in lines)
        operation._check_note_period(operation.date, taxed)
        return note


class CobranzasOperationRun(models.Model):
    """Runs whose notes would be dated in a closed period list nothing (CHG-03)."""

    _inherit = "cobranzas.operation.run"

    def _check_note_period(self):
        """Raise ``UserError`` when the notes would be dated in a period closed for sales."""
        lock = self.date_until <= self.date and self.company_id._cobranzas_get_note_lock(
            self.date, taxed=False
        )
        if lock:
            raise UserError(
                self.env._(
                    "The notes would be dated %(date)s, in a period that is closed for them (until "
                    "%(lock)s): choose a later date or reopen it.",
                    date=format_date(self.env, self.date),
                    lock=format_date(self.env, lock),
                )
            )


class ResCompany(models.Model):
    """Until when sales are closed."""

    _inherit = "res.company"

    def _cobranzas_get_note_lock(self, date, taxed):
        """Return the last day of the closed period that a note's date falls in, or None.

        :param taxed: whether the note has taxes: what closes their return counts then
        """
        self.ensure_one()
        violated = self._get_lock_date_violations(date, purchase=False, tax=taxed)
        return max((day for day, _field in violated), default=None)
