"""The one reader of every report: from definition and filters to rows, by two queries.

Sums come from one query grouped by all levels; the levels above and the totals are added up from
it. Details come from one query for all groups asked for, fetched in slices.
"""

import functools
from dataclasses import replace

from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ...engine.collation import plain
from .report_details import NAMES, ReportDetails, tune
from .report_table import Row


class ReportQuery(ReportDetails):
    """Reads one report for one user: access rights and record rules of the source apply."""

    def __init__(self, report):
        self.report = report
        self.definition = report._get_definition()
        self.env = report._get_env()
        self.scope = self.definition._get_scope(report)
        self.source = self.env[self.definition._source]._with_scope(self.scope)
        # the filters first: they refuse what columns can't be made of
        self.domain = report._get_filter_domain() & self.definition._get_domain(report)
        self.levels = self.definition._get_levels(report)
        self.columns = self.definition._get_columns(report)
        self.listed = self.definition._get_listed_domain(report)
        self.has_opening = any(level.opening for level in self.levels)
        self.currencies = {}
        self.in_company_currency = report.currency_mode == "company"
        self.currency_field = "company_currency_id" if self.in_company_currency else "currency_id"

    # ------------------------------------------------------------------
    # SQL
    # ------------------------------------------------------------------

    def _query(self, domain):
        return self.source._search(domain)

    def _field_sql(self, query, name):
        return self.source._field_to_sql(self.source._table, name, query)

    def _condition_sql(self, query, domain):
        domain = Domain(domain).optimize_full(self.source)
        return domain._to_sql(self.source, self.source._table, query)

    def _key_sql(self, query, level):
        sql = self._field_sql(query, level.field)
        if not level.opening:
            return sql
        day = self._field_sql(query, "date")
        return SQL("CASE WHEN %s >= %s THEN %s END", day, self.report.date_from, sql)

    def _amount_sql(self, query, column):
        name = column.company_field if self.in_company_currency else column.field
        return self._field_sql(query, name)

    def _keys_sql(self, query):
        keys = [self._key_sql(query, level) for level in self.levels]
        return [*keys, self._field_sql(query, self.currency_field)]

    @staticmethod
    def _where_sql(query):
        return query.where_clause or SQL("TRUE")

    # ------------------------------------------------------------------
    # Groups
    # ------------------------------------------------------------------

    @functools.cached_property
    def amounts(self):
        """The columns of money."""
        return [column for column in self.columns if column.is_amount]

    def get_groups(self):
        """Return the group rows of all levels in order, each before its own, and the totals."""
        names = [column.name for column in self.amounts]
        rows = [self._make_group(values, names) for values in self._fetch_sums()]
        rows = [row for row in rows if self._has_content(row)]
        # browsed together, so that they are read together
        currencies = self.env["res.currency"].browse({row.currency_id for row in rows})
        self.currencies = {currency.id: currency for currency in currencies}
        self._name_rows(rows)
        totals = self._add_up(rows, 0)
        for depth in range(len(self.levels) - 1, 0, -1):
            rows = self._with_parents(rows, depth)
        self._run(rows)
        self._round([*(row for row in rows if len(row.path) < len(self.levels)), *totals.values()])
        return rows, [total for _key, total in sorted(totals.items())]

    def _fetch_sums(self):
        tune(self.env)
        scope = replace(self.scope, by_parts=self.definition._sums_parts)
        query = self.source._with_scope(scope)._search(self.domain)
        keys = self._keys_sql(query)
        sums = [self._sum_sql(query, column) for column in self.amounts]
        count = SQL("COUNT(*)")
        if self.listed is not None:
            listed = self._condition_sql(query, self.listed)
            count = SQL("COUNT(*) FILTER (WHERE %s)", listed)
        return self.env.execute_query(
            SQL(
                "SELECT %s FROM %s WHERE %s GROUP BY %s",
                SQL(", ").join([*keys, count, *sums]),
                query.from_clause,
                self._where_sql(query),
                SQL(", ").join(SQL("%s", number) for number in range(1, len(keys) + 1)),
            )
        )

    def _sum_sql(self, query, column):
        """Return the sum of a column: exact in SQL, then the nearest float, as the ORM has it."""
        chosen = SQL()
        if not column.domain.is_true():
            chosen = SQL(" FILTER (WHERE %s)", self._condition_sql(query, column.domain))
        return SQL("COALESCE(SUM(%s)%s, 0)::float8", self._amount_sql(query, column), chosen)

    def _make_group(self, values, names):
        depth = len(self.levels)
        return Row(
            label="",
            currency_id=values[depth],
            path=values[:depth],
            values=dict(zip(names, values[depth + 2 :], strict=True)),
            count=values[depth + 1],
        )

    def _has_content(self, row):
        return any(row.values.values()) or (self.listed is not None and row.count)

    def _name_rows(self, rows):
        """Name the finest groups and sort them by the names of all their levels."""
        self.names = [
            self._get_names(level, {row.path[depth] for row in rows})
            for depth, level in enumerate(self.levels)
        ]
        self.orders = [
            {value: place for place, value in enumerate(self._sorted_values(level, names))}
            for level, names in zip(self.levels, self.names, strict=True)
        ]
        rows.sort(key=lambda row: self._place(row.path, row.currency_id))
        for row in rows:
            row.label = self.names[-1][row.path[-1]]

    def _place(self, path, currency_id):
        """Return where a group stands: by the names of its levels, then by currency."""
        places = [order[value] for order, value in zip(self.orders, path, strict=False)]
        return (*places, currency_id or 0)

    def _get_names(self, level, values):
        """Return {value: name} of a level's values, as the user reads them."""
        field = self.source._fields[level.field]
        known = {value for value in values if value is not None}
        if field.type == "many2one":
            names = self._fetch_names(field, known)
        elif field.type == "date":
            pattern = "MMMM y" if level.field == "month" else False
            names = {value: format_date(self.env, value, date_format=pattern) for value in known}
        else:
            labels = dict(field._description_selection(self.env))
            names = {value: labels.get(value, value) for value in known}
        if None in values:
            names[None] = (
                self.env._("Opening Balance") if level.opening else self.env._("Not Assigned")
            )
        return names

    def _fetch_names(self, field, ids):
        if not ids:
            return {}
        if field.comodel_name not in NAMES:
            records = self.env[field.comodel_name].browse(ids)
            return {record.id: record.display_name for record in records}
        # names of what the user's own rows refer to
        return dict(
            self.env.execute_query(
                SQL("%s WHERE id = ANY(%s)", NAMES[field.comodel_name], list(ids))
            )
        )

    def _sorted_values(self, level, names):
        """Return the values in the order of their names, or dates; what has none comes last."""
        if self.source._fields[level.field].type == "date":
            known = sorted(value for value in names if value is not None)
            return [None, *known] if level.opening else [*known, None]
        return sorted(
            names, key=lambda value: (value is None, plain(names[value] or ""), value or 0)
        )

    def get_deepest(self, rows):
        """Return the group rows of the deepest level, those that details follow."""
        return [row for row in rows if len(row.path) == len(self.levels)]

    # ------------------------------------------------------------------
    # Parents and totals
    # ------------------------------------------------------------------

    def _add_up(self, rows, depth):
        """Return {(values of the first ``depth`` levels, currency): row that sums them}."""
        children = {}
        for row in rows:
            children.setdefault((row.path[:depth], row.currency_id), []).append(row)
        return {
            key: Row(
                label=self.names[depth - 1][key[0][-1]] if depth else "",
                currency_id=key[1],
                path=key[0],
                values={
                    column.name: sum([row.values[column.name] for row in found])
                    for column in self.amounts
                },
                kind="group" if depth else "total",
                count=sum(row.count for row in found),
            )
            for key, found in children.items()
        }

    def _with_parents(self, rows, depth):
        """Put the row of each group of ``depth`` levels before its first row; rows are in order.

        The groups of one path in several currencies follow each other, in one order.
        """
        parents = self._add_up(self.get_deepest(rows), depth)
        children = {}
        for row in rows:
            children.setdefault((row.path[:depth], row.currency_id), []).append(row)
        keys = sorted(parents, key=lambda key: self._place(*key))
        return [row for key in keys for row in (parents[key], *children[key])]

    def _run(self, rows):
        """Let running columns of a level by date go on from row to row."""
        if not self.has_opening:
            return
        names = [column.name for column in self.columns if column.kind == "running"]
        reached = {}
        for row in rows:
            if len(row.path) < len(self.levels):
                continue
            key = (row.path[:-1], row.currency_id)
            for name in names:
                reached[key, name] = reached.get((key, name), 0.0) + row.values[name]
                row.values[name] = reached[key, name]
        self._round(rows)

    def _round(self, rows):
        """Round what was added up here; what PostgreSQL sums is exact."""
        for row in rows:
            if row.currency_id:
                currency = self._get_currency(row.currency_id)
                row.values = {name: currency.round(value) for name, value in row.values.items()}

    # ------------------------------------------------------------------
    # What is behind a group
    # ------------------------------------------------------------------

    def get_path_domain(self, path, currency_id):
        """Return which rows of the source make the group of ``path``."""
        domain = Domain(self.currency_field, "=", currency_id)
        for level, value in zip(self.levels, path, strict=False):
            if level.opening:
                domain &= Domain("date", "<" if value is None else ">=", self.report.date_from)
            if not level.opening or value is not None:
                domain &= Domain(level.field, "=", False if value is None else value)
        return domain

    def get_running_domain(self, path, currency_id):
        """Return which rows of the source sum up to a running figure: those before it, too."""
        last = self.levels[len(path) - 1] if path else None
        if last is None or not last.opening or path[-1] is None:
            return self.get_path_domain(path, currency_id)
        return self.get_path_domain(path[:-1], currency_id) & Domain(last.field, "<=", path[-1])

    def iter_rows(self, details=True):
        """Yield group rows and, after each of the deepest level, its detail."""
        groups, self.totals = self.get_groups()
        found = self.iter_details(self.get_deepest(groups)) if details else iter(())
        detail = next(found, None)
        for row in groups:
            yield row
            while detail and (detail.path, detail.currency_id) == (row.path, row.currency_id):
                yield detail
                detail = next(found, None)
