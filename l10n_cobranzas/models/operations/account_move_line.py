from odoo import api, fields, models


class AccountMoveLine(models.Model):
    """Open items that operations made, or take."""

    _inherit = "account.move.line"

    cobranzas_instalment_ids = fields.One2many(
        "cobranzas.operation.instalment", "move_line_id", string="Instalments of Operations"
    )

    @api.depends("cobranzas_instalment_ids.name")
    def _compute_cobranzas_document_name(self):
        return super()._compute_cobranzas_document_name()

    def _cobranzas_document_name(self):
        """Name an item that an operation made by the operation, an instrument by its number."""
        self.ensure_one()
        # sudo: only the number of the operation the item came with, for whoever sees the item
        move = self.sudo().move_id
        operation = move.cobranzas_operation_id
        if operation.name and move.move_type == "entry" and not move.reversed_entry_id:
            item = self.sudo()  # sudo: as above
            return (
                item.cobranzas_document_ids[:1].display_name
                or item.cobranzas_instalment_ids[:1].name
                or operation.document_name
                or operation.name
            )
        return super()._cobranzas_document_name()
