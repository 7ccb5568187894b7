import calendar
from datetime import timedelta
from itertools import accumulate

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, date_utils, format_date

from ...models.ledger.read_scope import ReadScope
from .cobranzas_dashboard import Figure

LINES = "cobranzas.ledger.line"
CHECKS = "l10n_latam.check"
CHECKS_VIEW = "l10n_latam_check.view_account_third_party_check_tree"
#: money collected: without voided receipts; a document received offsets its receipt until it is
#: collected. Conversions are no collection; the condition on them spares PostgreSQL their rows.
COLLECTED = (
    Domain("kind", "in", ("receipt", "payment", "document"))
    & Domain("state", "!=", "voided")
    & Domain("is_conversion", "=", False)
)


class CobranzasDashboard(models.AbstractModel):
    """What was collected this month against the last, and the cheques to cash in a week."""

    _inherit = "cobranzas.dashboard"

    @api.model
    def _get_collections(self, scope):
        """Return both months, each day with what was collected up to it, and their figures."""
        first = date_utils.start_of(scope.today, "month")
        before = date_utils.subtract(first, months=1)
        by_day = self._fetch_collected(scope, before)
        length = calendar.monthrange(before.year, before.month)[1]
        months = {
            "this_month": self._prepare_month(scope, by_day, first, scope.today.day),
            "last_month": self._prepare_month(scope, by_day, before, length),
        }
        return {
            **months,
            "count": len(by_day),
            "figures": {
                "collected": months["this_month"][-1],
                "collected_before": months["last_month"][min(scope.today.day, length) - 1],
            },
        }

    @api.model
    def _fetch_collected(self, scope, since):
        """Return what was collected by day, from ``since`` to today."""
        amount = "balance_company" if scope.is_booked else "balance"
        domain = scope.domain & COLLECTED
        domain &= Domain("date", ">=", since) & Domain("date", "<=", scope.today)
        return dict(
            self.env[LINES]
            ._with_scope(ReadScope())
            ._read_group(domain, ["date:day"], [f"{amount}:sum"])
        )

    @api.model
    def _prepare_month(self, scope, by_day, first, length):
        """Return for each day of a month what was collected from the first day up to it."""
        days = [first + timedelta(days=number) for number in range(length)]
        found = []
        for day, value in zip(days, accumulate(by_day.get(day, 0.0) for day in days), strict=True):
            label = self.env._(
                "Collected from %(first)s to %(last)s",
                first=format_date(self.env, first),
                last=format_date(self.env, day),
            )
            within = Domain("date", ">=", first) & Domain("date", "<=", day)
            figure = Figure("collected", label, COLLECTED & within, sign=-1)
            action = self._prepare_action(LINES, label, scope.domain & figure.domain)
            found.append(self._prepare_figure(scope, figure, value, action))
        return found

    # ------------------------------------------------------------------
    # Cheques
    # ------------------------------------------------------------------

    @api.model
    def _get_checks(self, scope):
        """Return the third-party cheques in hand payable in a week from today, and their count."""
        label = self.env._("Cheques to cash in 7 days")
        last = scope.today + timedelta(days=6)
        figure = Figure("checks", label, self._get_checks_domain(scope, last))
        count, value = self._fetch_checks(scope, figure.domain)
        action = self._prepare_action(CHECKS, label, figure.domain)
        view_id = self.env["ir.model.data"]._xmlid_to_res_id(CHECKS_VIEW)
        action.update(view_mode="list,form", views=[(view_id, "list"), (False, "form")])
        return {**self._prepare_figure(scope, figure, value, action), "count": count}

    @api.model
    def _get_checks_domain(self, scope, last):
        # sudo: which journals are portfolios of cheques is no secret to who works with cheques
        journals = (
            self.env["account.journal"]
            .sudo()
            .search(
                [
                    ("company_id", "in", self.env.companies.ids),
                    (
                        "inbound_payment_method_line_ids.payment_method_id.code",
                        "=",
                        "in_third_party_checks",
                    ),
                ]
            )
        )
        domain = (
            Domain("current_journal_id", "in", journals.ids)
            & Domain("payment_date", ">=", scope.today)
            & Domain("payment_date", "<=", last)
        )
        if scope.is_booked:
            domain &= Domain("company_id.currency_id", "=", scope.currency.id)
        else:
            domain &= Domain("payment_id.currency_id", "=", scope.currency.id)
        if scope.collector_id:
            collector = "payment_id.partner_id.commercial_partner_id.cobranzas_collector_id"
            domain &= Domain(collector, "=", scope.collector_id)
        return domain

    @api.model
    def _fetch_checks(self, scope, domain):
        """Return the number of cheques and their amount, at the rate of their payment."""
        checks, payments = self.env[CHECKS], self.env["account.payment"]
        query = checks._search(domain)
        amount = checks._field_to_sql(checks._table, "amount", query)
        if scope.is_booked:
            amount = SQL(
                "ROUND(%s * COALESCE(%s / NULLIF(%s, 0), 1), %s)",
                amount,
                payments._field_to_sql("payment", "amount_company_currency_signed"),
                payments._field_to_sql("payment", "amount"),
                scope.currency.decimal_places,
            )
        sql = SQL(
            "SELECT COUNT(*), SUM(%s) FROM %s JOIN account_payment payment ON payment.id = %s"
            " WHERE %s",
            amount,
            query.from_clause,
            checks._field_to_sql(checks._table, "payment_id", query),
            query.where_clause or SQL("TRUE"),
        )
        return self.env.execute_query(sql)[0]
