from odoo import models


class AccountMoveLine(models.Model):
    """Open items that operations made, or take."""

    _inherit = "account.move.line"

    def _cobranzas_document_name(self):
        """Name an item that an operation made by the operation, an instrument by its number."""
        self.ensure_one()
        # sudo: only the number of the operation the item came with, for whoever sees the item
        move = self.sudo().move_id
        operation = move.cobranzas_operation_id
        if operation.name and move.move_type == "entry" and not move.reversed_entry_id:
            return self.sudo().cobranzas_document_ids[:1].display_name or operation.name
        return super()._cobranzas_document_name()
