from odoo import api, models
from odoo.tools import SQL


class CobranzasLedgerLine(models.Model):
    """Ledger lines of receipts: voided from the date of the void on."""

    _inherit = "cobranzas.ledger.line"
    _depends = {"cobranzas.receipt": ["state", "void_date", "voided_at"]}

    @api.model
    def _get_item_columns(self):
        # a receipt's entries repeat its number as their reference
        ref = SQL("CASE WHEN move.cobranzas_receipt_id IS NULL THEN item.ref END")
        return {**super()._get_item_columns(), "ref": ref}

    @api.model
    def _get_voided_sql(self):
        day = self._get_read_scope().date
        return SQL(
            "(receipt.state = 'voided' AND %s AND %s OR %s)",
            SQL("TRUE") if day is None else SQL("receipt.void_date <= %s", day),
            self._get_known_sql(SQL("receipt.voided_at")),
            super()._get_voided_sql(),
        )
