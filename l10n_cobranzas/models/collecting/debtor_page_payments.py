from dateutil.relativedelta import relativedelta
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .debtor_page_rows import Section, path_to_sql, select_columns, select_rows

SHOWN = 5  # payments
METHODS = 3  # ways of paying
MONTHS = 12  # of which habits are told
LAST = 200  # payments of these months, the newest: habits cost no more where there are thousands
NEWEST = "date DESC, id DESC"
PAID = (
    Domain("payment_type", "=", "inbound")
    & Domain("partner_type", "=", "customer")
    & Domain("state", "in", ("in_process", "paid"))
)
#: not what undoes an entry
APPLIED = Domain("is_void", "=", False)


class CobranzasDebtorPage(models.AbstractModel):
    """The last payments of the debtor, and how it uses to pay."""

    _inherit = "cobranzas.debtor.page"

    @api.model
    def _get_sections(self, scope):
        return {
            **super()._get_sections(scope),
            "payments": self._get_payments_section(scope),
            "habit": self._get_habit_section(scope),
            "methods": self._get_methods_section(scope),
        }

    @api.model
    def _get_paid_domain(self, scope):
        customers = Domain("partner_id.commercial_partner_id", "in", scope.customers.ids)
        return PAID & customers & scope.in_company

    @api.model
    def _get_last_sql(self, scope, limit, condition=Domain.TRUE):
        """Return the SELECT of the ids of the newest payments, read contact by contact.

        The index of payments has them in this order for each contact: of thousands, these few
        are read.
        """
        model = self.env["account.payment"]
        query = model._search(PAID & scope.in_company & condition, order=NEWEST, limit=limit)
        query.add_where(SQL("%s = contact.id", path_to_sql(model, query, "partner_id")))
        return SQL(
            """SELECT newest.id FROM res_partner contact, LATERAL (%s) newest
            WHERE contact.commercial_partner_id IN %s ORDER BY newest.date DESC, newest.id DESC
            LIMIT %s""",
            select_columns(model, query, {"id": "id", "date": "date"}),
            scope.customers._ids or (0,),
            limit,
        )

    @api.model
    def _get_payments_section(self, scope):
        sql = select_rows(
            self.env["account.payment"],
            Domain("id", "in", self._get_last_sql(scope, SHOWN)),
            {
                "id": "id",
                "name": "name",
                "date": "date",
                "amount": "amount",
                "currency_id": "currency_id",
                "receipt_id": "cobranzas_receipt_id",
                "receipt": "cobranzas_receipt_id.name",
                "journal": "journal_id.name",
            },
            order=NEWEST,
        )
        return Section(sql, lambda rows: [self._prepare_payment(row) for row in rows])

    @api.model
    def _prepare_payment(self, row):
        return {
            "key": row["id"],
            "id": row["receipt_id"] or row["id"],
            "model": "cobranzas.receipt" if row["receipt_id"] else "account.payment",
            "label": row["receipt"] or row["name"] or "",
            "detail": f"{self._format_day(row['date'])} · {row['journal']}",
            "amount": self._format_amount(row["amount"], row["currency_id"]),
        }

    @api.model
    def _get_habit_sql(self, scope):
        """Return the SELECT of the ids of the payments that habits are told from."""
        since = Domain("date", ">=", scope.today - relativedelta(months=MONTHS))
        return self._get_last_sql(scope, LAST, since)

    @api.model
    def _get_habit_section(self, scope):
        """Return the days past due at which debts were paid, weighted by amount."""
        model, last = self.env["cobranzas.application"], self._get_habit_sql(scope)
        query = model._search(APPLIED & scope.of_customers)
        credit = path_to_sql(model, query, "credit_move_id")
        entries = SQL("SELECT move_id FROM account_payment WHERE id IN (%s)", last)
        query.add_where(SQL("%s = ANY (ARRAY(%s))", credit, entries))  # found first: they are few
        amount, paid, due = (
            path_to_sql(model, query, name) for name in ("amount_company", "date", "date_due")
        )
        sql = query.select(
            SQL("COUNT(*) AS count"),
            SQL("SUM(%s * (%s - %s)) / NULLIF(SUM(%s), 0) AS days", amount, paid, due, amount),
            SQL("ARRAY_AGG(DISTINCT %s) AS entries", credit),
        )
        return Section(sql, lambda rows: rows[0])

    @api.model
    def _get_methods_section(self, scope):
        """Return by which journals the debtor paid, in the company's currency, most first."""
        model = self.env["account.payment"]
        query = model._search(Domain("id", "in", self._get_habit_sql(scope)))
        amount = path_to_sql(model, query, "amount_company_currency_signed")
        name = path_to_sql(model, query, "journal_id.name")
        query.groupby = SQL("1")
        query.order, query.limit = SQL("2 DESC, 1"), METHODS
        sql = query.select(
            SQL("%s AS name", name),
            SQL("SUM(%s) AS amount", amount),
            SQL("SUM(SUM(%s)) OVER () AS total", amount),
        )
        return Section(sql, lambda rows: rows)

    # ------------------------------------------------------------------
    # What is shown
    # ------------------------------------------------------------------

    @api.model
    def _prepare_page(self, scope, found):
        page = super()._prepare_page(scope, found)
        rows, habit, methods = (page.pop(name) for name in ("payments", "habit", "methods"))
        title = self.env._("Payments")
        action = self._prepare_action("account.payment", title, self._get_paid_domain(scope))
        page["lists"].append(
            self._prepare_list(
                "payments",
                title,
                rows,
                action,
                empty=self.env._("Has never paid."),
                notes=[*self._prepare_habit(scope, habit), *self._prepare_methods(methods)],
            )
        )
        return page

    @api.model
    def _prepare_habit(self, scope, habit):
        """Return how late the debtor pays, in words, with the applications that say so."""
        if not habit["count"]:
            return []
        days = round(habit["days"] or 0)
        if days > 0:
            text = self.env._("Pays %(days)s days late on average", days=days)
        elif days < 0:
            text = self.env._("Pays %(days)s days early on average", days=-days)
        else:
            text = self.env._("Pays on time on average")
        entries = habit["entries"]
        title = self.env._("How it paid: its last %(count)s payments", count=len(entries))
        paid = APPLIED & scope.of_customers & Domain("credit_move_id", "in", entries)
        action = self._prepare_action("cobranzas.application", title, paid)
        return [{"key": "habit", "text": text, "action": action}]

    @api.model
    def _prepare_methods(self, methods):
        """Return by which journals it paid, in percent of the last months' payments."""
        shares = [
            f"{row['name']} {round(100 * row['amount'] / row['total'])} %"
            for row in methods
            if row["total"]
        ]
        return [{"key": "methods", "text": " · ".join(shares), "action": False}] if shares else []
