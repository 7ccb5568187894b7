from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from ...engine import priority


class CobranzasCollectItem(models.Model):
    """The open debts, each with what of it is disputed and what is to be collected (COL-07).

    Promises and what was received without being applied are of the whole account:
    ``cobranzas.worklist`` takes them off. As of today: disputes have no history.
    """

    _name = "cobranzas.collect.item"
    _inherit = ["cobranzas.open.item"]
    _description = "Item to Collect"
    _auto = False
    _order = "date_due, id"
    _depends = {
        "cobranzas.dispute": ["amount_company", "date_grace", "move_line_id", "state"],
    }

    overdue = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        help="What is left of it, once it is past its due date; in the company's currency.",
    )
    disputed = fields.Monetary(
        string="In Dispute",
        currency_field="company_currency_id",
        readonly=True,
        help="What of its balance is under an open dispute, in the company's currency.",
    )
    to_collect = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        help="Overdue and not disputed, before promises and what was received.",
    )
    at_risk = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        help="What is to be collected, times the chance that it is still unpaid in 14 days, "
        "weighted by its age.",
    )

    @api.model
    def _get_base(self):
        return SQL(
            "SELECT debt.* FROM (%s) debt "
            "WHERE COALESCE(NULLIF(debt.residual, 0), debt.residual_currency) > 0",
            super()._get_base(),
        )

    @api.model
    def _get_item_columns(self):
        overdue = SQL(
            "CASE WHEN item.date_due < %s THEN item.residual ELSE 0 END",
            self._get_reference_date(),
        )
        disputed = self._get_disputed_sql()
        to_collect = SQL("GREATEST(%s - %s, 0)", overdue, disputed)
        return {
            **super()._get_item_columns(),
            "overdue": overdue,
            "disputed": disputed,
            "to_collect": to_collect,
            "at_risk": SQL("%s * %s", to_collect, self._get_factor_sql()),
        }

    @api.model
    def _get_disputed_sql(self):
        """Return what of an ``item`` is disputed, in the company's currency."""
        return SQL("LEAST(COALESCE(dispute.amount, 0), item.residual)")

    @api.model
    def _get_item_joins(self):
        disputed = SQL(
            """LEFT JOIN (
                SELECT move_line_id,
                    SUM(amount_company) FILTER (WHERE state = 'open') AS amount,
                    BOOL_OR(state <> 'open') AS is_fresh
                FROM cobranzas_dispute
                WHERE state = 'open' OR state IN ('rejected', 'partly') AND date_grace >= %s
                GROUP BY move_line_id
            ) dispute ON dispute.move_line_id = item.id""",
            self._get_reference_date(),
        )
        return [*super()._get_item_joins(), disputed]

    @api.model
    def _get_days_sql(self):
        """Return the days late by which an item's chance of staying unpaid is judged.

        None while it is fresh again, after a dispute that was rejected.
        """
        return SQL(
            "CASE WHEN dispute.is_fresh THEN 0 ELSE %s - item.date_due END",
            self._get_reference_date(),
        )

    @api.model
    def _get_factor_sql(self):
        """Return chance times weight of an ``item`` by its age, as ``engine.priority`` has them."""
        days = self._get_days_sql()

        def factor(chance, weight):  # an exact decimal: a division by row takes longest of all
            return Decimal(chance * weight) / priority.PER_CENT_SQUARED

        cases = [
            SQL("WHEN %s <= %s THEN %s::numeric", days, until, factor(chance, weight))
            for until, chance, weight in priority.BANDS
        ]
        return SQL("(CASE %s ELSE %s::numeric END)", SQL(" ").join(cases), factor(*priority.LATEST))
