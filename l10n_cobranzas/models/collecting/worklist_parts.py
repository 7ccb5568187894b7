import datetime

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

#: days after which an online payment that is still pending is no longer waited for
PENDING_DAYS = 14
#: days for which a broken promise counts as news
BROKEN_DAYS = 7


class CobranzasWorklist(models.Model):
    """What the worklist knows of a debtor beside its overdue debts (COL-07)."""

    _inherit = "cobranzas.worklist"

    @api.model
    def _get_parts(self):
        return [
            *super()._get_parts(),
            ("promised", self._get_promised_sql()),
            ("broken", self._get_broken_sql()),
            ("transit", self._get_credits_sql()),
            ("transit", self._get_draft_checks_sql()),
            ("transit", self._get_pending_sql()),
            ("returned", self._get_returned_sql()),
            ("held", self._get_held_sql()),
        ]

    @api.model
    def _get_promised_sql(self):
        """Return what is promised in time; of named documents, no more than is due of them now.

        What is disputed of these is not due.
        """
        return SQL(
            """SELECT line.partner_id AS contact_id, line.company_id,
                LEAST(SUM(line.amount_left_company), (
                    SELECT SUM(CASE WHEN COALESCE(item.date_maturity, item.date) < %(today)s
                            AND NOT (%(away)s)
                        THEN GREATEST(item.amount_residual - COALESCE(%(disputed)s, 0), 0)
                        ELSE 0 END)
                    FROM cobranzas_promise_item named
                    JOIN account_move_line item ON item.id = named.move_line_id
                    WHERE named.promise_id = line.promise_id)) AS amount,
                NULL AS happened_at
            FROM cobranzas_promise_line line
            WHERE line.state = 'open' AND line.date_limit >= %(today)s
            GROUP BY line.promise_id, line.partner_id, line.company_id""",
            today=self._get_today(),
            away=self._get_left_to_others_sql(SQL("item.id")),
            disputed=SQL(
                """(SELECT SUM(amount_company) FROM cobranzas_dispute
                WHERE move_line_id = item.id AND state = 'open')"""
            ),
        )

    @api.model
    def _get_broken_sql(self):
        """Return what is left of the promises broken in the last days, since midnight of each."""
        midnight = SQL("(line.date_limit + 1)::timestamp")
        return SQL(
            """SELECT line.partner_id AS contact_id, line.company_id,
                line.amount_left_company AS amount,
                timezone('UTC', timezone(%s, %s)) AS happened_at
            FROM cobranzas_promise_line line WHERE %s""",
            self.env.tz.zone,
            midnight,
            self._get_newly_broken_sql(),
        )

    @api.model
    def _get_newly_broken_sql(self):
        """Return the condition of a ``line`` of a promise that was broken in the last days."""
        today = self._get_today()
        return SQL(
            """line.state IN ('open', 'partly', 'broken') AND line.amount_left_company > 0
            AND line.date_limit < %s AND line.date_limit >= %s""",
            today,
            today - datetime.timedelta(days=BROKEN_DAYS),
        )

    @api.model
    def _get_credits_sql(self):
        """Return what was received, cheques in hand included, and is not applied to debts yet."""
        items = self._get_items("cobranzas.open.item")
        query = self._search_items(items, Domain("residual", "<", 0))
        sql = {
            name: items._field_to_sql(query.table, name, query)
            for name in ("partner_id", "company_id", "residual")
        }
        query.groupby = SQL("%s, %s", sql["partner_id"], sql["company_id"])
        return query.select(
            SQL("%s AS contact_id", sql["partner_id"]),
            SQL("%s AS company_id", sql["company_id"]),
            SQL("-SUM(%s) AS amount", sql["residual"]),
            SQL("NULL AS happened_at"),
        )

    @api.model
    def _get_draft_checks_sql(self):
        """Return the cheques of draft receipts: in hand, and not in the ledger yet."""
        return SQL(
            """SELECT receipt.partner_id AS contact_id, receipt.company_id, %s AS amount,
                NULL AS happened_at
            FROM cobranzas_receipt_check paid
            JOIN cobranzas_receipt receipt ON receipt.id = paid.receipt_id
            %s WHERE receipt.state = 'draft'""",
            self._get_worth_sql(),
            self._get_company_join(SQL("receipt")),
        )

    @api.model
    def _get_pending_sql(self, by_transfer=False):
        """Return online payments that are not confirmed, or not booked yet.

        :param by_transfer: those by transfer, whose money nobody has seen: the debtor says so, no
            more; else all others
        """
        return SQL(
            """SELECT paid.partner_id AS contact_id, paid.company_id, %s AS amount,
                NULL AS happened_at
            FROM payment_transaction paid
            JOIN payment_provider provider ON provider.id = paid.provider_id %s
            WHERE (paid.state IN ('pending', 'authorized')
                    OR paid.state = 'done' AND paid.is_post_processed IS NOT TRUE)
                AND paid.operation NOT IN ('refund', 'validation') AND paid.amount > 0
                AND paid.last_state_change >= %s::timestamp - %s * INTERVAL '1 day'
                AND (provider.code = 'custom' AND paid.state = 'pending') = %s""",
            self._get_worth_sql(),
            self._get_company_join(SQL("paid")),
            self._get_midnight(),
            PENDING_DAYS,
            by_transfer,
        )

    @api.model
    def _get_company_join(self, owner):
        """Return the joins by which ``_get_worth_sql`` knows the company of ``owner``."""
        return SQL(
            """JOIN res_company company ON company.id = %s.company_id
            JOIN res_company company_root
                ON company_root.id = SPLIT_PART(company.parent_path, '/', 1)::integer
            JOIN res_currency currency ON currency.id = company.currency_id""",
            owner,
        )

    @api.model
    def _get_worth_sql(self):
        """Return the amount of a ``paid`` in the company's currency, at today's rate."""
        return SQL(
            """CASE WHEN paid.currency_id = company.currency_id THEN paid.amount::numeric
            ELSE ROUND((paid.amount * %s / %s)::numeric, currency.decimal_places) END""",
            self._get_rate_sql(SQL("company.currency_id")),
            self._get_rate_sql(SQL("paid.currency_id")),
        )

    @api.model
    def _get_rate_sql(self, currency):
        """Return the rate today of a currency; one that never had a rate is worth 1, as in core."""
        return SQL(
            """COALESCE((SELECT rate FROM today_rate
            WHERE currency_id = %s AND root_id = company_root.id), 1)""",
            currency,
        )

    @api.model
    def _select_rates(self):
        """Return the SELECT of all rates, ``today_rate``: looked up once, where one is needed."""
        has_rate = SQL("currency.id IN (SELECT currency_id FROM res_currency_rate)")
        return self.env["cobranzas.exposure.item"]._select_rates(has_rate)

    @api.model
    def _get_returned_sql(self):
        """Return what is left of the debts that payments left when they came back."""
        return SQL(
            """SELECT line.partner_id AS contact_id, line.company_id,
                line.amount_residual AS amount, operation.create_date AS happened_at
            FROM cobranzas_operation operation
            JOIN account_move move ON move.cobranzas_operation_id = operation.id
            JOIN account_move_line line ON line.move_id = move.id
            WHERE operation.kind IN %s AND operation.state = 'done'
                AND line.parent_state = 'posted' AND line.reconciled IS NOT TRUE
                AND line.amount_residual > 0 AND line.account_id IN (%s) AND NOT (%s)""",
            self.env["cobranzas.operation"]._get_return_kinds(),
            self.env["cobranzas.open.item"]._get_receivable_accounts_sql(),
            self._get_left_to_others_sql(SQL("line.id")),
        )

    @api.model
    def _get_left_to_others_sql(self, item_id):
        """Return the condition of an item that somebody else collects. To extend."""
        return SQL("FALSE")

    @api.model
    def _get_held_sql(self):
        """Return the orders that credit control, or somebody, holds."""
        return SQL(
            """SELECT sale.partner_invoice_id AS contact_id, sale.company_id,
                ROUND((sale.amount_total / COALESCE(NULLIF(sale.currency_rate, 0), 1))::numeric,
                    currency.decimal_places) AS amount,
                sale.cobranzas_held_on AS happened_at
            FROM sale_order sale
            JOIN res_company company ON company.id = sale.company_id
            JOIN res_currency currency ON currency.id = company.currency_id
            WHERE sale.cobranzas_hold IS NOT NULL AND sale.state IN ('draft', 'sent')"""
        )
