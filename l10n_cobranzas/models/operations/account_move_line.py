from odoo import models
from odoo.fields import Domain


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

    def _cobranzas_register_receipt(self):
        """Collect a document together with the charge notes on it (OPS-05)."""
        documents = self.move_id.filtered(lambda move: move.move_type == "out_invoice")
        if not documents:
            return super()._cobranzas_register_receipt()
        domain = self._cobranzas_open_items_domain() & Domain(
            [
                ("move_id.debit_origin_id", "in", documents.ids),
                ("move_id.cobranzas_operation_id", "!=", False),
                ("amount_currency", ">", 0),
            ]
        )
        return super(AccountMoveLine, self | self.search(domain))._cobranzas_register_receipt()
