import datetime

import pytz
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...engine.priority import BONUS, CAPPED

#: events: the part of what is read, and the key of the engine's bonus
EVENTS = {"broken": "broken_promise", "returned": "returned_check", "held": "held_order"}
#: ids of the rows of the second company and of further ones, without branches, start here
NEXT_COMPANY = 2**31


def money(string, help_text):
    """Return a field of an amount in the company's currency, which lists sum up."""
    return fields.Monetary(
        string=string, currency_field="currency_id", readonly=True, help=help_text
    )


class CobranzasWorklist(models.Model):
    """The debtors with overdue debts in the order of what most needs doing (COL-07).

    A row is a debtor group, or a customer without one, of one collector, in one company with its
    branches. It is read live from the open items that the user may read. Amount to collect =
    overdue − promised in time − disputed − received and not applied yet.
    """

    _name = "cobranzas.worklist"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Worklist of Collections"
    _auto = False
    _order = "contacted_today, priority desc, id"
    _depends = {
        "cobranzas.collect.item": [],
        "cobranzas.contact.log": ["company_id", "date", "partner_id", "user_id"],
        "cobranzas.debtor.group": ["name"],
        "cobranzas.exposure.item": [],
        "cobranzas.operation": ["kind", "state"],
        "cobranzas.promise.item": ["move_line_id", "promise_id"],
        "cobranzas.promise.line": [
            "amount_left_company",
            "company_id",
            "date_limit",
            "partner_id",
            "state",
        ],
        "cobranzas.receipt": ["company_id", "partner_id", "state"],
        "cobranzas.receipt.check": ["amount", "currency_id", "receipt_id"],
        "cobranzas.worklist.snooze": [
            "active",
            "collector_id",
            "company_id",
            "debtor_group_id",
            "partner_id",
            "until",
        ],
        "account.move": ["cobranzas_operation_id"],
        "payment.transaction": [
            "amount",
            "company_id",
            "currency_id",
            "is_post_processed",
            "last_state_change",
            "operation",
            "partner_id",
            "provider_id",
            "state",
        ],
        "res.company": ["parent_path"],
        "res.partner": ["complete_name"],
        "sale.order": [
            "amount_total",
            "cobranzas_held_on",
            "cobranzas_hold",
            "company_id",
            "currency_rate",
            "name",
            "partner_invoice_id",
            "state",
        ],
    }

    name = fields.Char(string="Debtor", readonly=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, help="Empty for a debtor group."
    )
    debtor_group_id = fields.Many2one("cobranzas.debtor.group", readonly=True)
    collector_id = fields.Many2one("cobranzas.collector", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, help="With all its branches.")
    currency_id = fields.Many2one("res.currency", readonly=True)
    overdue = money("Overdue", "Debts past their due date.")
    promised = money("Promised in Time", "Promises to pay that are open and not late.")
    disputed = money("Disputed", "What of the overdue debts is under an open dispute.")
    transit = money(
        "Received, Not Applied",
        "Balances in favour that are not applied yet, cheques of draft receipts, and online "
        "payments of the last days that are not confirmed yet.",
    )
    to_collect = money(
        "To Collect", "Overdue less what is promised in time, disputed, or received."
    )
    risk = money(
        "Weighted Risk",
        "What is to be collected of each document, times the chance that it is still unpaid in "
        "14 days, weighted by its age.",
    )
    broken = money("Broken Promises", "What is left of promises broken in the last seven days.")
    returned = money("Returned Cheques", "What is left of the debts for cheques that came back.")
    held = money("Held Orders", "Total of the orders that wait for credit control.")
    priority = fields.Monetary(
        currency_field="currency_id",
        readonly=True,
        help="Money at risk, and a part of the money of broken promises, returned cheques, held "
        "orders, and of debtors never contacted. The list is in this order.",
    )
    days_overdue = fields.Integer(
        readonly=True, aggregator="max", help="Days since the oldest unpaid due date."
    )
    last_contact = fields.Datetime(readonly=True)
    contacted_today = fields.Integer(
        readonly=True,
        aggregator="sum",
        help="1 when somebody contacted the debtor today: the row drops behind the others.",
    )
    snoozed_until = fields.Date(
        readonly=True,
        help="Put off until this day. A promise broken, a cheque returned or an order held since "
        "brings the debtor back at once.",
    )

    # ------------------------------------------------------------------
    # Today
    # ------------------------------------------------------------------

    @api.model
    def _get_today(self):
        return fields.Date.context_today(self)

    @api.model
    def _get_midnight(self):
        """Return when today began in the user's time zone, in UTC."""
        midnight = datetime.datetime.combine(self._get_today(), datetime.time.min)
        return self.env.tz.localize(midnight).astimezone(pytz.utc).replace(tzinfo=None)

    # ------------------------------------------------------------------
    # The query
    # ------------------------------------------------------------------

    @property
    def _table_query(self):
        return SQL(
            """WITH %(base)s, customer AS (%(customers)s),
            debtor AS MATERIALIZED (%(debtors)s), figure AS (%(figures)s)
            SELECT figure.*, figure.risk + %(bonus)s AS priority,
                COALESCE(team.name, partner.complete_name) AS name
            FROM figure
            LEFT JOIN cobranzas_debtor_group team ON team.id = figure.debtor_group_id
            LEFT JOIN res_partner partner ON partner.id = figure.partner_id""",
            base=self._get_base_sql(),
            customers=self._get_customers_sql(),
            debtors=self._get_debtors_sql(),
            figures=self._get_figures_sql(),
            bonus=self._get_bonus_sql(),
        )

    @api.model
    def _get_base_sql(self):
        """Return what rows of customers are made of, by name: rates, what is owed, other parts."""
        return SQL(
            "today_rate AS MATERIALIZED (%s), owed AS (%s), fact AS (%s)",
            self._select_rates(),
            self._get_owed_sql(),
            self._get_facts_sql(),
        )

    @api.model
    def _get_owed_sql(self):
        """Return what each customer owes each company, of the items that the user may read."""
        items = self._get_items("cobranzas.collect.item")
        query = self._search_items(items, Domain("date_due", "<", self._get_today()))
        names = ("partner_id", "company_id", "overdue", "to_collect", "at_risk", "days_overdue")
        sql = {name: items._field_to_sql(query.table, name, query) for name in names}
        query.groupby = SQL("%s, %s", sql["partner_id"], sql["company_id"])
        return query.select(
            SQL("%s AS customer_id", sql["partner_id"]),
            SQL("%s AS company_id", sql["company_id"]),
            SQL("SUM(%s) AS overdue", sql["overdue"]),
            SQL("SUM(%s) AS undisputed", sql["to_collect"]),
            SQL("SUM(%s) AS weighted", sql["at_risk"]),
            SQL("MAX(%s) AS days_overdue", sql["days_overdue"]),
        )

    @api.model
    def _get_facts_sql(self):
        """Return all parts as rows: part, contact_id, company_id, amount, happened_at."""
        return SQL(" UNION ALL ").join(
            SQL(
                """SELECT %s AS part, made.contact_id, made.company_id, made.amount,
                    made.happened_at::timestamp AS happened_at FROM (%s) made WHERE %s""",
                name,
                rows,
                self._get_companies_sql(SQL("made.company_id")),
            )
            for name, rows in self._get_parts()
        )

    @api.model
    def _get_parts(self):
        """Return [(part, its rows)]: contact_id, company_id, amount, happened_at.

        In the company's currency. A part is ``promised``, ``transit``, one of ``EVENTS`` or of
        ``_get_shown_parts``; of a contact there may be several rows. To extend, as
        ``worklist_parts.py`` does.
        """
        return []

    @api.model
    def _get_shown_parts(self):
        """Return the names of parts that a field shows and that change neither sum nor order."""
        return []

    @api.model
    def _get_companies_sql(self, company):
        """Return the condition of a company in which the user works."""
        if self.env.su:
            return SQL("TRUE")
        return SQL("%s IN %s", company, tuple(self.env.companies.ids) or (0,))

    @api.model
    def _get_customers_sql(self):
        """Return a row of each customer in each company without its branches."""
        columns = SQL(", ").join(
            SQL("SUM(amount) FILTER (WHERE part = %s) AS %s", name, SQL.identifier(name))
            for name in ("promised", "transit", *EVENTS, *self._get_shown_parts())
        )
        return SQL(
            """SELECT customer_id, root_id, SUM(overdue) AS overdue,
                SUM(undisputed) AS undisputed, SUM(weighted) AS weighted,
                MAX(days_overdue) AS days_overdue, %(columns)s,
                MAX(happened_at) FILTER (WHERE part IN %(events)s) AS happened_at
            FROM (
                SELECT owed.customer_id, %(root)s AS root_id, owed.overdue, owed.undisputed,
                    owed.weighted, owed.days_overdue, NULL AS part, NULL::numeric AS amount,
                    NULL::timestamp AS happened_at
                FROM owed JOIN res_company company ON company.id = owed.company_id
                UNION ALL
                SELECT contact.commercial_partner_id, %(root)s, 0, 0, 0, 0, fact.part, fact.amount,
                    fact.happened_at
                FROM fact JOIN res_company company ON company.id = fact.company_id
                JOIN res_partner contact ON contact.id = fact.contact_id
            ) known GROUP BY customer_id, root_id""",
            columns=columns,
            events=tuple(EVENTS),
            root=SQL("SPLIT_PART(company.parent_path, '/', 1)::integer"),
        )

    @api.model
    def _get_debtors_sql(self):
        """Return a row of each debtor group, or customer without one, of a collector."""
        sums = SQL(", ").join(
            SQL("COALESCE(SUM(customer.%(name)s), 0) AS %(name)s", name=SQL.identifier(name))
            for name in (
                *("overdue", "undisputed", "weighted", "promised", "transit"),
                *EVENTS,
                *self._get_shown_parts(),
            )
        )
        return SQL(
            """SELECT MIN(customer.customer_id) AS customer_id,
                ARRAY_AGG(customer.customer_id) AS customer_ids,
                partner.cobranzas_group_id AS debtor_group_id,
                partner.cobranzas_collector_id AS collector_id, customer.root_id,
                COALESCE(-partner.cobranzas_group_id, customer.customer_id) AS debtor_key,
                MAX(customer.days_overdue) AS days_overdue,
                MAX(customer.happened_at) AS happened_at, %s
            FROM customer JOIN res_partner partner ON partner.id = customer.customer_id
            GROUP BY COALESCE(-partner.cobranzas_group_id, customer.customer_id),
                partner.cobranzas_group_id, partner.cobranzas_collector_id, customer.root_id
            HAVING SUM(customer.overdue) > 0""",
            sums,
        )

    @api.model
    def _get_figures_sql(self):
        """Return the columns of the model, but for what is made of others."""
        to_collect = SQL("GREATEST(debtor.undisputed - debtor.promised - debtor.transit, 0)")
        return SQL(
            """SELECT debtor.customer_id + %(next)s * (SELECT COUNT(*) FROM res_company earlier
                    WHERE earlier.parent_id IS NULL AND earlier.id < debtor.root_id) AS id,
                CASE WHEN debtor.debtor_group_id IS NULL THEN debtor.customer_id END AS partner_id,
                debtor.debtor_group_id, debtor.collector_id, debtor.root_id AS company_id,
                root.currency_id, debtor.overdue, debtor.promised,
                debtor.overdue - debtor.undisputed AS disputed, debtor.transit,
                %(to_collect)s AS to_collect,
                COALESCE(ROUND(debtor.weighted * %(to_collect)s / NULLIF(debtor.undisputed, 0),
                    currency.decimal_places), 0) AS risk,
                debtor.broken, debtor.returned, debtor.held, debtor.days_overdue, %(shown)s
                %(last)s AS last_contact, EXISTS (%(today)s)::integer AS contacted_today,
                CASE WHEN debtor.happened_at >= DATE_TRUNC('second', snooze.create_date) THEN NULL
                    ELSE snooze.until END AS snoozed_until
            FROM debtor
            JOIN res_company root ON root.id = debtor.root_id
            JOIN res_currency currency ON currency.id = root.currency_id
            LEFT JOIN (%(snoozes)s) snooze ON snooze.debtor_key = debtor.debtor_key
                AND snooze.company_id = debtor.root_id
                AND snooze.collector_key = COALESCE(debtor.collector_id, 0)""",
            next=NEXT_COMPANY,
            shown=SQL().join(
                SQL("debtor.%s, ", SQL.identifier(name)) for name in self._get_shown_parts()
            ),
            to_collect=to_collect,
            last=self._get_last_contact_sql(),
            today=self._get_contacted_sql(),
            snoozes=self._get_snoozes_sql(),
        )

    @api.model
    def _get_last_contact_sql(self):
        """Return when a ``debtor`` was contacted last: of each customer, by the index, one row."""
        return SQL(
            """(SELECT MAX(last.date) FROM UNNEST(debtor.customer_ids) AS one(customer_id)
            CROSS JOIN LATERAL (SELECT log.date FROM cobranzas_contact_log log
                WHERE log.partner_id = one.customer_id AND %s
                ORDER BY log.date DESC LIMIT 1) last)""",
            self._get_companies_sql(SQL("log.company_id")),
        )

    @api.model
    def _get_contacted_sql(self):
        """Return who of a ``debtor`` people contacted today; what the system sent isn't counted."""
        return SQL(
            """SELECT FROM UNNEST(debtor.customer_ids) AS one(customer_id)
            WHERE one.customer_id IN (SELECT log.partner_id FROM cobranzas_contact_log log
                WHERE log.date >= %s AND log.user_id <> %s AND %s)""",
            self._get_midnight(),
            api.SUPERUSER_ID,
            self._get_companies_sql(SQL("log.company_id")),
        )

    @api.model
    def _get_snoozes_sql(self):
        """Return the last snooze of each debtor that is not over yet."""
        return SQL(
            """SELECT DISTINCT ON (company_id, debtor_key, collector_key) * FROM (
                SELECT COALESCE(-debtor_group_id, partner_id) AS debtor_key,
                    COALESCE(collector_id, 0) AS collector_key, company_id, until, create_date, id
                FROM cobranzas_worklist_snooze WHERE active AND until > %s
            ) active ORDER BY company_id, debtor_key, collector_key, id DESC""",
            self._get_today(),
        )

    @api.model
    def _get_bonus_sql(self):
        """Return what events add to the money at risk of a ``figure``, as ``engine.priority``."""
        parts = [
            (kind, SQL("figure.%s", SQL.identifier(name)), SQL("TRUE"))
            for name, kind in EVENTS.items()
        ]
        never = SQL("figure.last_contact IS NULL")
        parts.append(("never_contacted", SQL("figure.to_collect"), never))
        sums = [
            SQL(
                "CASE WHEN %s THEN %s * %s / 100.0 ELSE 0 END",
                condition,
                SQL("LEAST(%s, figure.to_collect)", amount) if kind in CAPPED else amount,
                BONUS[kind],
            )
            for kind, amount, condition in parts
        ]
        return SQL("CASE WHEN figure.to_collect > 0 THEN %s ELSE 0 END", SQL(" + ").join(sums))
