"""What a report reads from, as SQL: its definition, the user's filters, and their columns."""

import functools
from dataclasses import replace

from odoo.fields import Domain
from odoo.tools import SQL, float_round

#: by model, the names of the records that reports show as levels or columns
NAMES = {
    "res.partner": SQL("SELECT id, complete_name FROM res_partner"),
    "cobranzas.debtor.group": SQL("SELECT id, name FROM cobranzas_debtor_group"),
    "cobranzas.collector": SQL("SELECT id, name FROM cobranzas_collector"),
    "res.users": SQL(
        """SELECT id, name FROM (SELECT login.id, partner.name FROM res_users login
        JOIN res_partner partner ON partner.id = login.partner_id) named"""
    ),
}


def tune(env):
    """Let PostgreSQL sum in memory, trust its indexes, and not compile a query it runs once.

    For what is left of the transaction; all change how fast an answer comes, not the answer.
    """
    env.cr.execute(
        SQL(
            """SELECT set_config('jit', 'off', TRUE), set_config('work_mem', '64MB', TRUE),
            set_config('random_page_cost', '1.1', TRUE)"""
        )
    )


class ReportSource:
    """The source of one report for one user: access rights and record rules apply.

    Raises ``UserError`` when the user's filters contradict each other.
    """

    def __init__(self, report):
        self.report = report
        self.definition = report._get_definition()
        self.env = report._get_env()
        self.scope = self._get_scope()
        self.source = self.env[self.definition._source]._with_scope(self.scope)
        # the filters first: they refuse what columns can't be made of
        self.domain = report._get_filter_domain() & self.definition._get_domain(report)
        self.levels = self.definition._get_levels(report)
        self.columns = self.definition._get_columns(report)
        self.listed = self.definition._get_listed_domain(report)
        self.in_company_currency = report.currency_mode == "company"
        self.currency_field = "company_currency_id" if self.in_company_currency else "currency_id"
        self.currencies = {}
        self.roundings = {}

    def _get_scope(self):
        """Return the scope of the definition; as known then, where the user asks for that."""
        scope = self.definition._get_source_scope(self.report)
        if self.report._is_as_known():
            return replace(scope, date=self.report.date_to, as_known=True)
        return scope

    @functools.cached_property
    def amounts(self):
        """The columns of money."""
        return [column for column in self.columns if column.is_amount]

    @functools.cached_property
    def figures(self):
        """The columns that groups and totals have, too."""
        return [column for column in self.columns if column.is_figure]

    @functools.cached_property
    def running(self):
        """The columns that sum up to and with each row."""
        return [column for column in self.columns if column.kind == "running"]

    def get_currency(self, currency_id):
        """Return a currency by its id; each is read once."""
        if currency_id not in self.currencies:
            self.currencies[currency_id] = self.env["res.currency"].browse(currency_id)
        return self.currencies[currency_id]

    def round(self, amount, currency_id):
        """Return an amount as its currency rounds it; sums of rounded ones, by the thousand.

        Those are next to what they are rounded to, where Python's own way finds the same float.
        """
        if currency_id not in self.roundings:
            currency = self.get_currency(currency_id)
            self.roundings[currency_id] = currency.rounding, currency.decimal_places
        rounding, places = self.roundings[currency_id]
        near = round(amount, places)
        if abs(amount - near) < rounding / 4:
            return near + 0.0  # no minus zero
        return float_round(amount, precision_rounding=rounding)

    # ------------------------------------------------------------------
    # SQL
    # ------------------------------------------------------------------

    def search(self, domain, scope=None):
        """Return the ``Query`` of the rows that meet ``domain``, read in another scope if given."""
        source = self.source if scope is None else self.source._with_scope(scope)
        return source._search(domain)

    def field_sql(self, query, name):
        """Return the SQL of a field of the source."""
        return self.source._field_to_sql(self.source._table, name, query)

    def condition_sql(self, query, domain):
        """Return the SQL condition of a domain on the source."""
        domain = Domain(domain).optimize_full(self.source)
        return domain._to_sql(self.source, self.source._table, query)

    def keys_sql(self, query):
        """Return the SQL of what rows are grouped by: the value of each level, and the currency."""
        keys = [self._key_sql(query, level) for level in self.levels]
        return [*keys, self.field_sql(query, self.currency_field)]

    def _key_sql(self, query, level):
        sql = self.field_sql(query, level.field)
        if not level.opening:
            return sql
        day = self.field_sql(query, "date")
        return SQL("CASE WHEN %s >= %s THEN %s END", day, self.report.date_from, sql)

    def get_amount_field(self, column):
        """Return the field of a column of money, in the currency of the report."""
        in_company = self.in_company_currency and column.company_field
        return column.company_field if in_company else column.field

    def amount_sql(self, query, column):
        """Return the SQL of a column of money of one row, in the currency of the report."""
        return self.field_sql(query, self.get_amount_field(column))

    def sum_sql(self, query, column):
        """Return the sum of a column: exact in SQL, then the nearest float, as the ORM has it.

        The highest of one whose kind is ``most``, what all have of one that is ``alike``; shares
        are computed of sums.
        """
        if column.kind == "share":
            return SQL("0::float8")
        amount, chosen = self.amount_sql(query, column), self._chosen_sql(query, column)
        if column.kind == "most":
            return SQL("COALESCE(MAX(%s)%s, 0)::integer", amount, chosen)
        if column.alike:
            return SQL(
                "CASE WHEN MIN(%(of)s) = MAX(%(of)s) THEN MIN(%(of)s) END::float8", of=amount
            )
        if column.blank:
            return SQL("SUM(%s)%s::float8", amount, chosen)
        return SQL("%s::float8", self.exact_sum_sql(query, column))

    def exact_sum_sql(self, query, column):
        """Return the sum of a column of money as PostgreSQL has it, to be added to others."""
        amount, chosen = self.amount_sql(query, column), self._chosen_sql(query, column)
        return SQL("COALESCE(SUM(%s)%s, 0)", amount, chosen)

    def _chosen_sql(self, query, column):
        """Return what lets an aggregate see only the rows that a column counts."""
        if column.domain.is_true():
            return SQL()
        return SQL(" FILTER (WHERE %s)", self.condition_sql(query, column.domain))

    @staticmethod
    def where_sql(query):
        """Return the SQL condition of a query."""
        return query.where_clause or SQL("TRUE")

    # ------------------------------------------------------------------
    # The rows of a group
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
