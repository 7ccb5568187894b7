from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .account_move_line import ORIGIN_FIELDS
from .booking import OperationBooking


class CobranzasOperation(models.Model):
    """Confirming: from the draft to entries, payments, notes and allocations (OPS)."""

    _inherit = "cobranzas.operation"

    def action_confirm(self):
        """Book the operations, all or none (OPS).

        Raises ``AccessError`` below accountant; ``UserError`` with one sentence for whatever
        keeps one of them from being booked; nothing is left behind then.
        """
        self._check_confirm_right()
        # sudo: the right was checked above; what is booked follows from operations the user may
        # write, and from the items they name, which were checked when they were written
        operations = self.sudo()
        operations._acquire_customer_locks()  # before anything else is read
        self.check_access("write")
        operations._action_confirm()
        return True

    def _check_confirm_right(self):
        self.env["res.users"]._cobranzas_check_groups(
            "l10n_cobranzas.group_cobranzas_accountant",
            self.env._("Only an accountant confirms or undoes an operation."),
        )

    def _action_confirm(self):
        """Book the operations. To call with the locks of their customers."""
        if not self:
            return
        self._lock_for_change()
        self._check_is_draft()
        items = self.line_ids.move_line_id
        items.fetch(ORIGIN_FIELDS)  # no more than these, of many items
        with items._cobranzas_keep_held():
            for operation in self:
                operation._get_kind()._before_confirm(operation)
        self._release_drafts()
        with items._cobranzas_keep_held():
            for operation in self:
                operation._check_confirmable()
            plans = {operation: operation._prepare_plan() for operation in self}
        self._assign_numbers()
        booking = OperationBooking(plans)
        booking.create_entries()
        booking.allocate()
        booking.link_results()
        # while it is a draft still: what the kind makes may be told on the operation
        for operation in self:
            operation._get_kind()._after_confirm(operation, booking)
        self.write({"state": "done", "done_by": self.env.user.id, "done_at": fields.Datetime.now()})

    def _release_drafts(self):
        """Give back what drafts are matched with of the items, where it is taken."""
        wanted = {}
        for line in self.line_ids:
            item = line.move_line_id
            wanted[item] = wanted.get(item, 0.0) + line.amount
        self.line_ids.move_line_id._cobranzas_release_drafts(wanted)

    def _check_confirmable(self):
        """Raise ``UserError`` with the one sentence that says why it can't be confirmed."""
        self.ensure_one()
        self._check_open_period(self.date)
        late = self.line_ids.move_line_id.filtered(lambda item: item.date > self.date)
        if late:
            raise UserError(
                self.env._(
                    "%(document)s is dated after the operation: choose a later date.",
                    document=late[0]._cobranzas_document_name(),
                )
            )
        self._get_kind()._check(self)

    # ------------------------------------------------------------------
    # Numbers
    # ------------------------------------------------------------------

    def _assign_numbers(self):
        """Give each operation the next number of its kind in its company."""
        for (company, kind), operations in self.grouped(
            lambda operation: (operation.company_id, operation.kind)
        ).items():
            sequence = self._get_sequence(company, kind)
            for operation in operations:
                operation.name = sequence.next_by_id(sequence_date=operation.date)

    def _get_sequence(self, company, kind):
        """Return the sequence of a kind in a company, made when its first number is given."""
        operation = self.filtered(lambda each: each.company_id == company)[:1]
        kind_model = self._get_kinds()[kind]
        return operation._get_named_sequence(
            f"cobranzas.operation.{kind}", kind_model._get_label(), kind_model._prefix
        )

    def _get_named_sequence(self, code, label, prefix):
        """Return the company's sequence of a code, made when its first number is given."""
        self.ensure_one()
        return self.company_id._cobranzas_get_sequence(code, label, prefix)

    # ------------------------------------------------------------------
    # Values
    # ------------------------------------------------------------------

    def _prepare_entry_vals(self, entry, journal):
        """Return the values of an entry of the plan, in a journal."""
        return {
            "move_type": "entry",
            "journal_id": journal.id,
            "company_id": self.company_id.id,
            "date": entry.date or self.date,
            "ref": entry.label or self.name,
            "partner_id": self.commercial_partner_id.id,
            "cobranzas_operation_id": self.id,
            "cobranzas_origin_ids": [Command.set(self._get_kind()._get_origin_moves(self).ids)],
            "line_ids": [Command.create(self._prepare_item_vals(item)) for item in entry.items],
        }

    def _prepare_item_vals(self, item):
        """Return the values of a journal item of the plan."""
        currency, company_currency = item.currency, self.company_id.currency_id
        label = item.label or self._get_kind()._get_label()
        return {
            # no analytics on a receivable: core would look a model up for each item by itself
            "analytic_distribution": False,
            "name": f"{self.name}: {label}",
            "account_id": item.account.id,
            "partner_id": item.partner.id if item.partner else False,
            "currency_id": currency.id,
            "amount_currency": currency._cobranzas_from_minor_units(item.amount),
            "balance": company_currency._cobranzas_from_minor_units(item.booked),
            "date_maturity": item.due or self.date,
            **(item.values or {}),
        }

    def _prepare_payment_vals(self, entry):
        """Return the values of the payment of an entry of the plan."""
        return {
            "date": entry.date or self.date,
            "company_id": self.company_id.id,
            "memo": entry.label or self.display_name,
            "cobranzas_operation_id": self.id,
            **entry.payment,
        }

    def _prepare_note_vals(self, note):
        """Return the values of a document of the plan."""
        return {
            "company_id": self.company_id.id,
            "invoice_date": self.date,
            "date": self.date,
            "invoice_origin": self.name,
            "cobranzas_operation_id": self.id,
            "cobranzas_origin_ids": [Command.set(self._get_kind()._get_origin_moves(self).ids)],
            **note.values,
        }

    def _check_note(self, note, move):
        """Raise ``UserError`` when a document is not for what the preview showed."""
        currency = move.currency_id
        planned = sum(item.amount for item in note.items if item.key == note.key)
        booked = sum(item.booked for item in note.items if item.key == note.key)
        company_currency = self.company_id.currency_id
        if (
            currency._cobranzas_to_minor_units(move.amount_total_in_currency_signed) != planned
            or company_currency._cobranzas_to_minor_units(move.amount_total_signed) != booked
        ):
            raise UserError(
                self.env._(
                    "The taxes of %(kind)s changed while you were working: look at the preview "
                    "and confirm it again.",
                    kind=self.display_name,
                )
            )
