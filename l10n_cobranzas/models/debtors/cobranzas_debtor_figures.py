from odoo import api, fields, models
from odoo.fields import Domain
from odoo.models import parse_read_group_spec
from odoo.orm.models import READ_GROUP_AGGREGATE
from odoo.tools import SQL

#: who may read the open items, and so what is summed from them
READERS = (
    "l10n_cobranzas.group_cobranzas_collector,"
    "account.group_account_invoice,account.group_account_readonly"
)
#: the figures summed from the open items: field -> column
FIGURES = {
    "cobranzas_balance": "balance",
    "cobranzas_overdue": "overdue",
    "cobranzas_days_overdue": "days_overdue",
    "cobranzas_on_account": "on_account",
}
COMPARISONS = {op: SQL(op) for op in (">", "<", ">=", "<=")}


def figure(kind, name, *args, **kwargs):
    """Return a field of a figure, which lists sort and search by and sum up."""
    return kind(
        *args,
        compute="_compute_cobranzas_figures",
        search=lambda self, operator, value: self._search_cobranzas_figure(name, operator, value),
        groups=READERS,
        **kwargs,
    )


class CobranzasDebtorFigures(models.AbstractModel):
    """What a debtor owes, from the open items that the user may read (COL-01, COL-02).

    In the currency of the current company: its items and those of its branches. The model says
    by which field of an open item its records are told apart, and with which of its own.
    """

    _name = "cobranzas.debtor.figures"
    _description = "Figures of a Debtor"
    #: field of an open item that names the debtor, and field of the debtor it is compared with
    _cobranzas_figures_by = ("partner_id", "id")

    cobranzas_currency_id = fields.Many2one(
        "res.currency", compute="_compute_cobranzas_currency_id", string="Currency of Balances"
    )
    cobranzas_balance = figure(
        fields.Monetary,
        "cobranzas_balance",
        string="Balance",
        currency_field="cobranzas_currency_id",
        aggregator="sum",
        help="What is owed less what is in favour.",
    )
    cobranzas_overdue = figure(
        fields.Monetary,
        "cobranzas_overdue",
        string="Overdue",
        currency_field="cobranzas_currency_id",
        aggregator="sum",
        help="Debts past their due date.",
    )
    cobranzas_days_overdue = figure(
        fields.Integer,
        "cobranzas_days_overdue",
        string="Days Overdue",
        aggregator="max",
        help="Days since the oldest unpaid due date.",
    )
    cobranzas_on_account = figure(
        fields.Monetary,
        "cobranzas_on_account",
        string="On Account",
        currency_field="cobranzas_currency_id",
        aggregator="sum",
        help="Credit notes and balances on account not yet applied.",
    )
    cobranzas_checks_amount = fields.Monetary(
        string="Cheques in Hand",
        compute="_compute_cobranzas_checks_amount",
        currency_field="cobranzas_currency_id",
        groups=READERS,
        help="Third-party cheques of the debtor that are still in a portfolio.",
    )
    cobranzas_last_payment = fields.Date(
        string="Last Payment", compute="_compute_cobranzas_last_payment", groups=READERS
    )

    @api.depends_context("company")
    def _compute_cobranzas_currency_id(self):
        self.cobranzas_currency_id = self.env.company.currency_id

    @api.depends_context("company", "uid", "allowed_company_ids")
    def _compute_cobranzas_figures(self):
        keys, figures = self._get_cobranzas_figures_key().ids, {}
        if keys:
            query = self._get_cobranzas_figures_sql(
                Domain(self._cobranzas_figures_by[0], "in", keys)
            )
            figures = {key: amounts for key, *amounts in self.env.execute_query(query)}
        for debtor in self:
            amounts = figures.get(debtor._get_cobranzas_figures_key().id, (0,) * len(FIGURES))
            for name, amount in zip(FIGURES, amounts, strict=True):
                debtor[name] = amount

    def _get_cobranzas_figures_key(self):
        """Return the saved records that open items name as these debtors."""
        own = self._cobranzas_figures_by[1]
        return (self if own == "id" else self[own])._origin

    @api.model
    def _get_cobranzas_figures_sql(self, domain=Domain.TRUE):
        """Return the SELECT of each debtor's figures, of the items the user may read."""
        items = self.env["cobranzas.open.item"]
        domain &= Domain("company_id", "child_of", self.env.company.root_id.id)
        query = items._search(domain)
        field = {
            name: items._field_to_sql(query.table, name, query)
            for name in (self._cobranzas_figures_by[0], "residual", "days_overdue")
        }
        key, residual, days = field.values()
        is_overdue = SQL("%s > 0 AND %s > 0", days, residual)
        query.groupby = key
        return query.select(
            SQL("%s AS debtor_id", key),
            SQL("SUM(%s) AS balance", residual),
            SQL("COALESCE(SUM(%s) FILTER (WHERE %s), 0) AS overdue", residual, is_overdue),
            SQL("COALESCE(MAX(%s) FILTER (WHERE %s), 0) AS days_overdue", days, is_overdue),
            SQL("COALESCE(-SUM(%s) FILTER (WHERE %s < 0), 0) AS on_account", residual, residual),
        )

    def _read_group_select(self, aggregate_spec, query):
        """Let lists sum up the figures, all of them in one currency."""
        name, _property, function = parse_read_group_spec(aggregate_spec)
        aggregate = READ_GROUP_AGGREGATE.get("sum" if function == "sum_currency" else function)
        if aggregate and name in FIGURES:
            return aggregate(self._table, self._get_cobranzas_figure_sql(self._table, name, query))
        if aggregate and name == "cobranzas_currency_id":
            return aggregate(self._table, SQL("%s::integer", self.env.company.currency_id.id))
        return super()._read_group_select(aggregate_spec, query)

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """Let lists sort by the figures."""
        if field_name not in FIGURES:
            return super()._order_field_to_sql(alias, field_name, direction, nulls, query)
        sql = self._get_cobranzas_figure_sql(alias, field_name, query)
        query._order_groupby.append(sql)
        return SQL("%s %s %s", sql, direction, nulls)

    def _get_cobranzas_figure_sql(self, alias, name, query):
        """Return the SQL of a figure; the figures are joined to the query, once."""
        self._check_field_access(self._fields[name], "read")
        figures = query.make_alias(alias, "cobranzas_figures")
        if figures not in query._joins:
            own = self._cobranzas_figures_by[1]
            condition = SQL(
                "%s = %s",
                SQL.identifier(figures, "debtor_id"),
                self._field_to_sql(alias, own, query),
            )
            query.add_join(
                "LEFT JOIN", figures, SQL("(%s)", self._get_cobranzas_figures_sql()), condition
            )
        return SQL("COALESCE(%s, 0)", SQL.identifier(figures, FIGURES[name]))

    @api.model
    def _search_cobranzas_figure(self, name, operator, value):
        """Find debtors by a figure, compared with a number or with one of several."""
        if operator in COMPARISONS:
            right = SQL("%s %s", COMPARISONS[operator], value)
        elif operator == "in":
            right = SQL("IN %s", tuple(value) or (None,))
        else:
            return NotImplemented

        def to_sql(model, alias, query):
            return SQL("%s %s", model._get_cobranzas_figure_sql(alias, name, query), right)

        return Domain.custom(to_sql=to_sql)

    # ------------------------------------------------------------------
    # Cheques and payments
    # ------------------------------------------------------------------

    def _get_cobranzas_customers(self):
        """Return {debtor: its customers}. To extend."""
        return {}

    def _get_cobranzas_checks_domain(self):
        """Return the domain of the debtors' third-party cheques in a portfolio."""
        owners = self._get_cobranzas_customers().values()
        ids = [customer.id for customers in owners for customer in customers]
        # sudo: which journals are portfolios of cheques is no secret to who works with cheques
        journals = (
            self.env["account.journal"]
            .sudo()
            .search(
                [
                    ("company_id", "child_of", self.env.company.root_id.id),
                    (
                        "inbound_payment_method_line_ids.payment_method_id.code",
                        "=",
                        "in_third_party_checks",
                    ),
                ]
            )
        )
        return Domain("current_journal_id", "in", journals.ids) & Domain(
            "payment_id.partner_id", "child_of", ids
        )

    @api.depends_context("company", "uid", "allowed_company_ids")
    def _compute_cobranzas_checks_amount(self):
        checks = self.env["l10n_latam.check"].search(self._get_cobranzas_checks_domain())
        by_customer = checks.grouped(
            lambda check: check.payment_id.partner_id.commercial_partner_id
        )
        company, today = self.env.company, fields.Date.context_today(self)
        for debtor, customers in self._get_cobranzas_customers().items():
            debtor.cobranzas_checks_amount = sum(
                check.currency_id._convert(check.amount, company.currency_id, company, today)
                for customer in customers
                for check in by_customer.get(customer, ())
            )

    @api.depends_context("company", "uid", "allowed_company_ids")
    def _compute_cobranzas_last_payment(self):
        owners = self._get_cobranzas_customers()
        ids = [customer.id for customers in owners.values() for customer in customers]
        days = {}
        for partner, day in self.env["account.payment"]._read_group(
            [
                ("partner_id", "child_of", ids),
                ("company_id", "child_of", self.env.company.root_id.id),
                ("payment_type", "=", "inbound"),
                ("partner_type", "=", "customer"),
                ("state", "in", ("in_process", "paid")),
            ],
            ["partner_id"],
            ["date:max"],
        ):
            days.setdefault(partner.commercial_partner_id, []).append(day)
        for debtor, customers in owners.items():
            mine = [day for customer in customers for day in days.get(customer, ())]
            debtor.cobranzas_last_payment = max(mine, default=False)

    # ------------------------------------------------------------------
    # Links
    # ------------------------------------------------------------------

    def action_cobranzas_open_balance(self):
        """Open what makes up the debtor's balance, debts and credits."""
        return self._action_cobranzas_open_items({})

    def action_cobranzas_open_credits(self):
        """Open what is in the debtor's favour."""
        return self._action_cobranzas_open_items({"search_default_credits": 1})

    def _action_cobranzas_open_items(self, context):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "l10n_cobranzas.cobranzas_open_item_action_pending"
        )
        return {
            **action,
            "domain": [
                (self._cobranzas_figures_by[0], "in", self._get_cobranzas_figures_key().ids)
            ],
            "context": context,
        }

    def action_cobranzas_open_checks(self):
        """Open the debtor's cheques in hand."""
        view = self.env.ref("l10n_latam_check.view_account_third_party_check_tree")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cheques in Hand"),
            "res_model": "l10n_latam.check",
            "views": [(view.id, "list"), (False, "form")],
            "domain": list(self._get_cobranzas_checks_domain()),
            "context": {"create": False},
        }

    # ------------------------------------------------------------------
    # Notes and activities
    # ------------------------------------------------------------------

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Let who collects write notes and plan activities on debtors they may only read."""
        operations = super()._mail_get_operation_for_mail_message_operation(message_operation)
        user = self.env.user
        if message_operation != "create" or not user.has_group(
            "l10n_cobranzas.group_cobranzas_collector"
        ):
            return operations
        everyones = user._cobranzas_sees_all_debtors()
        for debtor, customers in self._get_cobranzas_customers().items():
            if everyones or user._cobranzas_acts_for(customers.cobranzas_collector_id):
                operations[debtor] = "read"
        return operations
