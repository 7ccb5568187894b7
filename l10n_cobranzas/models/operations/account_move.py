from odoo import fields, models

from ..ledger.client_values import check_one


class AccountMove(models.Model):
    """Entries and documents of operations, and the documents they come from."""

    _name = "account.move"
    _inherit = ["account.move", "cobranzas.position.mixin"]

    cobranzas_operation_id = fields.Many2one(
        "cobranzas.operation",
        string="Operation",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The operation this entry belongs to.",
    )
    cobranzas_origin_ids = fields.Many2many(
        "account.move",
        "cobranzas_move_origin_rel",
        "move_id",
        "origin_id",
        string="Origins",
        readonly=True,
        copy=False,
        help="The documents that the operation of this entry took.",
    )

    def _is_cobranzas_undo_of_note(self):
        """Tell whether this is the note by which an operation undoes one of its own."""
        operation = self.cobranzas_operation_id
        return bool(operation) and self.reversed_entry_id.cobranzas_operation_id == operation

    def _reconcile_reversed_moves(self, reverse_moves, move_reverse_cancel):
        """Leave the credit note of an operation open, until its plan says what it is applied to.

        What undoes a note of the same operation is reconciled with it.
        """
        free = reverse_moves.filtered(
            lambda move: move.cobranzas_operation_id and not move._is_cobranzas_undo_of_note()
        )
        if not free:
            return super()._reconcile_reversed_moves(reverse_moves, move_reverse_cancel)
        for move in reverse_moves - free:
            origin = super(AccountMove, move.reversed_entry_id)
            origin._reconcile_reversed_moves(move, move_reverse_cancel)
        return reverse_moves

    def action_open_cobranzas_operation(self):
        """Open the operation that booked the entry."""
        check_one(self)
        return self.cobranzas_operation_id._get_records_action()

    def action_cobranzas_operate(self):
        """Ask which operation to make of the documents' open items (OPS)."""
        self.check_access("read")
        return self.env["cobranzas.operation"]._action_operate(self.line_ids)
