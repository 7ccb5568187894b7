"""Whatever happened before, the page of a debtor is the ledger, item by item (COL-09)."""

from odoo.addons.l10n_cobranzas.models.portal.portal_page_rows import PageChoice
from odoo.tests import tagged

from ..lib.portal_page import make_access
from ..lib.random_history import BACKWARDS, STEPS, UNDOING, History, RandomHistoryCommon


@tagged("post_install", "-at_install")
class TestPortalPageHistory(RandomHistoryCommon):
    def read_ledger(self, customers, company):
        """{item id: (currency, residual, overdue)} of what is open, from the journal items."""

        def is_late(item):
            day = item.date_maturity or item.date
            return item.amount_residual_currency > 0 and day < self.today

        items = self.env["account.move.line"].search(
            [
                ("account_id.account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
                ("company_id", "=", company.id),
            ]
        )
        return {
            item.id: (item.currency_id, item.amount_residual_currency, is_late(item))
            for item in items
            if item.partner_id.commercial_partner_id in customers
            and item.amount_residual
            and item.amount_residual_currency
        }

    def read_page(self, access):
        """The rows of every page in turn, and the accounts of the first."""
        reader, rows, accounts = access.env["cobranzas.portal.page"], {}, None
        for after in range(0, 1000, 3):
            page = reader._read_page(access, PageChoice(shown=3, after=after))
            accounts = accounts or page["accounts"]
            found = [
                (row.id, (account.currency, sign * row.residual, bool(row.days_overdue)))
                for account in page["accounts"]
                for sign, shown in ((1, account.items), (-1, account.credits))
                for row in shown
            ]
            if not found:
                return rows, accounts
            self.assertFalse({key for key, _row in found} & set(rows), "a row is on one page")
            rows.update(found)
        raise AssertionError("there is no last page")

    def check_debtor(self, debtor, company):
        access = make_access(debtor, company)
        ledger = self.read_ledger(access.customers.with_env(self.env), company)
        rows, accounts = self.read_page(access)
        self.assertEqual(rows, ledger)
        for account in accounts:
            own = [row[1:] for row in ledger.values() if row[0] == account.currency]
            for value, wanted in (
                (account.balance, sum(left for left, _late in own)),
                (account.debt, sum(left for left, _late in own if left > 0)),
                (account.credit, -sum(left for left, _late in own if left < 0)),
                (account.overdue, sum(left for left, late in own if late)),
            ):
                self.assertEqual(account.currency.compare_amounts(value, wanted), 0)
            self.assertEqual(account.overdue_count, sum(late for _left, late in own))
            choices = access.env["cobranzas.portal.page"]._get_choices(access, account.currency)
            late = {key for key, row in ledger.items() if row[0] == account.currency and row[2]}
            self.assertEqual(set(choices), late)
        return len(ledger)

    def test_the_page_is_the_ledger(self):
        group = self.customers.cobranzas_group_id
        items = 0
        for seed in range(2):
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                history = History(self, seed, {**STEPS, **BACKWARDS, **UNDOING})
                history.go_on(60)
                self.env.flush_all()
                for company in (self.company, self.other_company):
                    for debtor in (*self.customers, group):
                        items += self.check_debtor(debtor, company)
                savepoint.rollback()
        self.assertGreater(items, 60)
