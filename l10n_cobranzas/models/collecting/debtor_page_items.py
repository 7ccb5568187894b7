from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .debtor_page_rows import Section, path_to_sql, select_columns

ITEMS = "cobranzas.open.item"
SHOWN = 8  # documents overdue longest


class CobranzasDebtorPage(models.AbstractModel):
    """What the debtor owes: balance, overdue, ages, foreign balances, oldest documents."""

    _inherit = "cobranzas.debtor.page"

    @api.model
    def _get_sections(self, scope):
        items = self.env[ITEMS]
        return {
            **super()._get_sections(scope),
            "sums": Section(self._get_sums_sql(items, scope), lambda rows: rows),
            "returned": Section(self._get_returned_sql(items, scope), lambda rows: rows[0]),
            "documents": Section(
                self._get_documents_sql(items, scope),
                lambda rows: [self._prepare_document(row) for row in rows],
            ),
        }

    @api.model
    def _search_items(self, items, scope):
        """Return the query of the debtor's open items.

        What asks it for no more than dates and what is left is answered from the index of open
        items; for name and kind, the entry of each is read.
        """
        return items._search(Domain("move_line_id", "!=", False) & scope.of_customers)

    @api.model
    def _get_sums_sql(self, items, scope):
        """Return the SELECT of the sums by age, currency and sign."""
        query = self._search_items(items, scope)
        left = path_to_sql(items, query, "residual")
        query.groupby = SQL("1, 2, 3")
        return query.select(
            SQL("%s AS bucket", path_to_sql(items, query, "bucket")),
            SQL("%s AS currency_id", path_to_sql(items, query, "currency_id")),
            SQL("%s > 0 AS is_debt", left),
            SQL("SUM(%s) AS residual", left),
            SQL("SUM(%s) AS foreign_residual", path_to_sql(items, query, "residual_currency")),
            SQL("MAX(%s) AS days", path_to_sql(items, query, "days_overdue")),
            SQL("COUNT(*) AS count"),
        )

    @api.model
    def _get_returned_sql(self, items, scope):
        """Return the SELECT of what is owed of payments that came back."""
        query = self._search_items(items, scope)
        returned = self.env["cobranzas.operation"]._get_return_kinds()
        query.add_where(SQL("%s IN %s", path_to_sql(items, query, "kind"), returned))
        came_back = SQL(
            """SELECT line.id FROM cobranzas_operation operation
            JOIN account_move move ON move.cobranzas_operation_id = operation.id
            JOIN account_move_line line ON line.move_id = move.id
                AND line.parent_state = 'posted' AND %s
            JOIN res_partner contact ON contact.id = line.partner_id
            WHERE operation.kind IN %s AND contact.commercial_partner_id IN %s""",
            items._get_open_sql(),
            returned,
            scope.customers._ids or (0,),
        )
        item = path_to_sql(items, query, "move_line_id")
        query.add_where(SQL("%s = ANY (ARRAY(%s))", item, came_back))  # found first: they are few
        return query.select(
            SQL("COALESCE(SUM(%s), 0) AS residual", path_to_sql(items, query, "residual"))
        )

    @api.model
    def _get_documents_sql(self, items, scope):
        """Return the SELECT of the debts overdue longest; they are found before they are named."""
        order = "date_due, id"
        longest = self._search_items(items, scope)
        left, days = (path_to_sql(items, longest, name) for name in ("residual", "days_overdue"))
        longest.add_where(SQL("%s > 0 AND %s > 0", left, days))
        longest.order = SQL(", ").join(
            path_to_sql(items, longest, name) for name in order.split(", ")
        )
        longest.limit = SHOWN
        query = items._search([], order=order)
        item = path_to_sql(items, query, "move_line_id")
        found = longest.select(path_to_sql(items, longest, "move_line_id"))
        query.add_where(SQL("%s = ANY (ARRAY(%s))", item, found))
        columns = ("id", "name", "kind", "date_due", "days_overdue", "residual_currency")
        return select_columns(
            items,
            query,
            {
                **{name: name for name in columns},
                "move_id": "move_id",
                "currency_id": "currency_id",
                "customer": "partner_id.name",
            },
        )

    @api.model
    def _prepare_document(self, row):
        days = row["days_overdue"]
        return {
            "id": row["move_id"],
            "key": row["id"],
            "model": "account.move",
            "label": row["name"] or "",
            "customer": row["customer"],
            "detail": self._format_day(row["date_due"]),
            "amount": self._format_amount(row["residual_currency"], row["currency_id"]),
            "state": self._format_days(days),
            "tone": "danger",
        }

    @api.model
    def _format_days(self, days):
        if days == 1:
            return self.env._("1 day")
        return self.env._("%(days)s days", days=days)

    # ------------------------------------------------------------------
    # What is shown
    # ------------------------------------------------------------------

    @api.model
    def _prepare_page(self, scope, found):
        page = super()._prepare_page(scope, found)
        sums, returned, documents = (page.pop(name) for name in ("sums", "returned", "documents"))
        overdue = Domain("residual", ">", 0) & Domain("days_overdue", ">", 0)
        page["figures"] += self._get_item_figures(scope, sums, returned["residual"], overdue)
        page["ages"] = self._get_ages(scope, sums)
        page["foreign"] = self._get_foreign(scope, sums)
        action = self._prepare_items_action(scope, self.env._("Overdue"), overdue)
        title = self.env._("Overdue longest")
        page["lists"].append(
            self._prepare_list(
                "documents", title, documents, action, empty=self.env._("Nothing is overdue.")
            )
        )
        return page

    @api.model
    def _get_item_figures(self, scope, sums, returned, overdue):
        """Return balance, overdue, and what is in favour or came back, unless there is none."""
        late = [row for row in sums if row["is_debt"] and row["bucket"] != "0"]
        parts = (
            ("balance", self.env._("Balance"), Domain.TRUE, self._sum(sums)),
            ("overdue", self.env._("Overdue"), overdue, self._sum(late)),
            (
                "credits",
                self.env._("In favour"),
                Domain("residual", "<", 0),
                -self._sum([row for row in sums if not row["is_debt"]]),
            ),
            (
                "returned",
                self.env._("Returned payments"),
                Domain("kind", "in", self.env["cobranzas.operation"]._get_return_kinds()),
                returned,
            ),
        )
        days = max((row["days"] for row in late), default=0)
        figures = []
        for key, label, domain, value in parts:
            note = self._format_days(days) if key == "overdue" and days else ""
            action = self._prepare_items_action(scope, label, domain)
            figures.append(self._prepare_figure(key, label, value, action, note))
        return [each for each in figures if each["value"] or each["key"] in ("balance", "overdue")]

    @api.model
    def _sum(self, rows):
        """Return a sum in the company's currency, rounded."""
        return self.env.company.currency_id.round(sum(row["residual"] for row in rows))

    @api.model
    def _get_ages(self, scope, sums):
        """Return the debts of each age; they sum up to the balance and what is in favour."""
        ages = []
        for key, label in self.env.company._cobranzas_get_buckets():
            rows = [row for row in sums if row["is_debt"] and row["bucket"] == key]
            domain = Domain("bucket", "=", key) & Domain("residual", ">", 0)
            name = self.env._("Age of debts: %(days)s", days=label)
            ages.append(
                {
                    "key": key,
                    "label": label,
                    "value": self._sum(rows),
                    "text": self._format_amount(self._sum(rows)),
                    "count": sum(row["count"] for row in rows),
                    "action": self._prepare_items_action(scope, name, domain),
                }
            )
        return ages

    @api.model
    def _get_foreign(self, scope, sums):
        """Return the balance in each other currency, in it: what it is worth is in the balance."""
        own, by_currency = self.env.company.currency_id.id, {}
        for row in sums:
            if row["currency_id"] != own:
                by_currency.setdefault(row["currency_id"], []).append(row)
        return [
            {
                "key": currency.id,
                "text": self._format_amount(
                    currency.round(sum(row["foreign_residual"] for row in rows)), currency
                ),
                "worth": self._format_amount(self._sum(rows)),
                "action": self._prepare_items_action(
                    scope, currency.name, Domain("currency_id", "=", currency.id)
                ),
            }
            for currency, rows in (
                (self.env["res.currency"].browse(key), rows) for key, rows in by_currency.items()
            )
        ]

    @api.model
    def _prepare_items_action(self, scope, name, domain):
        owned = Domain("move_line_id", "!=", False) & scope.of_customers & domain
        return self._prepare_action(ITEMS, name, owned)
