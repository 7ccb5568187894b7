from odoo import models
from odoo.fields import Domain
from odoo.tools import formatLang

from ...engine.statement import Document, Statement, Statements
from ..ledger.read_scope import ReadScope

DOCUMENT_FIELDS = [
    "currency_id",
    "date",
    "date_due",
    "days_overdue",
    "debtor_group_id",
    "name",
    "partner_id",
    "residual",
    "residual_currency",
]


class CobranzasStatementRun(models.Model):
    """The figures of statements, read for many customers at once with the rights of their user."""

    _inherit = "cobranzas.statement.run"

    def _get_env(self):
        """Return the environment that reads the figures: the user and the company of the run."""
        self.ensure_one()
        lang = self.env.lang or self.user_id.lang
        context = {"allowed_company_ids": self.company_id.ids, "lang": lang}
        return self.with_user(self.user_id).with_context(**context).env

    def _get_items(self):
        """Return the read model of open items, at the date of the statements."""
        items = self._get_env()["cobranzas.open.item"]
        return items._with_scope(ReadScope(date=self.date_to))

    def _get_ledger(self):
        """Return the read model of ledger lines, of every date."""
        return self._get_env()["cobranzas.ledger.line"]._with_scope(ReadScope())

    def _get_items_domain(self, customers):
        """Return which items of the read models the figures of ``customers`` are made of.

        By customer also for groups: items are found by it.
        """
        return Domain("company_id", "=", self.company_id.id) & Domain(
            "partner_id", "in", customers.ids
        )

    def _get_owed_domain(self):
        """Return which open items statements list: those with a balance in both currencies.

        What is left in one of them alone is a difference of exchange: nobody owes it.
        """
        return Domain("residual_currency", "!=", 0) & Domain("residual", "!=", 0)

    def _fetch_statements(self, lines):
        """Return {id: statement} of the lines, by as many queries for one line as for many.

        :param lines: of this run
        """
        statements = Statements((line.id, Statement()) for line in lines)
        if not lines:
            return statements
        owners = {line._get_owner(): statements[line.id] for line in lines}
        domain = self._get_items_domain(lines._get_customers())
        self._fetch_documents(domain & self._get_owed_domain(), owners)
        if self.kind == "statement":
            self._fetch_movements(domain, owners)
        self._round_statements(statements.values())
        return statements

    @staticmethod
    def _find_owner(owners, partner, group):
        """Return the statement an item belongs to: that of its group, else of its customer."""
        return owners.get(group) or owners[partner]

    def _fetch_documents(self, domain, owners):
        items = self._get_items().search_fetch(domain, DOCUMENT_FIELDS, order="date_due, name, id")
        marks = self._get_document_marks(items)
        for item in items:
            owed = item.residual_currency
            document = Document(
                name=" ".join(filter(None, (item.name, marks.get(item.id)))),
                customer=item.partner_id.name or "",
                currency_id=item.currency_id.id,
                date=item.date,
                date_due=item.date_due,
                days=item.days_overdue if owed > 0 else 0,
                balance=owed,
            )
            statement = self._find_owner(owners, item.partner_id, item.debtor_group_id)
            statement.add(document, item.residual)

    def _get_document_marks(self, items):
        """Return {id of an open item: what is added to its name}. To extend."""
        return {}

    def _fetch_movements(self, domain, owners):
        ledger = self._get_ledger()
        keys = ["partner_id", "debtor_group_id", "currency_id"]
        before = domain & Domain("date", "<", self.date_from)
        for partner, group, currency, balance in ledger._read_group(before, keys, ["balance:sum"]):
            account = self._find_owner(owners, partner, group).get_account(currency.id)
            account.opening += balance
        within = domain & Domain("date", ">=", self.date_from) & Domain("date", "<=", self.date_to)
        for partner, group, currency, charges, credits in ledger._read_group(
            within, keys, ["charge:sum", "credit:sum"]
        ):
            account = self._find_owner(owners, partner, group).get_account(currency.id)
            account.charges += charges
            account.credits += credits

    def _round_statements(self, statements):
        used = {number for statement in statements for number in statement.accounts}
        currencies = {each.id: each for each in self.env["res.currency"].browse(used)}
        for statement in statements:
            statement.accounts = {
                number: account.rounded(currencies[number].round)
                for number, account in statement.accounts.items()
            }
            statement.balance_company = self.currency_id.round(statement.balance_company)

    def _format_balances(self, accounts):
        """Return the balances of each currency in one line, in the user's language."""
        owed = {number: account.balance for number, account in accounts.items() if account.balance}
        currencies = self.env["res.currency"].browse(owed).sorted("name") or self.currency_id
        return " · ".join(
            f"{currency.name} {self._format_amount(owed.get(currency.id, 0.0), currency)}"
            for currency in currencies
        )

    def _format_amount(self, value, currency):
        """Return an amount in the language of the environment, with its currency's decimals."""
        # neither float noise nor a minus zero is shown
        return formatLang(self.env, currency.round(value) + 0.0, digits=currency.decimal_places)
