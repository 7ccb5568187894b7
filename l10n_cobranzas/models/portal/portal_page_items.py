from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..collecting.debtor_page_rows import Section, path_to_sql
from .portal_page_rows import PortalAccount, PortalItem

ITEMS = "cobranzas.open.item"
ROWS = """
SELECT ranked.*,
    CASE WHEN is_entry THEN 0 ELSE (
        SELECT COUNT(*) FROM account_move_line part
        WHERE part.move_id = ranked.move_id AND part.account_id = ranked.account_id
    ) END AS instalments,
    CASE WHEN is_entry THEN 0 ELSE (
        SELECT COUNT(*) FROM account_move_line part
        WHERE part.move_id = ranked.move_id AND part.account_id = ranked.account_id
            AND (COALESCE(part.date_maturity, part.date), part.id) <= (ranked.date_due, ranked.id)
    ) END AS instalment
FROM (
    SELECT found.*,
        ROW_NUMBER() OVER (PARTITION BY currency_id, is_debt, document ORDER BY date_due, id) = 1
            AS is_first,
        ROW_NUMBER() OVER (
            PARTITION BY currency_id, is_debt ORDER BY document_due, document, date_due, id
        ) AS place,
        COUNT(*) OVER (PARTITION BY currency_id, is_debt) AS matches
    FROM (
        SELECT row.*, MIN(date_due) OVER (PARTITION BY document) AS document_due
        FROM (%(rows)s) row
    ) found
) ranked
WHERE place > %(after)s AND place <= %(last)s
ORDER BY place
"""


class CobranzasPortalPage(models.AbstractModel):
    """What is owed by currency: instalments under their document, credits apart (COL-09)."""

    _inherit = "cobranzas.portal.page"

    @api.model
    def _get_sections(self, scope):
        return {
            **super()._get_sections(scope),
            "sums": Section(self._get_sums_sql(scope), lambda rows: rows),
            "items": Section(self._get_rows_sql(scope), lambda rows: rows),
        }

    @api.model
    def _get_sums_sql(self, scope):
        """Return the SELECT of the sums of all items by currency, sign, overdue or not."""
        items = self.env[ITEMS]
        query = items._search(self._get_items_domain(scope))
        left = path_to_sql(items, query, "residual_currency")
        query.groupby = SQL("1, 2, 3")
        return query.select(
            SQL("%s AS currency_id", path_to_sql(items, query, "currency_id")),
            SQL("%s > 0 AS is_debt", left),
            SQL("%s > 0 AS is_overdue", path_to_sql(items, query, "days_overdue")),
            SQL("SUM(%s) AS residual", left),
            SQL("SUM(%s) AS disputed", path_to_sql(items, query, "disputed_amount")),
            SQL("COUNT(*) AS count"),
        )

    @api.model
    def _get_rows_sql(self, scope):
        """Return the SELECT of the rows shown: those of a document together, the oldest first."""
        items, choice = self.env[ITEMS], scope.choice
        query = items._search(self._get_items_domain(scope) & self._get_choice_domain(scope))
        names = ("id", "move_id", "account_id", "receipt_id", "name", "kind", "date", "date_due")
        names += ("days_overdue", "currency_id", "amount", "residual_currency", "disputed_amount")
        columns = {name: path_to_sql(items, query, name) for name in names}
        columns["customer"] = path_to_sql(items, query, "partner_id.name")
        policy = path_to_sql(items, query, "move_line_id.cobranzas_interest_policy_id")
        is_entry = SQL("%s = 'entry'", path_to_sql(items, query, "move_id.move_type"))
        rows = query.select(
            *(SQL("%s AS %s", sql, SQL.identifier(name)) for name, sql in columns.items()),
            SQL("%s AS is_entry", is_entry),
            SQL("%s IS NOT NULL AS bears_interest", policy),
            SQL("%s > 0 AS is_debt", columns["residual_currency"]),
            # an entry may have many items that are no instalments of one document
            SQL(
                "CASE WHEN %s THEN -%s ELSE %s END AS document",
                is_entry,
                columns["id"],
                columns["move_id"],
            ),
        )
        return SQL(ROWS, rows=rows, after=choice.after, last=choice.after + choice.shown)

    @api.model
    def _get_choice_domain(self, scope):
        """Return the domain of the rows that the visitor asked for."""
        choice, domain = scope.choice, Domain.TRUE
        if choice.search:
            names = ["name", "ref"]
            if len(scope.customers) > 1:
                names.append("partner_id.name")
            domain &= Domain.OR(Domain(name, "ilike", choice.search) for name in names)
        if choice.is_overdue:
            domain &= Domain("days_overdue", ">", 0) | Domain("residual_currency", "<", 0)
        if choice.currency_id:
            domain &= Domain("currency_id", "=", choice.currency_id)
        return domain

    # ------------------------------------------------------------------
    # What is shown
    # ------------------------------------------------------------------

    @api.model
    def _prepare_page(self, scope, found):
        page = super()._prepare_page(scope, found)
        accounts = self._prepare_accounts(page.pop("sums"))
        self._add_rows(accounts, page.pop("items"))
        own = scope.access.company.currency_id
        page["accounts"] = sorted(
            accounts.values(),
            key=lambda account: (account.currency != own, account.currency.name),
        )
        return page

    @api.model
    def _prepare_accounts(self, sums):
        """Return {currency id: PortalAccount} with the totals."""
        accounts = {}
        for row in sums:
            currency = self._get_currency(row["currency_id"])
            account = accounts.setdefault(currency.id, PortalAccount(currency))
            if not row["is_debt"]:
                account.credit -= row["residual"]
                account.credit_count += row["count"]
                continue
            account.debt += row["residual"]
            account.debt_count += row["count"]
            if row["is_overdue"]:
                account.overdue += row["residual"]
                account.payable += row["residual"] - row["disputed"]
                account.overdue_count += row["count"]
        for account in accounts.values():
            for name in ("debt", "overdue", "payable", "credit"):
                setattr(account, name, account.currency.round(getattr(account, name)))
        return accounts

    @api.model
    def _add_rows(self, accounts, rows):
        """Put the rows into the account of their currency, debts and credits apart."""
        kinds = self._get_selection(ITEMS, "kind")
        for row in rows:
            account = accounts[row["currency_id"]]
            item = self._prepare_item(row, kinds)
            if row["is_debt"]:
                account.found = row["matches"]
                account.items.append(item)
            else:
                account.credits_found = row["matches"]
                account.credits.append(item)

    @api.model
    def _prepare_item(self, row, kinds):
        days = row["days_overdue"] if row["is_debt"] else 0
        several = row["instalments"] > 1
        return PortalItem(
            id=row["id"],
            move_id=row["move_id"],
            receipt_id=row["receipt_id"] or 0,
            name=row["name"] or "",
            kind=kinds.get(row["kind"], ""),
            customer=row["customer"] or "",
            date=fields.Date.to_date(row["date"]),
            date_due=fields.Date.to_date(row["date_due"]),
            days_overdue=days,
            amount=abs(row["amount"]),
            residual=abs(row["residual_currency"]),
            disputed=row["disputed_amount"] or 0.0,
            instalment=row["instalment"] if several else 0,
            part=self._format_part(row) if several else "",
            late=self._format_days(days) if days else "",
            is_first=row["is_first"],
            is_document=not row["is_entry"],
            bears_interest=row["bears_interest"],
        )

    @api.model
    def _format_part(self, row):
        return self.env._(
            "Instalment %(number)s of %(count)s",
            number=row["instalment"],
            count=row["instalments"],
        )

    @api.model
    def _format_days(self, days):
        if days == 1:
            return self.env._("1 day overdue")
        return self.env._("%(days)s days overdue", days=days)

    # ------------------------------------------------------------------
    # For who pays
    # ------------------------------------------------------------------

    @api.model
    def _get_choices(self, access, currency, only_overdue=True):
        """Return {item id: what is left of it} of all debts of a currency, by one query (COL-09).

        What a visitor pays who pays everything, also of what the page does not show. What is
        under an open dispute, or being paid already, is left out of it.

        :param currency: ``res.currency``
        :param only_overdue: only what is overdue today
        """
        scope = self._get_scope(access)
        items = self._with_ledger(scope).env[ITEMS]
        domain = self._get_items_domain(scope) & Domain("residual_currency", ">", 0)
        domain &= Domain("currency_id", "=", currency.id)
        if only_overdue:
            domain &= Domain("days_overdue", ">", 0)
        rows = items.search_fetch(domain, ["residual_currency", "disputed_amount"])
        left = {item: currency.round(each) for item, each in self._get_left(scope, rows).items()}
        return {item: amount for item, amount in left.items() if amount > 0}
