from odoo import api, models
from odoo.tools import SQL


class CobranzasApplication(models.Model):
    """The receipt that applied a credit, and the number of the receipt the credit came in."""

    _inherit = "cobranzas.application"
    _depends = {"account.partial.reconcile": ["cobranzas_receipt_id"]}

    @api.model
    def _get_base_columns(self):
        receipt = SQL("partial.cobranzas_receipt_id")
        return {**super()._get_base_columns(), "receipt_id": receipt}

    @api.model
    def _get_item_columns(self):
        columns = super()._get_item_columns()
        paid_by = SQL(
            """COALESCE((SELECT paying.name FROM account_move entry
            JOIN cobranzas_receipt paying ON paying.id = entry.cobranzas_receipt_id
            WHERE entry.id = item.credit_move_id), %s)""",
            columns["credit_name"],
        )
        return {**columns, "receipt_id": SQL("item.receipt_id"), "credit_name": paid_by}
