from odoo import api, fields, models
from odoo.tools import SQL


class CobranzasOpenItem(models.Model):
    """What is left of a document under the clause, in the clause's currency (CHG-01)."""

    _inherit = "cobranzas.open.item"
    _depends = {"account.move": ["cobranzas_clause_currency_id", "cobranzas_clause_rate"]}

    clause_currency_id = fields.Many2one("res.currency", string="Clause", readonly=True)
    residual_clause = fields.Monetary(
        string="Balance (Clause)",
        currency_field="clause_currency_id",
        readonly=True,
        help="What is left in the clause's currency, at the rate of the document; 0 without "
        "the clause.",
    )

    @api.model
    def _get_item_columns(self):
        return {
            **super()._get_item_columns(),
            "clause_currency_id": SQL("move.cobranzas_clause_currency_id"),
            "residual_clause": SQL(
                """CASE WHEN item.currency_id = move.cobranzas_clause_currency_id
                        THEN item.residual_currency
                        WHEN move.cobranzas_clause_rate > 0
                        THEN ROUND((item.residual / move.cobranzas_clause_rate)::numeric,
                                   (SELECT decimal_places FROM res_currency
                                     WHERE id = move.cobranzas_clause_currency_id))
                        ELSE 0 END"""
            ),
        }
