from dataclasses import dataclass, replace

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..ledger.read_scope import ItemKind, Kept

#: the row of a limit has this id plus the number of its ``Facts``
LIMITS = -(2**31) + 1
#: of a customer in a company and its branches: what counts before others
STATES = ("late", "debt", "used")


@dataclass(frozen=True)
class Facts:
    """What is known of a customer in a company before its rows are read.

    :param state: ``late``: a debt is past its days of grace; ``debt``: it owes; ``used``: neither
    :param limit: in the company's currency; None without one
    :param group_limit: what its debtor group may owe together; None without one
    :param number: which no other customer has, nor this one in another company: the same however
        many customers are read
    :param listed: its limit is a row: of a company and its branches, only the first has it
    """

    customer_id: int
    company_id: int
    state: str
    grace: int
    limit: float | None
    group_limit: float | None
    number: int
    listed: bool


class CobranzasCreditItem(models.Model):
    """What customers use of their credit beside their limits and days of grace (REP-13).

    The rows of what counts, and one with the limit of each customer that has one, so that sums
    over customers are sums of their limits too. All amounts are in the company's currency.
    """

    _name = "cobranzas.credit.item"
    _inherit = ["cobranzas.exposure.item"]
    _description = "Credit of a Customer"
    _auto = False
    _order = "date_due, id"

    customer_state = fields.Selection(
        selection=[("late", "Late"), ("debt", "With debt"), ("used", "No debt")], readonly=True
    )
    grace_days = fields.Integer(
        string="Days Allowed", readonly=True, aggregator="max", help="Days of grace."
    )
    days_beyond = fields.Integer(
        string="Days beyond Grace",
        readonly=True,
        aggregator="max",
        help="Days late beyond the days of grace; 0 until the last of these.",
    )
    debt = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        help="What is left of an invoice, note or document.",
    )
    limit_amount = fields.Monetary(
        string="Limit", currency_field="company_currency_id", readonly=True
    )
    group_limit = fields.Monetary(
        string="Limit of the Group",
        currency_field="company_currency_id",
        readonly=True,
        help="What the members of its debtor group may owe together.",
    )
    available = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        help="The limit less what is used; nothing for a customer without a limit.",
    )

    @api.model
    def _selection_part(self):
        return [*super()._selection_part(), ("limit", self.env._("Limit"))]

    @api.model
    def _get_kinds(self):
        limit = ItemKind("limit", self.env._("Limit"), 7, SQL("item.part = 'limit'"))
        return [limit, *super()._get_kinds()]

    @api.model
    def _get_item_columns(self):
        columns = super()._get_item_columns()
        is_debt = SQL("%s IN ('items', 'postdated')", columns["part"])
        days = SQL("%s - item.date_due", self._get_reference_date())
        is_limit = SQL("item.part = 'limit'")
        used = SQL("CASE WHEN %s THEN 0 ELSE %s END", is_limit, columns["exposure"])
        return {
            **columns,
            "currency_id": SQL("item.company_currency_id"),
            "days_overdue": SQL("CASE WHEN %s THEN GREATEST(%s, 0) ELSE 0 END", is_debt, days),
            "exposure": used,
            "customer_state": SQL("facts.state"),
            "grace_days": SQL("facts.grace"),
            "days_beyond": SQL(
                "CASE WHEN %s THEN GREATEST(%s - facts.grace, 0) ELSE 0 END", is_debt, days
            ),
            "debt": SQL("CASE WHEN %s THEN %s ELSE 0 END", is_debt, self._get_worth_sql()),
            "limit_amount": SQL("CASE WHEN %s THEN item.residual END", is_limit),
            "group_limit": SQL("facts.shared"),
            "available": SQL(
                "CASE WHEN facts.credit IS NULL THEN NULL WHEN %s THEN item.residual ELSE -%s END",
                is_limit,
                used,
            ),
        }

    @api.model
    def _get_item_joins(self):
        names = ("customer_id", "company_id", "state", "grace", "limit", "group_limit")
        joined = SQL(
            """LEFT JOIN unnest(%s) AS facts(customer_id, company_id, state, grace, credit, shared)
            ON facts.customer_id = contact.commercial_partner_id
                AND facts.company_id = item.company_id""",
            self._unnest(self._get_facts(), names),
        )
        return [*super()._get_item_joins(), joined]

    @api.model
    def _get_base(self):
        """Return the rows of what counts, and those of the limits."""
        listed = [each for each in self._get_facts() if each.listed and each.limit is not None]
        return SQL(
            """%(counted)s UNION ALL
            SELECT %(first)s + made.number, NULL::integer, NULL::integer, %(name)s, NULL,
                made.customer_id, NULL::integer, NULL::integer, made.company_id,
                owner.currency_id, owner.currency_id, %(day)s, NULL::date,
                made.credit, made.credit, made.credit, made.credit, 'limit', NULL::integer
            FROM unnest(%(rows)s) AS made(customer_id, company_id, credit, number)
            JOIN res_company owner ON owner.id = made.company_id""",
            counted=super()._get_base(),
            first=LIMITS,
            name=self.env._("Limit"),
            day=self._get_reference_date(),
            rows=self._unnest(listed, ("customer_id", "company_id", "limit", "number")),
        )

    @api.model
    def _unnest(self, facts, names):
        """Return the arrays of some columns of the facts."""
        numeric = SQL("numeric")
        types = {"state": SQL("varchar"), "limit": numeric, "group_limit": numeric}
        columns = {name: [getattr(each, name) for each in facts] for name in names}
        return SQL(", ").join(
            SQL("%s::%s[]", values, types.get(name, SQL("integer")))
            for name, values in columns.items()
        )

    # ------------------------------------------------------------------
    # Facts
    # ------------------------------------------------------------------

    @property
    def _table_query(self):
        # read once for this query, where its reader keeps nothing
        scope, read = self._get_read_scope(), self
        if scope.kept is None:
            read = self._with_scope(replace(scope, kept=Kept()))
        return super(CobranzasCreditItem, read)._table_query

    @api.model
    def _get_facts(self):
        """Return the ``Facts`` of customers that use credit, in the companies of the user."""
        scope = self._get_read_scope()
        kept, companies = scope.kept.values, tuple(self.env.companies.ids)
        for partner_ids in ((), scope.partner_ids):  # those of all customers serve for some
            if ("facts", companies, partner_ids) in kept:
                return kept["facts", companies, partner_ids]
        found = self._read_facts()
        kept["facts", companies, scope.partner_ids] = found
        return found

    @api.model
    def _read_facts(self):
        used = self._read_used()
        # sudo: limits and days of grace of customers whose debts the user may read
        customers = self.env["res.partner"].sudo().browse({customer for customer, _id in used})
        families = self.env.companies.grouped(self._get_top)
        return [
            fact
            for top, companies in families.items()
            for fact in self._prepare_facts(customers, top, companies, used)
        ]

    @api.model
    def _get_top(self, company):
        """Return the first company above it, itself included, that is read too."""
        return (company.parent_ids & self.env.companies).sorted("parent_path")[0]

    @api.model
    def _prepare_facts(self, customers, top, companies, used):
        """Return the facts of a company and those of its branches that are read."""
        limits = customers._cobranzas_get_limits(top)
        places = {id_: place for place, id_ in enumerate(sorted(self.env.companies.ids))}
        shared = customers.cobranzas_group_id._get_limits(top)
        grace = {company: customers._cobranzas_get_grace(company) for company in companies}
        found = []
        for customer in customers:
            state, credit = "", self._get_credit(limits.get(customer), top)
            group_credit = self._get_credit(shared.get(customer.cobranzas_group_id), top)
            for company in companies:
                if (customer.id, company.id) not in used:
                    continue
                owed, late = used[customer.id, company.id]
                own = "used" if not owed else "late" if late > grace[company][customer] else "debt"
                state = min(state or own, own, key=STATES.index)
            if state:
                found += [
                    Facts(
                        customer.id,
                        company.id,
                        state,
                        grace[company][customer],
                        credit,
                        group_credit,
                        customer.id * len(places) + places[company.id],
                        company == top,
                    )
                    for company in companies
                ]
        return found

    @api.model
    def _get_credit(self, limit, company):
        """Return the amount of a limit today: 0 once it expired, None without one."""
        if limit is None or limit.total is None:
            return None
        if limit.has_expired(self._get_reference_date()):
            return 0.0
        return company.currency_id._cobranzas_from_minor_units(limit.total)

    @api.model
    def _read_used(self):
        """Return {(customer, company): (debt, most days overdue)} of what the user may read."""
        items = self.env["cobranzas.exposure.item"]._with_scope(self._get_read_scope())
        query = items._search(Domain("company_id", "in", self.env.companies.ids))
        sql = {
            name: items._field_to_sql(query.table, name, query)
            for name in ("partner_id", "company_id", "part", "residual", "days_overdue")
        }
        owed = SQL("%s IN ('items', 'postdated')", sql["part"])
        query.groupby = SQL("%s, %s", sql["partner_id"], sql["company_id"])
        rows = self.env.execute_query(
            query.select(
                sql["partner_id"],
                sql["company_id"],
                SQL("COALESCE(SUM(%s) FILTER (WHERE %s), 0)", sql["residual"], owed),
                SQL("COALESCE(MAX(%s) FILTER (WHERE %s), 0)", sql["days_overdue"], owed),
            )
        )
        return {(customer, company): values for customer, company, *values in rows if customer}
