from collections import defaultdict
from dataclasses import dataclass, field

from odoo import api, models
from odoo.tools import SQL

from ...engine import alternatives

#: item of a partial, the other one, its amount in the item's currency, sign of what it pays
SIDES = (
    ("debit_move_id", "credit_move_id", "debit_amount_currency", SQL("")),
    ("credit_move_id", "debit_move_id", "credit_amount_currency", SQL("-")),
)

#: what the query reads
FLUSHED = {
    "account.partial.reconcile": [name for side in SIDES for name in (side[0], side[2])],
    "account.move.line": ["date", "move_id", "parent_state", "product_id"],
    "account.move": ["cobranzas_receipt_id", "move_type"],
    "cobranzas.receipt": ["date"],
    "product.product": ["product_tmpl_id"],
    "product.template": ["type"],
}


@dataclass
class History:
    """What happened to an item: payments, and goods that came back, in minor units."""

    payments: list = field(default_factory=list)
    returns: list = field(default_factory=list)

    def get_last_day(self, default):
        """Return the day of the last payment, or a default where there is none."""
        return max((one.day for one in self.payments), default=default)

    def get_returned(self, day=None):
        """Return what came back until ``day``, or ever."""
        return sum(one.amount for one in self.returns if day is None or one.day <= day)


class AccountMoveLine(models.Model):
    """What instalments were paid with, and when (CHG-02)."""

    _inherit = "account.move.line"

    def _cobranzas_get_histories(self):
        """Return {item: ``History``}: what posted entries paid of the items, in one query.

        A payment counts on the date of its receipt, whenever it was applied; what no receipt
        brought, on its own. Credit notes with goods are no payment: they change the amount
        owed. Notes that adjusted an item for when it was paid are neither.
        """
        histories = defaultdict(History)
        if not self.ids:
            return histories
        items = {item.id: item for item in self}
        rows = self.env.execute_query(self._cobranzas_get_histories_sql())
        for id_, day, is_return, amount in rows:
            item = items[id_]
            units = item.currency_id._cobranzas_to_minor_units(float(amount))
            if units:
                found = histories[item]
                kept = found.returns if is_return else found.payments
                kept.append(alternatives.Payment(day, units))
        return histories

    def _cobranzas_get_histories_sql(self):
        """Return the query of: item, day, whether goods came back, amount in its currency."""
        self._cobranzas_flush_histories()
        adjusting = tuple(self._cobranzas_get_adjusting_moves().ids) or (0,)
        parts = [
            SQL(
                """SELECT partial.%(item)s AS item_id, partial.%(other)s AS other_id,
                    %(sign)s partial.%(amount)s AS amount
                FROM account_partial_reconcile partial WHERE partial.%(item)s IN %(ids)s""",
                item=SQL.identifier(item),
                other=SQL.identifier(other),
                amount=SQL.identifier(amount),
                sign=sign,
                ids=tuple(self.ids),
            )
            for item, other, amount, sign in SIDES
        ]
        return SQL(
            """SELECT part.item_id, COALESCE(receipt.date, other.date) AS day,
                %(is_return)s AS is_return, SUM(part.amount)
            FROM (%(parts)s) part
            JOIN account_move_line other ON other.id = part.other_id
            JOIN account_move move ON move.id = other.move_id
            LEFT JOIN cobranzas_receipt receipt ON receipt.id = move.cobranzas_receipt_id
            WHERE other.parent_state = 'posted' AND move.id NOT IN %(adjusting)s
            GROUP BY 1, 2, 3 ORDER BY 1, 2, 3""",
            parts=SQL(" UNION ALL ").join(parts),
            adjusting=adjusting,
            is_return=self._cobranzas_get_return_sql(),
        )

    @api.model
    def _cobranzas_flush_histories(self):
        for model, names in FLUSHED.items():
            self.env[model].flush_model(names)

    @api.model
    def _cobranzas_get_return_sql(self):
        """Return whether ``move`` is a credit note with goods, as a condition."""
        return SQL(
            """(move.move_type = 'out_refund' AND EXISTS (
                SELECT FROM account_move_line line
                JOIN product_product product ON product.id = line.product_id
                JOIN product_template template ON template.id = product.product_tmpl_id
                WHERE line.move_id = move.id AND template.type = 'consu'
            ))"""
        )
