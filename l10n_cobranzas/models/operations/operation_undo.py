from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..ledger.client_values import read_date, read_text

#: documents with taxes that operations issue
NOTE_TYPES = ("out_invoice", "out_refund")


class CobranzasOperation(models.Model):
    """Undoing an operation as a whole: mirrors, notes for notes, allocations first (OPS)."""

    _inherit = "cobranzas.operation"

    def action_undo(self, date=None, reason=None):
        """Undo the operations, all or none, newest first (OPS).

        :param date: of the mirrors; today when empty, or the last of the operations' dates when
            that is yet to come; not before an operation's
        :param reason: why, kept on the operation and in its history; required
        Raises ``AccessError`` below accountant; ``UserError`` naming what stands in the way, and
        opening it.
        """
        self._check_confirm_right()
        # sudo: the right was checked above; the entries reversed are the operations' own
        operations = self.sudo()
        operations._acquire_customer_locks()  # before anything else is read
        self.check_access("write")
        date = read_date(self.env, date) or max(
            [fields.Date.context_today(self), *self.mapped("date")]
        )
        reason = read_text(self.env, reason).strip()
        # newest first: a later operation may stand on what an earlier one made
        for operation in operations.sorted("id", reverse=True):
            operation._action_undo(date, reason)
        return True

    def _check_undo(self, date, reason):
        """Raise ``UserError`` for one that is not done, a missing reason or a bad date."""
        self.ensure_one()
        name = self.display_name
        if self.state != "done":
            raise UserError(
                self.env._("%(operation)s is not done: there is nothing to undo.", operation=name)
            )
        if not reason:
            raise UserError(self.env._("Say why %(operation)s is undone.", operation=name))
        if date < self.date:
            raise UserError(
                self.env._(
                    "%(operation)s is dated %(date)s: it can't be undone before that.",
                    operation=name,
                    date=format_date(self.env, self.date),
                )
            )
        for day in (self.date, date):
            self._check_open_period(day)

    def _get_undo_obstacles(self):
        return [*self._get_kind()._get_undo_obstacles(self), *super()._get_undo_obstacles()]

    def _get_used_refusal(self, item, later):
        return self.env._(
            "%(item)s of %(operation)s was taken by %(later)s: undo that first.",
            item=item._cobranzas_document_name(),
            operation=self.display_name,
            later=later.display_name,
        )

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

    def _after_undo(self, date, reason):
        for operation in self:
            operation._get_kind()._after_undo(operation, date)

    # ------------------------------------------------------------------
    # Notes
    # ------------------------------------------------------------------

    def _get_notes(self):
        """Return the documents that the operations issued and that nothing undid."""
        issued = self.move_ids.filtered(lambda move: move.move_type in NOTE_TYPES)
        undoing = issued.filtered(lambda move: move._is_cobranzas_undo_of_note())
        return issued - undoing - undoing.reversed_entry_id

    def _get_entries_in_force(self):
        """Return the entries that mirrors undo: a fiscal note is undone by another one."""
        return super()._get_entries_in_force().filtered(lambda move: move.move_type == "entry")

    def _reverse_entries(self, moves, partials, date):
        """Mirror each entry on ``date``, or on its own when that is later."""
        later = moves.filtered(lambda move: move.date > date)
        mirrors = super()._reverse_entries(moves - later, partials, date)
        for day, entries in later.grouped("date").items():
            mirrors |= super()._reverse_entries(entries, partials.browse(), day)
        return mirrors

    def _undo_ledger(self, date):
        """Undo debit notes and invoices by credit notes, and credit notes by debit notes."""
        notes = self._get_notes()
        mirrors = super()._undo_ledger(date)
        if notes:
            # a tax due on payment is not: neither of the two is paid
            notes = notes.with_context(no_cash_basis=True)
            undoing = notes._reverse_moves([self._prepare_undo_note_vals(n, date) for n in notes])
            undoing._post(soft=False)
            for note, undo in zip(notes, undoing, strict=True):
                # core reconciles a note with what it reverses when it is posted
                (note.line_ids | undo.line_ids).filtered(
                    lambda item: item.display_type == "payment_term" and not item.reconciled
                ).reconcile()
        return mirrors

    @api.model
    def _prepare_undo_note_vals(self, note, date):
        """Return what the note that undoes a document has of its own: date, rate, type.

        Core copies the document type, where a country has them, which is one of the other side.
        """
        debit = {"debit_origin_id": note.id} if note.move_type == "out_refund" else {}
        vals = {
            "date": date,
            "invoice_date": date,
            "invoice_currency_rate": note.invoice_currency_rate,
            "cobranzas_operation_id": note.cobranzas_operation_id.id,
            **debit,
        }
        if "l10n_latam_document_type_id" in note._fields and note.l10n_latam_use_documents:
            draft = note.new(
                {
                    "move_type": "out_invoice" if debit else "out_refund",
                    "journal_id": note.journal_id.id,
                    "partner_id": note.partner_id.id,
                    "company_id": note.company_id.id,
                    "reversed_entry_id": note.id,
                    **debit,
                }
            )
            types = draft.l10n_latam_available_document_type_ids._origin
            if debit:  # its domain lets in what is neither
                types = types.filtered(lambda kind: kind.internal_type == "debit_note")
            vals["l10n_latam_document_type_id"] = types[:1].id
        return vals
