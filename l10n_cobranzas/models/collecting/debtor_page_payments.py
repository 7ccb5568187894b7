from dateutil.relativedelta import relativedelta
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .debtor_page_rows import Section, path_to_sql, select_rows

SHOWN = 5  # payments
METHODS = 3  # ways of paying
MONTHS = 12  # of which habits are told
PAID = (
    Domain("payment_type", "=", "inbound")
    & Domain("partner_type", "=", "customer")
    & Domain("state", "in", ("in_process", "paid"))
)
#: what money paid; not what undoes an entry
APPLIED = Domain("is_void", "=", False) & Domain("credit_move_id.origin_payment_id", "!=", False)


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
    def _get_payments_section(self, scope):
        sql = select_rows(
            self.env["account.payment"],
            self._get_paid_domain(scope),
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
            order="date DESC, id DESC",
            limit=SHOWN,
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
    def _get_first_day(self, scope):
        return scope.today - relativedelta(months=MONTHS)

    @api.model
    def _get_habit_domain(self, scope):
        return APPLIED & Domain("date", ">=", self._get_first_day(scope)) & scope.of_customers

    @api.model
    def _get_habit_section(self, scope):
        """Return the days past due at which debts were paid, weighted by amount."""
        model = self.env["cobranzas.application"]
        query = model._search(self._get_habit_domain(scope))
        amount, paid, due = (
            path_to_sql(model, query, name) for name in ("amount_company", "date", "date_due")
        )
        sql = query.select(
            SQL("COUNT(*) AS count"),
            SQL("SUM(%s * (%s - %s)) / NULLIF(SUM(%s), 0) AS days", amount, paid, due, amount),
        )
        return Section(sql, lambda rows: rows[0])

    @api.model
    def _get_methods_section(self, scope):
        """Return by which journals the debtor paid, in the company's currency, most first."""
        model = self.env["account.payment"]
        since = Domain("date", ">=", self._get_first_day(scope))
        query = model._search(self._get_paid_domain(scope) & since)
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
        title = self.env._("How it paid in the last %(months)s months", months=MONTHS)
        action = self._prepare_action(
            "cobranzas.application", title, self._get_habit_domain(scope)
        )
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
