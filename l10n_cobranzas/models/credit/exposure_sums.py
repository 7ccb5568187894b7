"""What counts against credit limits, summed by customer in two queries however many they are."""

from dataclasses import dataclass

from odoo import api, models
from odoo.tools import SQL

from ..ledger.cobranzas_open_item_changes import MATCHED_DRAFT
from .cobranzas_exposure_item import COUNTED_CURRENCY

#: columns of a sum: customer, company, currency, part, as booked, at today's rate, first due date
SUMS = SQL("customer_id, company_id, currency_id, part, SUM(booked), SUM(worth), MIN(due)")


@dataclass(frozen=True)
class Presence:
    """What there is of some customers at all: nothing else is planned for or read.

    :param found: names of what there is
    :param rates: {id of a currency: its rate today, as text: none of its digits is lost}
    :param items: their rows (``cobranzas.exposure.item``), flushed before they were asked for
    """

    found: frozenset
    rates: dict
    items: models.BaseModel

    def __contains__(self, name):
        return name in self.found


class CobranzasExposureItem(models.Model):
    """Sums of what counts (CRE-03), read short.

    PostgreSQL needs more time to plan one query of everything that may count than to add up
    thousands of open items: so it is asked first what there is. The sums are those of the rows.
    """

    _inherit = "cobranzas.exposure.item"

    @api.model
    def _read_presence(self, company, others=None):
        """Return the ``Presence`` of the scope's customers, in one query.

        :param others: {name: SELECT of rows}, asked with what counts
        """
        bare = self._make_bare()
        queries = {**bare._get_presence_queries(), **(others or {})}
        names = SQL(", ").join(SQL("EXISTS (%s)", query) for query in queries.values())
        [[rates, *flags]] = self.env.execute_query(
            SQL(
                "WITH counted_contact AS MATERIALIZED (SELECT * FROM %s) SELECT (%s) AS rates, %s",
                self._get_contacts_sql(),
                bare._get_rates_sql(company),
                names,
            )
        )
        found = frozenset(name for name, flag in zip(queries, flags, strict=True) if flag)
        return Presence(found, {int(key): rate for key, rate in (rates or {}).items()}, self)

    @api.model
    def _get_presence_queries(self):
        """Return {name: SELECT of rows}: without such rows, what it names counts nothing."""
        of_contact = self._get_narrowed_sql
        return {
            # stored residuals are not what is left while a draft is matched
            "unposted": SQL("SELECT FROM account_move_line draft WHERE %s", MATCHED_DRAFT),
            "postdated": SQL("SELECT FROM cobranzas_document"),
            "drafts": SQL("SELECT FROM account_move_line line WHERE %s", self._get_draft_sql()),
            "checks": SQL(
                """SELECT FROM account_payment payment
                JOIN l10n_latam_check cheque ON cheque.payment_id = payment.id
                WHERE payment.payment_type = 'inbound' AND payment.partner_type = 'customer'%s""",
                of_contact(SQL("payment.partner_id")),
            ),
            "orders": SQL(
                """SELECT FROM sale_order sale WHERE sale.state = 'sale'
                AND sale.invoice_status IS DISTINCT FROM 'invoiced'%s""",
                of_contact(SQL("sale.partner_invoice_id")),
            ),
        }

    @api.model
    def _get_rates_sql(self, company, currencies=None):
        """Return the SELECT of {currency: its rate today} of those in use, or of some."""
        if not currencies and len(self.env["res.currency"].get_all_currencies()) == 1:
            # the rate to itself is never used: nothing to look up
            return SQL("json_build_object(%s, '1')", company.currency_id.id)
        wanted = SQL("currency.active")
        if currencies:
            wanted = SQL("currency.id IN %s", tuple(currencies))
        return SQL(
            """SELECT json_object_agg(currency.id, (%s)::text) FROM res_currency currency
            JOIN res_company company_root ON company_root.id = %s WHERE %s OR currency.id = %s""",
            self._get_rate_sql(COUNTED_CURRENCY),
            company._cobranzas_get_root_id(),
            wanted,
            company.currency_id.id,
        )

    @api.model
    def _read_counted_sums(self, company, parts, presence):
        """Return [(customer, company, part, as booked, at today's rate, first due date)].

        A row of each currency; amounts are of the company's currency. What the company of a row
        does not count is in it too, but for what is not in ``parts``.

        :param company: with all the branches of its root
        :param parts: those that count, beside the open items
        :param presence: what there is of these customers
        """
        found = [part for part in parts if part in presence]
        if "drafts" in presence and "orders" in parts:
            found.append("orders")  # what a draft took of an order may be the order's still
        if "unposted" in presence:
            rows = self._sum_rows(self._select_counted(found, company, SQL("TRUE")))
            return self._drop_currencies(self._execute_sums(rows))
        rates = presence.rates
        rows = self._execute_sums(self._select_sums(company, found, presence, rates))
        missing = {row[2] for row in rows if row[5] is None}
        if missing:  # currencies that are no longer in use
            [[others]] = self.env.execute_query(self._get_rates_sql(company, missing))
            rates = rates | {int(key): rate for key, rate in others.items()}
            rows = self._execute_sums(self._select_sums(company, found, presence, rates))
        # documents not due yet were summed among the items
        rows += [
            (*row[:3], "items", -row[4], -row[5], row[6]) for row in rows if row[3] == "postdated"
        ]
        return self._drop_currencies(rows)

    @api.model
    def _execute_sums(self, query):
        """Return the rows of a query that PostgreSQL would compile for longer than it runs."""
        return self.env.execute_query(SQL("SET LOCAL jit = off; %s", query))

    @api.model
    def _drop_currencies(self, rows):
        return [(customer, company, *rest) for customer, company, _currency, *rest in rows]

    @api.model
    def _select_sums(self, company, found, presence, rates):
        """Return the SELECT of the sums of open items and of the other parts that there are."""
        bare = self._make_bare()
        worth = self._get_worth_at(company.currency_id, rates)
        queries = [bare._select_item_sums(company, worth)]
        if "postdated" in presence:
            queries.append(bare._select_postdated_sums(company, worth))
        others = [part for part in found if part != "postdated"]
        if others:
            rows = self._select_counted(others, company, SQL("TRUE"), posted=False)
            queries.append(self._sum_rows(rows))
        return SQL(
            "WITH counted_contact AS MATERIALIZED (SELECT * FROM %s) %s",
            self._get_contacts_sql(),
            SQL(" UNION ALL ").join(SQL("(%s)", query) for query in queries),
        )

    @api.model
    def _sum_rows(self, rows):
        """Return the sums of rows as ``_select_counted`` returns them."""
        return SQL(
            """SELECT %s FROM (SELECT customer_id, company_id, NULL::integer AS currency_id,
                counts_as AS part, exposure AS booked, exposure AS worth, date_due AS due
            FROM (%s) counted) used GROUP BY 1, 2, 3, 4""",
            SUMS,
            rows,
        )

    @api.model
    def _get_worth_at(self, own, rates):
        """Return what is left of a ``line`` in currency ``own``, as ``_get_worth_sql`` has it.

        Of one in ``own`` itself nothing: it is what is booked.
        """
        cases = [
            SQL(
                "WHEN %s THEN ROUND(line.amount_residual_currency * %s::numeric / %s::numeric, %s)",
                currency,
                rates[own.id],
                rate,
                own.decimal_places,
            )
            for currency, rate in rates.items()
            if currency != own.id
        ]
        if not cases:
            return SQL("NULL::numeric")
        return SQL("CASE line.currency_id %s END", SQL(" ").join(cases))

    @api.model
    def _select_item_sums(self, company, worth, condition=None, debt="items"):
        """Return the SELECT of the sums of open items; what is below zero is a credit.

        Grouped by contact first: the index of open items has all that is read.
        """
        owed = SQL(  # one comparison for most
            """(line.amount_residual > 0
            OR line.amount_residual = 0 AND line.amount_residual_currency > 0)"""
        )
        return SQL(
            """SELECT %(sums)s FROM (
                SELECT contact.commercial_partner_id AS customer_id, line.company_id,
                    line.currency_id,
                    CASE WHEN line.is_debt THEN %(debt)s ELSE 'credits' END AS part, line.booked,
                    CASE line.currency_id WHEN %(own)s THEN line.booked ELSE line.worth END
                        AS worth, line.due
                FROM (
                    SELECT line.partner_id, line.company_id, line.currency_id,
                        %(owed)s AS is_debt, SUM(line.amount_residual) AS booked,
                        SUM(%(worth)s) FILTER (WHERE line.currency_id <> %(own)s) AS worth,
                        MIN(COALESCE(line.date_maturity, line.date)) AS due
                    FROM account_move_line line
                    WHERE %(open)s AND %(receivable)s AND %(condition)s
                    GROUP BY 1, 2, 3, 4
                ) line
                JOIN counted_contact contact ON contact.id = line.partner_id
                JOIN res_company company ON company.id = line.company_id
                    AND SPLIT_PART(company.parent_path, '/', 1)::integer = %(root)s
            ) used GROUP BY 1, 2, 3, 4""",
            sums=SUMS,
            owed=owed,
            debt=debt,
            own=company.currency_id.id,
            worth=worth,
            open=self._get_open_sql(),
            receivable=self._get_receivable_sql(),
            condition=condition or SQL("TRUE"),
            root=company._cobranzas_get_root_id(),
        )

    @api.model
    def _select_postdated_sums(self, company, worth):
        """Return the SELECT of the sums of documents not due yet: they are among the items too."""
        not_due = SQL(
            """COALESCE(line.date_maturity, line.date) > %s
            AND COALESCE(NULLIF(line.amount_residual, 0), line.amount_residual_currency) >= 0
            AND EXISTS (SELECT FROM cobranzas_document document
                WHERE document.move_line_id = line.id)""",
            self._get_reference_date(),
        )
        return self._select_item_sums(company, worth, not_due, "postdated")
