from datetime import timedelta

from babel.dates import format_skeleton
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, babel_locale_parse, get_lang

from ...models.ledger.read_scope import ReadScope
from .cobranzas_dashboard import Figure

LARGEST = 10  # customers shown
WEEKS = 8  # of the forecast
OWNED = Domain("move_line_id", "!=", False)  # an item of the ledger
CHECKS = Domain("move_line_id", "=", False)  # a deferred cheque: no debt any more, yet to be paid
ITEMS = "cobranzas.open.item"
SCOPE = ReadScope(postdated=True)  # deferred cheques are read, and listed, too
COUNTED = ("partner_id", "move_line_id", "date_due", "days_overdue")  # beside what is left

#: The items are read once, and summed by due date, sign, and item or cheque: all that the
#: conditions of the figures ask for. Both steps have the alias of the model, so that conditions
#: made for the model hold for them.
DEBTS = """
    WITH %(items)s AS MATERIALIZED (SELECT %(columns)s FROM %(table)s WHERE %(where)s),
    daily AS (
        SELECT date_due, MIN(days_overdue) AS days_overdue, MIN(move_line_id) AS move_line_id,
            SUM(%(left)s) AS %(name)s, COUNT(*) AS items
        FROM %(items)s GROUP BY date_due, move_line_id IS NULL, SIGN(%(left)s)
    ),
    total AS (SELECT SUM(items) AS count, %(sums)s FROM daily AS %(items)s),
    debtor AS (
        SELECT %(partner)s AS partner_id, SUM(%(left)s) AS value, MAX(%(days)s) AS oldest,
            COUNT(*) OVER () AS debtors
        FROM %(items)s WHERE %(overdue)s
        GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %(limit)s
    )
    SELECT total.*, debtor.*, partner.complete_name
    FROM total LEFT JOIN debtor ON TRUE
    LEFT JOIN res_partner partner ON partner.id = debtor.partner_id
    ORDER BY debtor.value DESC, debtor.partner_id
"""


class CobranzasDashboard(models.AbstractModel):
    """What customers owe: balance, overdue, ages, largest debtors, forecast. One query."""

    _inherit = "cobranzas.dashboard"

    @api.model
    def _get_debts(self, scope):
        """Return the figures of open items, ages, weeks, the largest debtors, and the count."""
        figures = self._get_debt_figures(scope)
        ages, weeks = self._get_age_figures(scope), self._get_week_figures(scope)
        flat = [*figures, *(figure for _, bar in [*ages, *weeks] for figure in bar.values())]
        total, debtors = self._fetch_debts(scope, flat)

        def shown(figure):
            return self._prepare_debt(scope, figure, total[figure.name])

        def drawn(label, bar):
            return {"label": label, **{part: shown(figure) for part, figure in bar.items()}}

        named = {figure.name: figure for figure in figures}
        return {
            "count": total["count"],
            "figures": {
                **{name: shown(figure) for name, figure in named.items()},
                **self._prepare_ratios(scope, named, total),
            },
            "ages": [drawn(*bar) for bar in ages],
            "weeks": [drawn(*bar) for bar in weeks],
            "largest": [
                self._prepare_debtor(scope, named["overdue"], debtor) for debtor in debtors
            ],
        }

    # ------------------------------------------------------------------
    # What is counted
    # ------------------------------------------------------------------

    @api.model
    def _get_residual(self, scope):
        return "residual" if scope.is_booked else "residual_currency"

    @api.model
    def _get_debt_figures(self, scope):
        """Return balance, debts, credits and overdue: those of the report of balances."""
        left = self._get_residual(scope)
        debts, credits = OWNED & Domain(left, ">", 0), OWNED & Domain(left, "<", 0)
        overdue = debts & Domain("date_due", "<", scope.today)
        return [
            Figure("balance", self.env._("Balance"), OWNED),
            Figure("debts", self.env._("Debts"), debts),
            Figure("credits", self.env._("Credits"), credits),
            Figure("overdue", self.env._("Overdue"), overdue),
        ]

    @api.model
    def _get_age_figures(self, scope):
        """Return (age, debts and credits): the two sum up to the figures of the aging report."""
        left, company = self._get_residual(scope), self.env.company
        limits = [scope.today - timedelta(days=n) for n in company._cobranzas_get_aging_days()]
        found = []
        for (key, label), later, earlier in zip(
            company._cobranzas_get_buckets(),
            [None, scope.today, *limits],
            [scope.today, *limits, None],
            strict=True,
        ):
            domain = OWNED
            if later:
                domain &= Domain("date_due", "<", later)
            if earlier:
                domain &= Domain("date_due", ">=", earlier)
            name = self.env._("Age of debts: %(days)s", days=label)
            bar = {
                "debts": Figure(f"age_{key}", name, domain & Domain(left, ">", 0)),
                "credits": Figure(f"age_{key}_credits", name, domain & Domain(left, "<", 0)),
            }
            found.append((label, bar))
        return found

    @api.model
    def _get_weeks(self, scope):
        """Return the first and last day of each week to come, from today on.

        A week begins on the first day of the user's language, as in groups by week.
        """
        start = int(get_lang(self.env).week_start)
        first = scope.today - timedelta(days=(scope.today.isoweekday() - start) % 7)
        return [
            (max(first + timedelta(weeks=n), scope.today), first + timedelta(weeks=n, days=6))
            for n in range(WEEKS)
        ]

    @api.model
    def _get_week_figures(self, scope):
        """Return (week, debts that fall due and deferred cheques payable in it)."""
        left = self._get_residual(scope)
        found = []
        for number, (first, last) in enumerate(self._get_weeks(scope)):
            begin, end = self._format_day(first), self._format_day(last)
            name = self.env._("Due from %(first)s to %(last)s", first=begin, last=end)
            week = Domain("date_due", ">=", first) & Domain("date_due", "<=", last)
            bar = {
                "debts": Figure(f"week_{number}", name, OWNED & Domain(left, ">", 0) & week),
                "checks": Figure(f"week_{number}_checks", name, CHECKS & week, sign=-1),
            }
            found.append((begin, bar))
        return found

    @api.model
    def _format_day(self, day):
        return format_skeleton("MMMd", day, locale=babel_locale_parse(get_lang(self.env).code))

    # ------------------------------------------------------------------
    # One query
    # ------------------------------------------------------------------

    @api.model
    def _fetch_debts(self, scope, figures):
        """Return the sums of all items, and the customers who owe most overdue."""
        source = self.env[ITEMS]._with_scope(SCOPE)
        query = source._search(scope.domain)

        def column(name):
            return source._field_to_sql(source._table, name, query)

        def condition(domain):
            return Domain(domain).optimize_full(source)._to_sql(source, source._table, query)

        def summed(name, sql, domain):
            return SQL(
                "SUM(%s) FILTER (WHERE %s) AS %s", sql, condition(domain), SQL.identifier(name)
            )

        left, days = column(self._get_residual(scope)), column("days_overdue")
        overdue = next(figure.domain for figure in figures if figure.name == "overdue")
        sums = [summed(figure.name, left, figure.domain) for figure in figures]
        sums.append(summed("weighted", SQL("%s * %s", left, days), overdue))
        counted = [left, *(column(name) for name in COUNTED)]
        sql = SQL(
            DEBTS,
            items=SQL.identifier(source._table),
            columns=SQL(", ").join(counted),
            table=query.from_clause,
            where=query.where_clause or SQL("TRUE"),
            sums=SQL(", ").join(sums),
            partner=column("partner_id"),
            left=left,
            name=SQL.identifier(self._get_residual(scope)),
            days=days,
            overdue=condition(overdue),
            limit=LARGEST,
        )
        rows = self.env.execute_query_dict(sql)
        return rows[0], [row for row in rows if row["value"]]

    # ------------------------------------------------------------------
    # What is shown
    # ------------------------------------------------------------------

    @api.model
    def _prepare_debt(self, scope, figure, value):
        action = self._prepare_action(
            ITEMS, figure.label, scope.domain & figure.domain, **SCOPE.to_context()
        )
        return self._prepare_figure(scope, figure, value, action)

    @api.model
    def _prepare_ratios(self, scope, figures, total):
        """Return how many debtors are overdue, which part of the debts is, and for how long.

        The days are weighted by amount; the part is in percent.
        """
        overdue, debts = float(total["overdue"] or 0.0), float(total["debts"] or 0.0)
        late = scope.domain & figures["overdue"].domain
        grouped = {**SCOPE.to_context(), "search_default_group_by_partner": True}
        name = self.env._("Overdue")
        return {
            "debtors": {
                "label": self.env._("Debtors overdue"),
                "value": total["debtors"] or 0,
                "action": self._prepare_action(ITEMS, name, late, **grouped),
            },
            "share": {
                "label": self.env._("Part of the debts that is overdue"),
                "value": round(100 * overdue / debts, 1) if debts else 0.0,
                "action": self._prepare_action(ITEMS, name, late, **SCOPE.to_context()),
            },
            "days": {
                "label": self.env._("Average days overdue"),
                "value": round(float(total["weighted"]) / overdue, 1) if overdue else 0.0,
                "action": self._prepare_action(ITEMS, name, late, **SCOPE.to_context()),
            },
        }

    @api.model
    def _prepare_debtor(self, scope, overdue, debtor):
        """Return a customer with what it owes overdue, and the days of its oldest debt."""
        name = debtor["complete_name"] or self.env._("Not Assigned")
        owned = scope.domain & overdue.domain & Domain("partner_id", "=", debtor["partner_id"])
        action = self._prepare_action(ITEMS, name, owned, **SCOPE.to_context())
        shown = self._prepare_figure(scope, overdue, debtor["value"], action)
        return {**shown, "label": name, "days": debtor["oldest"]}
