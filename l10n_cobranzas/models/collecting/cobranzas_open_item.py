from odoo import api, models
from odoo.tools import SQL

from ..ledger.item_fields import amount_pair


class CobranzasOpenItem(models.Model):
    """What of an open item was in dispute, at the date that is read (COL-06)."""

    _inherit = "cobranzas.open.item"
    _depends = {
        "cobranzas.dispute": ["amount", "amount_company", "date", "date_closed", "move_line_id"],
    }

    disputed_amount, disputed_amount_company = amount_pair(
        "Disputed",
        depends_context=("cobranzas_date", "cobranzas_postdated", "cobranzas_as_known"),
        help="In the currency of the item; never more than its balance.",
    )

    @api.model
    def _get_item_columns(self):
        return {
            **super()._get_item_columns(),
            "disputed_amount": SQL(
                "LEAST(COALESCE(in_dispute.amount, 0), GREATEST(item.residual_currency, 0))"
            ),
            "disputed_amount_company": SQL(
                "LEAST(COALESCE(in_dispute.amount_company, 0), GREATEST(item.residual, 0))"
            ),
        }

    @api.model
    def _get_item_joins(self):
        day = self._get_read_scope().date
        open_then = SQL("state = 'open'")
        if day:
            open_then = SQL("date <= %s AND (date_closed IS NULL OR date_closed > %s)", day, day)
        disputes = SQL(
            """LEFT JOIN (
                SELECT move_line_id, SUM(amount) AS amount, SUM(amount_company) AS amount_company
                FROM cobranzas_dispute WHERE %s GROUP BY move_line_id
            ) in_dispute ON in_dispute.move_line_id = item.move_line_id""",
            open_then,
        )
        return [*super()._get_item_joins(), disputes]
