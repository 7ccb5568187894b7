from odoo import api, models
from odoo.tools import SQL


class CobranzasOpenItem(models.Model):
    """Cheques of receipts: in hand until the receipt is voided."""

    _inherit = "cobranzas.open.item"
    _depends = {
        "account.payment": ["cobranzas_receipt_id"],
        "cobranzas.receipt": ["void_date", "voided_at"],
    }

    @api.model
    def _get_held_checks_sql(self, day):
        return SQL(
            """%s OR EXISTS (SELECT FROM cobranzas_receipt receipt
            WHERE receipt.id = payment.cobranzas_receipt_id
                AND (receipt.void_date > %s OR receipt.voided_at >= %s))""",
            super()._get_held_checks_sql(day),
            day,
            self._get_known_until(),
        )
