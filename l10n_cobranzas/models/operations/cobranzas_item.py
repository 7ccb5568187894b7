from odoo import api, fields, models
from odoo.tools import SQL

from ..ledger.read_scope import ItemKind


class CobranzasItem(models.AbstractModel):
    """The operation that made an item: its number, and its kind as a kind of item."""

    _inherit = "cobranzas.item"
    _depends = {
        "account.move": ["cobranzas_operation_id"],
        "cobranzas.operation": ["document_name", "is_credit_document", "kind", "name"],
        "cobranzas.operation.instalment": ["move_line_id", "name"],
    }

    operation_id = fields.Many2one("cobranzas.operation", readonly=True)

    @api.model
    def _get_item_columns(self):
        columns = super()._get_item_columns()
        name = SQL(
            """CASE WHEN move.cobranzas_operation_id IS NULL OR move.move_type <> 'entry'
            THEN %(name)s ELSE COALESCE(
                (SELECT document.name FROM cobranzas_document document
                WHERE document.move_line_id = item.move_line_id LIMIT 1),
                (SELECT instalment.name FROM cobranzas_operation_instalment instalment
                WHERE instalment.move_line_id = item.move_line_id LIMIT 1),
                operation.document_name, operation.name, %(name)s) END""",
            name=columns["name"],
        )
        return {**columns, "name": name, "operation_id": SQL("move.cobranzas_operation_id")}

    @api.model
    def _get_item_joins(self):
        operation = SQL(
            "LEFT JOIN cobranzas_operation operation ON operation.id = move.cobranzas_operation_id"
        )
        return [*super()._get_item_joins(), operation]

    @api.model
    def _get_kinds(self):
        made = SQL(
            """move.cobranzas_operation_id IS NOT NULL AND move.reversed_entry_id IS NULL
            AND move.move_type = 'entry'"""
        )
        kinds = self.env["cobranzas.operation"]._get_kinds()
        own = [
            ItemKind(
                kind._item_kind or key,
                kind._get_label(),
                200 + place,
                SQL("%s AND operation.kind = %s", made, key),
                by_entry=False,
            )
            for place, (key, kind) in enumerate(kinds.items())
            if kind._makes_items
        ]
        document = ItemKind(
            "miscellaneous_credit",
            self.env._("Miscellaneous Credit"),
            198,
            SQL("%s AND operation.is_credit_document", made),
            by_entry=False,
        )
        # movements, which sum items of one entry, know it as an operation
        any_kind = ItemKind("operation", self.env._("Operation"), 199, made)
        return [document, *own, any_kind, *super()._get_kinds()]

    def action_open_document(self):
        """Open the operation that made the item, else its document or entry."""
        self.ensure_one()
        self.check_access("read")
        if self.operation_id and self.move_id.move_type == "entry":
            return self.operation_id._get_records_action()
        return super().action_open_document()

    def action_operate(self):
        """Ask which operation to make of what of these is still open (OPS)."""
        self.check_access("read")
        return self.env["cobranzas.operation"]._action_operate(self.move_line_id)
