"""The sums of a report: of each group, or of all rows that meet a condition, by one query."""

from dataclasses import dataclass, replace

from odoo.fields import Domain
from odoo.orm.domains import DomainAnd
from odoo.tools import SQL

from .report_source import tune


@dataclass(frozen=True)
class Part:
    """Rows of the source that are summed together.

    :param query: the ``Query`` of the rows
    :param domain: what else of the report's period is no row of it
    """

    query: object
    excluded: Domain = Domain.FALSE

    def counts(self, domain):
        """Tell whether some of the rows may meet ``domain``, that of a column for example."""
        return self.excluded not in (domain.children if isinstance(domain, DomainAnd) else [domain])


class SumReader:
    """Sums the rows of a report's source.

    Rows before the first day of a report, its opening balance, are summed apart from the rows of
    the period: the balance alone is asked of them, so nothing is joined to them, and the source
    may give fewer rows that sum to it.
    """

    def __init__(self, query):
        """
        :param query: the ``ReportSource`` whose rows are summed
        """
        self.query = query
        self.env = query.env
        self.opening = query.definition._get_opening_day(query.report)

    def fetch_groups(self):
        """Return a row for each group: the values of its levels, currency, count, figures."""
        tune(self.env)
        query, figures = self.query, self.query.figures
        scope = replace(query.scope, by_parts=query.definition._may_sum_parts(query.report))
        names = [level.field for level in query.levels if not level.opening]
        parts = self._get_parts(query.domain, figures, [*names, query.currency_field], scope)
        return self.env.execute_query(self._add_parts(parts, figures, grouped=True))

    def fetch_figures(self, domain, columns):
        """Return the sum of each column over the rows that meet ``domain``."""
        tune(self.env)
        parts = self._get_parts(domain, columns, (), self.query.scope)
        [values] = self.env.execute_query(self._add_parts(parts, columns, grouped=False))
        return values

    # ------------------------------------------------------------------
    # Parts
    # ------------------------------------------------------------------

    def _get_parts(self, domain, columns, names, scope):
        """Return the ``Part``s of the rows that meet ``domain``.

        :param names: what the rows are grouped by
        """
        day = self.opening
        if day is None:
            return [Part(self.query.search(domain, scope))]
        before, within = Domain("date", "<", day), Domain("date", ">=", day)
        opened = domain & before
        summed = [
            self.query.get_amount_field(column)
            for column in columns
            if Part(None, within).counts(column.domain)
        ]
        opening = self.query.source._get_opening_scope(day, opened, [*names, *summed])
        return [
            Part(self.query.search(opened, opening), within),
            Part(self.query.search(domain & within, scope), before),
        ]

    def _add_parts(self, parts, columns, grouped):
        """Return the SQL of the sums over all parts: exact, then the nearest float."""
        if len(parts) == 1:
            return self._sum_part(parts[0], columns, self.query.sum_sql, grouped)
        keys = len(self.query.levels) + 1 if grouped else 0
        names = [SQL.identifier(f"v{number}") for number in range(keys + grouped + len(columns))]
        # the rows of an opening balance are a group of their own, or of the groups of the period
        apart = grouped and any(level.opening for level in self.query.levels)

        def add(name):
            return name if apart else SQL("SUM(%s)", name)

        group = SQL() if apart else self._group_sql(keys)
        return SQL(
            "SELECT %s FROM (%s) part(%s) %s",
            SQL(", ").join(
                [
                    *names[:keys],
                    *(SQL("%s::bigint", add(name)) for name in names[keys : keys + grouped]),
                    *(SQL("%s::float8", add(name)) for name in names[keys + grouped :]),
                ]
            ),
            SQL(" UNION ALL ").join(
                self._sum_part(part, columns, self.query.exact_sum_sql, grouped) for part in parts
            ),
            SQL(", ").join(names),
            group,
        )

    def _sum_part(self, part, columns, get_sum, grouped):
        """Return the SQL of the sums of a part, with the keys and the count of its groups."""
        query = part.query
        keys = self.query.keys_sql(query) if grouped else []
        sums = [
            get_sum(query, column) if part.counts(column.domain) else SQL("0::numeric")
            for column in columns
        ]
        return SQL(
            "SELECT %s FROM %s WHERE %s %s",
            SQL(", ").join([*keys, *([self._count_sql(part)] if grouped else []), *sums]),
            query.from_clause,
            self.query.where_sql(query),
            self._group_sql(len(keys)),
        )

    def _count_sql(self, part):
        """Return the SQL of how many rows of detail the groups of a part have, at most."""
        listed = self.query.listed
        if listed is None:
            return SQL("COUNT(*)")
        if not part.counts(listed):
            return SQL("0")
        return SQL("COUNT(*) FILTER (WHERE %s)", self.query.condition_sql(part.query, listed))

    @staticmethod
    def _group_sql(keys):
        if not keys:
            return SQL()
        numbers = SQL(", ").join(SQL("%s", number) for number in range(1, keys + 1))
        return SQL("GROUP BY %s", numbers)
