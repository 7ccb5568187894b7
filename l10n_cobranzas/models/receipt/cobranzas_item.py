from odoo import api, fields, models
from odoo.tools import SQL

from ..ledger.cobranzas_movement_rows import INVOICES
from ..ledger.read_scope import ItemKind


class CobranzasItem(models.AbstractModel):
    """The receipt an item came in: its number, and what of the receipt the item is."""

    _inherit = "cobranzas.item"
    _depends = {
        "account.move": ["cobranzas_receipt_id"],
        "cobranzas.document": ["move_line_id", "name"],
        "cobranzas.receipt": ["kind", "name"],
    }

    receipt_id = fields.Many2one("cobranzas.receipt", readonly=True)

    @api.model
    def _get_item_columns(self):
        columns = super()._get_item_columns()
        name = SQL(
            """CASE WHEN move.cobranzas_receipt_id IS NULL THEN %(name)s
            ELSE COALESCE(
                (SELECT document.name FROM cobranzas_document document
                WHERE document.move_line_id = item.move_line_id LIMIT 1),
                receipt.name, %(name)s) END""",
            name=columns["name"],
        )
        return {**columns, "name": name, "receipt_id": SQL("move.cobranzas_receipt_id")}

    @api.model
    def _get_item_joins(self):
        receipt = "LEFT JOIN cobranzas_receipt receipt ON receipt.id = move.cobranzas_receipt_id"
        return [*super()._get_item_joins(), SQL(receipt)]

    @api.model
    def _get_kinds(self):
        # a credit note, or an entry that voids another, is one also when a receipt made it
        made = SQL(
            """move.cobranzas_receipt_id IS NOT NULL AND move.reversed_entry_id IS NULL
            AND move.move_type NOT IN %s""",
            INVOICES,
        )
        document = SQL(
            """%s AND EXISTS (SELECT FROM cobranzas_document document
            WHERE document.move_line_id = item.move_line_id)""",
            made,
        )
        application = SQL("%s AND receipt.kind = 'application'", made)
        # movements have their own branches for these: by the receipt, not by its entries
        return [
            ItemKind("document", self.env._("Document Received"), 40, document, by_entry=False),
            ItemKind(
                "application", self.env._("Application of Credits"), 60, application, by_entry=False
            ),
            ItemKind("receipt", self.env._("Receipt"), 50, made, by_entry=False),
            *super()._get_kinds(),
        ]

    def action_open_document(self):
        """Open the receipt the item came in, else its document or entry."""
        self.ensure_one()
        self.check_access("read")
        if self.receipt_id:
            return self.receipt_id._get_records_action()
        return super().action_open_document()

    def action_register_receipt(self):
        """Open a receipt filled in with what of these is still open (REC-21)."""
        return self.move_line_id._cobranzas_register_receipt()

    def action_apply_balance(self):
        """Open an application of what of these credits is still open, filled in (REC-10)."""
        return self.move_line_id.action_cobranzas_apply_balance()
