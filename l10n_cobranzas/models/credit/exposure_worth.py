from odoo import api, models
from odoo.tools import SQL

from .cobranzas_exposure_item import COUNTED_CURRENCY


class CobranzasExposureItem(models.Model):
    """What a part of the exposure is worth in the currency of its company (CRE-03)."""

    _inherit = "cobranzas.exposure.item"

    @api.model
    def _get_worth_sql(self):
        """Return what is left of a row in the company's currency: at today's rate, or as booked."""
        return SQL(
            """CASE item.part WHEN 'checks' THEN -1 ELSE 1 END
            * CASE WHEN item.currency_id = item.company_currency_id OR %s THEN item.residual
            ELSE ROUND((item.residual_currency * %s / %s)::numeric,
                (SELECT decimal_places FROM res_currency WHERE id = item.company_currency_id))
            END""",
            self._get_booked_sql(),
            self._get_rate_sql(SQL("item.company_currency_id")),
            self._get_rate_sql(SQL("item.currency_id")),
        )

    @api.model
    def _get_booked_sql(self):
        """Return the condition that the company counts at the rate of each document."""
        return SQL("company.cobranzas_credit_rate_day = 'document'")

    @api.model
    def _get_rate_sql(self, currency):
        """Return the rate of a currency today, as core takes it: units of it for one of core's.

        That of the row's company before those of all; before the first one, the first.
        """

        def find(condition, direction):
            return SQL(
                """(SELECT recorded.rate FROM res_currency_rate recorded
                WHERE recorded.currency_id = %s AND %s AND COALESCE(
                    recorded.company_id, company_root.id) = company_root.id
                ORDER BY recorded.company_id, recorded.name %s LIMIT 1)""",
                currency,
                condition,
                direction,
            )

        until = SQL("recorded.name <= %s", self._get_reference_date())
        rate = SQL("COALESCE(%s, %s, 1)", find(until, SQL("DESC")), find(SQL("TRUE"), SQL("ASC")))
        if currency is COUNTED_CURRENCY:
            return rate
        looked_up = SQL("(SELECT rate FROM counted_rate WHERE currency_id = %s)", currency)
        if not self._is_bare():
            looked_up = self._find_rate_sql(currency)
        return SQL("COALESCE(%s, %s)", looked_up, rate)

    @api.model
    def _find_rate_sql(self, currency):
        """Return the rate today of a currency in use, as ``_get_rate_sql`` has it.

        Those in use are looked up once for all rows: PostgreSQL keeps what does not depend on one.
        """
        return SQL(
            """(WITH known_rate AS MATERIALIZED (%s)
            SELECT rate FROM known_rate
            WHERE currency_id = %s AND root_id = company_root.id)""",
            self._select_rates(SQL("currency.active")),
            currency,
        )

    @api.model
    def _select_rates(self, condition):
        """Return the SELECT of the rates today of ``currency`` rows, in each company of its own."""
        return SQL(
            """SELECT currency.id AS currency_id, company_root.id AS root_id, %s AS rate
            FROM res_currency currency CROSS JOIN res_company company_root
            WHERE %s AND company_root.parent_id IS NULL""",
            self._get_rate_sql(COUNTED_CURRENCY),
            condition,
        )
