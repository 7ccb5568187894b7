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

    def action_open_cobranzas_operation(self):
        """Open the operation that booked the entry."""
        check_one(self)
        return self.cobranzas_operation_id._get_records_action()

    def action_cobranzas_operate(self):
        """Ask which operation to make of the documents' open items (OPS)."""
        self.check_access("read")
        return self.env["cobranzas.operation"]._action_operate(self.line_ids)
