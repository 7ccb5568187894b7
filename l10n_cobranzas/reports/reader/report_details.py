"""The rows of detail of a report: one query for all groups asked for, fetched in slices."""

import functools

import psycopg2
from odoo.fields import Domain
from odoo.tools import SQL

from .report_source import NAMES, tune
from .report_table import Row

SLICE = 2000  # rows of detail in memory at a time
FEW = 1000  # groups that are named one by one, at most

INTEGER = (SQL("integer"), SQL("0"))


class DetailReader:
    """Reads the rows of a report's source that are listed below its groups.

    Rows of the source that are the same in every field of the definition's ``_merge`` make one
    row: their amounts are summed, of other fields the lowest value is shown. A running sum is
    that of its group less the rows that follow; so what precedes the rows listed is never read.
    """

    def __init__(self, query):
        """
        :param query: the ``ReportQuery`` whose rows are read
        """
        self.query = query
        self.env = query.env
        self.columns = query.columns
        self.merge = query.definition._merge

    def find_group(self, path, currency_id):
        """Return the row of a group to ask for its details, with its running sums."""
        row = Row(label="", currency_id=currency_id, path=path)
        if self.query.running:
            counted = self.query.get_running_domain(path, currency_id)
            values = self.query.sums.fetch_figures(self.query.domain & counted, self.query.running)
            names = [column.name for column in self.query.running]
            row.values = dict(zip(names, values, strict=True))
        return row

    def iter_rows(self, groups, offset=0, limit=None):
        """Yield the detail rows of the groups, in their order; fetched in slices.

        :param groups: group rows of the deepest level, with their running sums
        """
        if self.query.listed is None or not groups:
            return
        for values in self._fetch_slices(self._details_sql(groups, offset, limit)):
            yield self._make_detail(groups[values[0] - 1], values)

    # ------------------------------------------------------------------
    # SQL
    # ------------------------------------------------------------------

    def _details_sql(self, groups, offset, limit):
        domain = self.query.domain & self.query.listed & self._narrow(groups)
        query = self.query.search(domain)
        ranked, rank = self._rank_sql(groups, self.query.keys_sql(query))
        order = self._order_sql(query)
        cells = [self._cell_sql(query, column, order) for column in self.columns]
        rows = SQL(
            "SELECT %s AS rank, %s AS id%s, ROW(%s) AS place FROM %s %s WHERE %s %s",
            self._merged_sql(rank),
            self._merged_sql(self.query.field_sql(query, "id")),
            SQL().join(
                SQL(", %s AS %s", cell, self._cell_name(number))
                for number, cell in enumerate(cells)
            ),
            order,
            query.from_clause,
            ranked,
            self.query.where_sql(query),
            self._merge_sql(query),
        )
        return SQL(
            "SELECT rank, id%s FROM (%s) detail ORDER BY rank, place %s %s",
            SQL().join(SQL(", %s", shown) for shown in self._shown_sql()),
            rows,
            SQL("LIMIT %s", limit) if limit else SQL(),
            SQL("OFFSET %s", offset) if offset else SQL(),
        )

    def _narrow(self, groups):
        """Return a condition that the rows of the groups meet: few are read then, by an index.

        Without it PostgreSQL, which can't tell how many rows the join with the groups leaves,
        reads all rows of the report for each group.
        """
        if len(groups) == 1:
            return self.query.get_path_domain(groups[0].path, groups[0].currency_id)
        domain = Domain.TRUE
        for depth, level in enumerate(self.query.levels):
            values = {group.path[depth] for group in groups}
            is_record = self.query.source._fields[level.field].type == "many2one"
            if is_record and len(values) <= FEW and None not in values:
                domain &= Domain(level.field, "in", list(values))
        return domain

    def _order_sql(self, query):
        names = self.query.definition._get_order()
        fields = [self.query.field_sql(query, name) for name in names]
        return SQL(", ").join(self._merged_sql(field) for field in fields)

    def _rank_sql(self, groups, keys):
        """Return a join with the groups in their order, and the position it gives a row."""
        if len(groups) == 1:
            return SQL(), SQL("1")
        values = list(zip(*[(*group.path, group.currency_id) for group in groups], strict=True))
        types = [*(self._key_type(level) for level in self.query.levels), INTEGER]
        arrays = SQL(", ").join(
            SQL("%s::%s[]", list(column), kind)
            for column, (kind, _none) in zip(values, types, strict=True)
        )
        names = [SQL.identifier(f"key{number}") for number in range(len(keys))]
        # null is a value like the others here, and what is compared can be hashed
        joined = SQL(" AND ").join(
            SQL("COALESCE(%s, %s) = COALESCE(ranked.%s, %s)", key, none, name, none)
            for key, name, (_kind, none) in zip(keys, names, types, strict=True)
        )
        return (
            SQL(
                "JOIN unnest(%s) WITH ORDINALITY AS ranked(%s, rank) ON %s",
                arrays,
                SQL(", ").join(names),
                joined,
            ),
            SQL("ranked.rank"),
        )

    def _key_type(self, level):
        """Return the SQL type of a level's values, and one that none of them has."""
        kinds = {"many2one": INTEGER, "date": (SQL("date"), SQL("'-infinity'::date"))}
        return kinds.get(self.query.source._fields[level.field].type, (SQL("varchar"), SQL("''")))

    def _merge_sql(self, query):
        if not self.merge:
            return SQL()
        same = [self.query.field_sql(query, name) for name in self.merge]
        return SQL("GROUP BY %s", SQL(", ").join([*self.query.keys_sql(query), *same]))

    def _merged_sql(self, sql):
        """Return the SQL of a value: of the rows merged into one, their lowest."""
        return SQL("MIN(%s)", sql) if self.merge else sql

    def _cell_sql(self, query, column, order):
        if column.kind == "share" or column.alike:
            return SQL("NULL")
        if not column.is_figure:
            return self._text_sql(query, column)
        amount = self.query.amount_sql(query, column)
        if column.kind != "running" and not column.domain.is_true():
            condition = self.query.condition_sql(query, column.domain)
            amount = SQL("CASE WHEN %s THEN %s END", condition, amount)
        if self.merge:
            amount = SQL("MAX(%s)" if column.kind == "most" else "SUM(%s)", amount)
        if column.kind != "running":
            return amount
        return SQL(
            """COALESCE(SUM(%s) OVER (PARTITION BY %s ORDER BY %s
            ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING), 0)""",
            amount,
            SQL(", ").join(self.query.keys_sql(query)),
            order,
        )

    def _text_sql(self, query, column):
        if not column.field:
            return SQL("NULL")
        value = self.query.field_sql(query, column.field)
        if not (column.mixed and self.merge):
            return self._merged_sql(value)
        return SQL(
            "CASE WHEN MIN(%(value)s) = MAX(%(value)s) THEN MIN(%(value)s) ELSE %(mixed)s END",
            value=value,
            mixed=column.mixed,
        )

    def _cell_name(self, number):
        return SQL.identifier(f"cell{number}")

    def _shown_sql(self):
        """Return each cell as it is shown: of a record, its name."""
        shown = []
        for number, column in enumerate(self.columns):
            cell = SQL("detail.%s", self._cell_name(number))
            field = None if column.is_figure else self.query.source._fields.get(column.field)
            if field is not None and field.type == "many2one":
                cell = SQL(
                    "(SELECT named.name FROM (%s) named(id, name) WHERE named.id = %s)",
                    NAMES[field.comodel_name],
                    cell,
                )
            shown.append(cell)
        return shown

    # ------------------------------------------------------------------
    # Rows
    # ------------------------------------------------------------------

    def _fetch_slices(self, sql):
        """Yield the rows of a query, a slice in memory at a time."""
        tune(self.env)
        cr = self.env.cr
        # what the query reads is written first, as any query of the ORM does
        self.env.flush_query(sql)
        cr.execute(SQL("DECLARE cobranzas_report NO SCROLL CURSOR FOR %s", sql))
        try:
            while True:
                cr.execute(SQL("FETCH %s FROM cobranzas_report", SLICE))
                rows = cr.fetchall()
                yield from rows
                if len(rows) < SLICE:
                    break
        except psycopg2.Error:
            raise  # nothing can be closed in a transaction that failed
        except BaseException:
            cr.execute(SQL("CLOSE cobranzas_report"))
            raise
        cr.execute(SQL("CLOSE cobranzas_report"))

    def _make_detail(self, group, values):
        names, running = self.names
        cells = dict(zip(names, values[2:], strict=True))
        for name, labels in self.selections.items():
            cells[name] = labels.get(cells[name], "")
        for name in running:
            left = group.values[name] - cells[name]
            cells[name] = self.query.round(left, group.currency_id)
        # by position: a statement has thousands
        return Row("", group.currency_id, group.path, cells, "detail", 0, values[1])

    @functools.cached_property
    def names(self):
        """The names of all columns, and of those that are running sums."""
        running = [column.name for column in self.query.running]
        return [column.name for column in self.columns], running

    @functools.cached_property
    def selections(self):
        """The labels of the values of each column that shows a selection field."""
        fields = self.query.source._fields
        shown = [column for column in self.columns if column.field and not column.is_figure]
        return {
            column.name: dict(fields[column.field]._description_selection(self.env))
            for column in shown
            if fields[column.field].type == "selection"
        }
