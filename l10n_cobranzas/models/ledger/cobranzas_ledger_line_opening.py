"""What was owed before a day, by what is open today and what was matched since (REP-03)."""

from dataclasses import replace

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

#: what both items of a partial have in common, unless it is known as crossing
SHARED = {
    "account_id",
    "collector_id",
    "company_currency_id",
    "company_id",
    "currency_id",
    "debtor_group_id",
    "is_conversion",
    "partner_id",
}
#: what such a partial takes from the sum of one item, it gives to that of the other
BALANCES = {"balance", "balance_company"}
#: a partial costs as much to read, with its items, as so many items in the order of their dates
WEIGHT = 3


class CobranzasLedgerLine(models.Model):
    """The lines before a day as fewer rows, which have the same sums of balances.

    An item's amount is what is left of it today and what its partials took. A partial that takes
    as much from one item as from another one like it is left out for both: it counts in no sum.
    Both are of the same account, contact, company and currency (``cobranzas_is_crossing`` says
    so), posted, and dated before the day, as the partial's date is that of the later one at least.
    The sides of all other partials are rows: so time follows what is open and what was matched
    since the day, not the history before it.
    """

    _inherit = "cobranzas.ledger.line"
    _depends = {"account.partial.reconcile": ["cobranzas_is_crossing"]}

    @api.model
    def _get_opening_scope(self, day, domain, names):
        """Return the scope in which lines before ``day`` are summed with the least rows.

        It is the scope of the model where other rows wouldn't do, or are no fewer.

        :param domain: which lines are summed, all of them before the day
        :param names: the fields that are summed, and those that they are grouped by
        """
        scope = self._get_read_scope()
        if scope.as_known or (scope.date and scope.date < day) or self._get_partners_of(domain):
            return scope
        if not self._has_carried_sums(day, domain, names) or not self._is_recent(day):
            return scope
        return replace(scope, opening=day)

    @api.model
    def _has_carried_sums(self, day, domain, names):
        """Return whether the sums are those of the carried rows: by what like items share."""
        domain = Domain(domain)
        if not self.env.su:
            domain &= self.env["ir.rule"]._compute_domain(self._name, "read")
        used = set(names) - BALANCES
        for condition in domain.iter_conditions():
            name = condition.field_expr.partition(".")[0]
            if name != "date":
                used.add(name)
            elif condition.operator not in ("<", "<=") or _is_before(condition.value, day):
                return False
        return used <= SHARED

    @api.model
    def _is_recent(self, day):
        """Return whether fewer rows were matched since ``day`` than are dated before it.

        As far as PostgreSQL's statistics tell; it decides how fast the answer comes only.
        """
        before = SQL(
            "SELECT FROM account_move_line line WHERE line.date < %s AND line.account_id IN (%s)",
            day,
            self._get_receivable_accounts_sql(),
        )
        since = SQL(
            "SELECT FROM account_partial_reconcile partial WHERE %s", self._get_taken_condition(day)
        )
        return WEIGHT * self._estimate_rows(since) < self._estimate_rows(before)

    @api.model
    def _estimate_rows(self, query):
        [[[plan]]] = self.env.execute_query(SQL("EXPLAIN (FORMAT JSON) %s", query))
        return plan["Plan"]["Plan Rows"]

    # ------------------------------------------------------------------
    # Rows
    # ------------------------------------------------------------------

    @api.model
    def _get_lines_sql(self):
        day = self._get_read_scope().opening
        if day is None:
            return super()._get_lines_sql()
        return SQL(" UNION ALL ").join([self._get_left_sql(day), *self._get_taken_sql(day)])

    @api.model
    def _get_left_sql(self, day):
        """Return what is left today of the items before ``day``."""
        return self._get_carried_sql(
            day,
            (SQL("line.amount_residual_currency"), SQL("line.amount_residual")),
            SQL("account_move_line line"),
            self.env["cobranzas.open.item"]._get_open_sql(),
        )

    @api.model
    def _get_taken_sql(self, day):
        """Return both sides of the partials that may count in a sum, as far as before ``day``."""
        counted = self._get_taken_condition(day)
        sources = [(SQL("account_partial_reconcile"), counted)]
        items = self.env["cobranzas.open.item"]
        if "unposted" in items._find_changes(None):
            sources.append((items._get_unposted_sql(), SQL("(%s) IS NOT TRUE", counted)))
        return [
            self._get_carried_sql(
                day,
                (
                    SQL("%spartial.%s_amount_currency", sign, side),
                    SQL("%spartial.amount", sign),
                ),
                SQL(
                    "%s partial JOIN account_move_line line ON line.id = partial.%s_move_id",
                    source,
                    side,
                ),
                condition,
            )
            for source, condition in sources
            for side, sign in ((SQL("debit"), SQL("")), (SQL("credit"), SQL("-")))
        ]

    @api.model
    def _get_taken_condition(self, day):
        """Return which partials may have one side only, or unlike ones, among lines before."""
        return SQL(
            "(partial.max_date >= %s OR partial.cobranzas_is_crossing IS NOT FALSE)",
            day,
        )

    @api.model
    def _get_carried_sql(self, day, amounts, source, condition):
        """Return each ``line`` of ``source`` before ``day`` as a row of these amounts."""
        zero = SQL("0::numeric")
        return SQL(
            "SELECT %s FROM %s WHERE %s AND %s AND line.date < %s",
            self._get_line_columns(amounts, (zero, zero), SQL("TRUE")),
            source,
            condition,
            self._get_receivable_sql(),
            day,
        )


def _is_before(value, day):
    return not value or fields.Date.to_date(value) < day
