"""By what residuals at a date, and between posted entries, differ from those that are stored."""

from odoo import api, models
from odoo.tools import SQL

#: each side of a partial: its item, its amount in the item's currency, the sign of a residual
SIDES = (
    (SQL("debit_move_id"), SQL("debit_amount_currency"), SQL("")),
    (SQL("credit_move_id"), SQL("credit_amount_currency"), SQL("-")),
)

#: a ``draft`` item that is still matched, as an index has it
MATCHED_DRAFT = SQL("draft.parent_state <> 'posted' AND draft.matching_number IS NOT NULL")


class CobranzasOpenItem(models.Model):
    """What is given back to the stored residuals, and what is taken again (REP-04).

    Three kinds of change: partials dated ``later`` than the date and those with an entry that is
    not posted (``unposted``) are given back; those ``undone`` since the date are taken again. As
    it was known then, ``later`` and ``undone`` go by when it was done, too.
    """

    _inherit = "cobranzas.open.item"

    @api.model
    def _find_changes(self, day):
        """Return the kinds of change by which residuals at ``day``, or today's, differ."""
        return self._keep(("changes", day), lambda: self._fetch_changes(day))

    @api.model
    def _fetch_changes(self, day):
        self.env["account.move.line"].flush_model(["matching_number", "parent_state"])
        self.env["account.partial.reconcile"].flush_model(["max_date"])
        found = {"unposted": SQL("SELECT FROM account_move_line draft WHERE %s", MATCHED_DRAFT)}
        if day is not None:
            found["later"] = SQL(
                "SELECT FROM account_partial_reconcile partial WHERE %s", self._get_later_sql(day)
            )
            found["undone"] = SQL(
                "SELECT FROM cobranzas_undone_partial partial WHERE %s", self._get_undone_sql(day)
            )
        exists = SQL(", ").join(SQL("EXISTS (%s)", query) for query in found.values())
        [flags] = self.env.execute_query(SQL("SELECT %s", exists))
        return [kind for kind, flag in zip(found, flags, strict=True) if flag]

    @api.model
    def _get_undone_sql(self, day):
        """Return the condition of an undone ``partial`` that was in force at ``day``."""
        until = self._get_known_until()
        if until is None:
            return SQL("partial.date_undone > %(day)s AND partial.max_date <= %(day)s", day=day)
        return SQL(
            """partial.max_date <= %(day)s AND %(known)s
            AND (partial.undone_at >= %(until)s OR partial.date_undone > %(day)s)""",
            day=day,
            known=self._get_known_sql(SQL("partial.made_at")),
            until=until,
        )

    @api.model
    def _get_later_sql(self, day):
        """Return the condition of a ``partial`` that was not yet in force at ``day``."""
        until = self._get_known_until()
        if until is None:
            return SQL("partial.max_date > %s", day)
        return SQL("(partial.max_date > %s OR partial.create_date >= %s)", day, until)

    @api.model
    def _get_changes_sql(self, day, changes):
        """Return the sum of the changes by item, with the sign of the item when given back."""
        return SQL(
            """SELECT line_id, SUM(amount) AS amount, SUM(amount_currency) AS amount_currency
            FROM (%s) part GROUP BY line_id""",
            SQL(" UNION ALL ").join(self._get_parts_sql(day, changes)),
        )

    @api.model
    def _get_parts_sql(self, day, changes):
        """Return a query for each kind of change and side: line_id, amount, amount_currency."""
        sources = {
            "later": (SQL("account_partial_reconcile"), SQL("+")),
            "unposted": (self._get_unposted_sql(), SQL("+")),
            "undone": (SQL("cobranzas_undone_partial"), SQL("-")),
        }
        conditions = {"unposted": SQL("TRUE")}
        if day is not None:
            conditions = {
                "later": self._get_later_sql(day),
                "unposted": SQL("(%s) IS NOT TRUE", self._get_later_sql(day)),
                "undone": self._get_undone_sql(day),
            }
        return [
            SQL(
                """SELECT partial.%(item)s AS line_id,
                    %(turned)s (%(sign)s partial.amount) AS amount,
                    %(turned)s (%(sign)s partial.%(currency)s) AS amount_currency
                FROM %(source)s partial%(narrowed)s WHERE %(condition)s""",
                item=item,
                currency=currency,
                sign=sign,
                turned=sources[kind][1],
                source=sources[kind][0],
                narrowed=self._get_part_narrowed_sql(item),
                condition=conditions[kind],
            )
            for kind in changes
            for item, currency, sign in SIDES
        ]

    @api.model
    def _get_unposted_sql(self):
        """Return the partials with an entry that is not posted, as a table."""
        return SQL(
            "(%s)",
            SQL(" UNION ").join(
                SQL(
                    """SELECT matched.id, matched.debit_move_id, matched.credit_move_id,
                        matched.amount, matched.debit_amount_currency,
                        matched.credit_amount_currency, matched.max_date, matched.create_date,
                        matched.cobranzas_is_crossing
                    FROM account_move_line draft
                    JOIN account_partial_reconcile matched ON matched.%s = draft.id
                    WHERE %s""",
                    item,
                    MATCHED_DRAFT,
                )
                for item, _currency, _sign in SIDES
            ),
        )

    @api.model
    def _get_partials_sql(self, day, names):
        """Return the partials, with those in force at ``day`` that were undone since, as a table.

        :param names: its columns besides ``id``
        """
        if day is None or (
            "undone" not in self._find_changes(day) and self._get_known_until() is None
        ):
            return SQL("account_partial_reconcile")
        columns = SQL(", ").join(SQL.identifier("partial", name) for name in names)
        return SQL(
            """(SELECT partial.id, %s FROM account_partial_reconcile partial WHERE %s UNION ALL
            SELECT partial.partial_id, %s FROM cobranzas_undone_partial partial WHERE %s)""",
            columns,
            self._get_known_sql(SQL("partial.create_date")),
            columns,
            self._get_undone_sql(day),
        )

    @api.model
    def _get_part_narrowed_sql(self, item):
        narrowed = self._get_narrowed_sql(SQL("line.partner_id"))
        if not narrowed.code:
            return narrowed
        return SQL(" JOIN account_move_line line ON line.id = partial.%s%s", item, narrowed)
