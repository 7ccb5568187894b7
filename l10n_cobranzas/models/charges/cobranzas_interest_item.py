from dataclasses import replace

from odoo import api, fields, models
from odoo.tools import SQL

from ..ledger.item_fields import amount_pair
from ..ledger.read_scope import Kept


class CobranzasInterestItem(models.Model):
    """Open items with the late interest to charge on them, and interest notes (REP-02, REP-12).

    At a date, as the open items are. Items paid late, and not charged for it, are rows with no
    balance. The interest is computed first, by the engine, and joined to the rows; the record
    rules choose rows as they do of open items.
    """

    _name = "cobranzas.interest.item"
    _inherit = ["cobranzas.open.item"]
    _description = "Open Item with Late Interest"
    _auto = False
    _order = "date_due, id"
    _depends = {"cobranzas.charge": ["kind", "note_id"]}

    interest_days = fields.Integer(
        string="Days Charged", readonly=True, aggregator="max", help="Of several, the most."
    )
    interest_rate = fields.Char(readonly=True)
    interest_base, interest_base_company = amount_pair(
        "Interest Base", help="How much of the document is charged, in its currency."
    )
    interest, interest_company = amount_pair(
        "Suggested Interest",
        help="To charge, before taxes: nothing of it is booked yet.",
    )
    note_residual, note_residual_company = amount_pair(
        "Uncollected Notes", help="What is left of an interest note, taxes inside."
    )

    @property
    def _table_query(self):
        # read once for this query, where its reader keeps nothing
        scope, read = self._get_read_scope(), self
        if scope.kept is None:
            read = self._with_scope(replace(scope, kept=Kept()))
        return super(CobranzasInterestItem, read)._table_query

    @api.model
    def _get_suggestions(self):
        """Return the ``Suggestion`` of each item in the scope; computed once for a reader."""
        scope = self._get_read_scope()
        key = (scope.date, scope.as_known, scope.partner_ids, self.env.companies.ids)
        kept, key = scope.kept.values, (*key[:-1], tuple(key[-1]))
        if key not in kept:
            open_items = self.env["cobranzas.open.item"]._with_scope(scope)
            kept[key] = self.env["account.move.line"]._cobranzas_get_suggestions(open_items)
        return kept[key]

    @api.model
    def _get_item_columns(self):
        note = SQL("interest_note.note_id IS NOT NULL")
        return {
            **super()._get_item_columns(),
            "interest_days": SQL("suggested.days"),
            "interest_rate": SQL("suggested.rate"),
            "interest_base": SQL("suggested.base"),
            "interest_base_company": self._get_company_sql(SQL("suggested.base")),
            "interest": SQL("suggested.amount"),
            "interest_company": self._get_company_sql(SQL("suggested.amount")),
            "note_residual": SQL("CASE WHEN %s THEN item.residual_currency END", note),
            "note_residual_company": SQL("CASE WHEN %s THEN item.residual END", note),
        }

    @api.model
    def _get_company_sql(self, amount):
        """Return an amount in the company's currency, at the rate the item is booked at."""
        return SQL(
            """ROUND(%s * item.amount_company / NULLIF(item.amount, 0),
            (SELECT decimal_places FROM res_currency WHERE id = item.company_currency_id))""",
            amount,
        )

    @api.model
    def _get_item_joins(self):
        found = self._get_suggestions()
        columns = [
            SQL("%s::%s[]", [getattr(each, name) for each in found], kind)
            for name, kind in (
                ("line_id", SQL("integer")),
                ("days", SQL("integer")),
                ("base", SQL("numeric")),
                ("rate", SQL("varchar")),
                ("amount", SQL("numeric")),
            )
        ]
        return [
            *super()._get_item_joins(),
            SQL(
                """LEFT JOIN unnest(%s) AS suggested(line_id, days, base, rate, amount)
                ON suggested.line_id = item.id""",
                SQL(", ").join(columns),
            ),
            SQL(
                """LEFT JOIN (
                    SELECT DISTINCT note_id FROM cobranzas_charge
                    WHERE kind = 'interest' AND note_id IS NOT NULL
                ) interest_note ON interest_note.note_id = item.move_id"""
            ),
        ]

    @api.model
    def _get_base(self):
        """Return the open items, and those settled that interest is to be charged on."""
        settled = [each.line_id for each in self._get_suggestions() if each.settled]
        if not settled:
            return super()._get_base()
        return SQL(
            """WITH listed AS (%s)
            SELECT * FROM listed UNION ALL SELECT %s FROM account_move_line line
            WHERE line.id = ANY(%s) AND %s AND %s
            AND NOT EXISTS (SELECT FROM listed WHERE listed.id = line.id)""",
            super()._get_base(),
            self._get_base_columns(SQL("0"), SQL("0")),
            settled,
            self._get_receivable_sql(),
            self._get_until_sql(self._get_read_scope().date),
        )
