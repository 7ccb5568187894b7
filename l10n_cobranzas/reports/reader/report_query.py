"""The one reader of every report: from definition and filters to rows, by two queries.

Sums come from one query grouped by all levels; the levels above and the totals are added up from
it. Details come from one query for all groups asked for, fetched in slices.
"""

from odoo.tools import SQL, format_date

from ...engine.collation import sort_key
from .report_details import DetailReader
from .report_source import NAMES, ReportSource
from .report_sums import SumReader
from .report_table import Row


class ReportQuery(ReportSource):
    """Reads one report for one user: its groups, their details, the totals."""

    def __init__(self, report):
        super().__init__(report)
        self.details = DetailReader(self)
        self.sums = SumReader(self)
        self.has_opening = any(level.opening for level in self.levels)

    # ------------------------------------------------------------------
    # Groups
    # ------------------------------------------------------------------

    def get_groups(self):
        """Return the group rows of all levels in order, each before its own, and the totals."""
        names = [column.name for column in self.figures]
        rows = [self._make_group(values, names) for values in self.sums.fetch_groups()]
        rows = [row for row in rows if self._has_content(row)]
        # browsed together, so that they are read together
        currencies = self.env["res.currency"].browse({row.currency_id for row in rows})
        self.currencies = {currency.id: currency for currency in currencies}
        self._name_rows(rows)
        totals = self._add_up(rows, 0)
        for depth in range(len(self.levels) - 1, 0, -1):
            rows = self._with_parents(rows, depth)
        self._accumulate(rows)
        sums = [*(row for row in rows if len(row.path) < len(self.levels)), *totals.values()]
        self._round(sums, self.amounts)
        self._divide([*rows, *totals.values()])
        return self._sort(rows), [total for _key, total in sorted(totals.items())]

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
            self.get_names(level, {row.path[depth] for row in rows})
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
        """Return the place of a group in the order: by its levels' names, then its currency."""
        places = [order[value] for order, value in zip(self.orders, path, strict=False)]
        return (*places, currency_id or 0)

    def get_names(self, level, values):
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
        field = self.source._fields[level.field]
        if field.type == "date":
            known = sorted(value for value in names if value is not None)
            return [None, *known] if level.opening else [*known, None]
        if level.ordered:
            known = [value for value, _label in field._description_selection(self.env)]
            return [*(value for value in known if value in names), None]
        return sorted(
            names, key=lambda value: (value is None, sort_key(names[value] or ""), value or 0)
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
                    column.name: self._combine(column, [row.values[column.name] for row in found])
                    if depth or not column.alike
                    else None
                    for column in self.figures
                },
                kind="group" if depth else "total",
                count=sum(row.count for row in found),
            )
            for key, found in children.items()
        }

    @staticmethod
    def _combine(column, values):
        """Return the figure of a group from those of the groups in it; None where none has one."""
        if not (column.alike or column.blank or column.kind == "most"):
            return sum(values)
        known = [value for value in values if value is not None]
        if column.alike:
            return known[0] if len(set(known)) == 1 else None
        if not known:
            return None
        return max(known) if column.kind == "most" else sum(known)

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

    def _accumulate(self, rows):
        """Make each running column of a level by date the sum of the rows up to its own."""
        if not self.has_opening:
            return
        names = [column.name for column in self.running]
        reached = {}
        for row in rows:
            if len(row.path) < len(self.levels):
                continue
            key = (row.path[:-1], row.currency_id)
            before = reached.setdefault(key, dict.fromkeys(names, 0.0))
            for name in names:
                before[name] += row.values[name]
                row.values[name] = before[name]
        self._round(rows, self.running)

    def _sort(self, rows):
        """Return the rows by the amount that the user chose, each group's own below it.

        Amounts of one currency are compared with each other alone. Dates after an opening balance
        stay in their order: running sums go by it.
        """
        column, descending = self.report._get_sorting(self.figures)
        if not column:
            return rows
        sign = -1 if descending else 1
        amounts = {
            (row.path, row.currency_id): sign * (row.values[column.name] or 0.0) for row in rows
        }

        def place(row):
            steps = [
                (
                    0 if level.opening else amounts[row.path[: depth + 1], row.currency_id],
                    self.orders[depth][row.path[depth]],
                )
                for depth, level in enumerate(self.levels[: len(row.path)])
            ]
            return row.currency_id or 0, steps

        return sorted(rows, key=place)

    def _round(self, rows, columns):
        """Round the sums made here; those of PostgreSQL are exact."""
        names = [column.name for column in columns]
        for row in rows:
            if row.currency_id:
                for name in names:
                    if row.values[name] is not None:
                        row.values[name] = self.round(row.values[name], row.currency_id)

    def _divide(self, rows):
        """Compute the shares of each row, in percent with one decimal; None of nothing."""
        for column in self.figures:
            if column.kind != "share":
                continue
            for row in rows:
                whole, left = (row.values[name] for name in column.of)
                share = round(100 * (whole - left) / whole, 1) if (whole or 0) > 0 else None
                row.values[column.name] = share

    def iter_rows(self, details=True):
        """Yield group rows and, after each of the deepest level, its detail."""
        groups, self.totals = self.get_groups()
        found = self.details.iter_rows(self.get_deepest(groups)) if details else iter(())
        detail = next(found, None)
        for row in groups:
            yield row
            while detail and (detail.path, detail.currency_id) == (row.path, row.currency_id):
                yield detail
                detail = next(found, None)
