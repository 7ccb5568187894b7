"""Statements list what is owed in their currency, and go to nobody who owes nothing (REP-03)."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.statements import StatementCommon


@tagged("post_install", "-at_install")
class TestStatementOwing(StatementCommon):
    def entry(self, amount_currency, balance, partner=None, currency=None):
        """A posted receivable item with amounts of any kind in its two currencies."""
        other = {"account_id": self.company_data["default_account_revenue"].id}
        own = {"account_id": self.receivable.id, "partner_id": (partner or self.customer).id}
        move = self.env["account.move"].create(
            {
                "date": "2026-01-12",
                "line_ids": [
                    Command.create(
                        {
                            **vals,
                            "currency_id": (currency or self.eur).id,
                            "amount_currency": sign * amount_currency,
                            "balance": sign * balance,
                        }
                    )
                    for vals, sign in ((own, 1), (other, -1))
                ],
            }
        )
        move.action_post()
        return self.item(move)

    def listed(self, line):
        """The documents of the statement, as (name, balance)."""
        run = line.run_id
        statement = run._fetch_statements(line)[line.id]
        return [(each.name, each.balance) for each in statement.documents]

    def test_a_residual_in_company_currency_alone_is_in_no_statement(self):
        debt = self.invoice(10)
        self.entry(0, 5)  # an exchange difference that nobody matched
        line = self.prepared(self.customer).line_ids
        self.assertEqual(self.listed(line), [(debt.move_name, 10)])
        self.assertEqual((line.document_count, line.balances), (1, f"{self.currency} 10.00"))
        self.assertEqual(line.balance, 10)

    def test_a_residual_in_the_foreign_currency_alone_is_in_no_statement(self):
        debt = self.invoice(10)
        self.entry(5, 0)
        line = self.prepared(self.customer).line_ids
        self.assertEqual(self.listed(line), [(debt.move_name, 10)])
        self.assertEqual(line.document_count, 1)

    def test_nobody_is_written_to_for_a_residual_in_one_currency(self):
        self.invoice(10)
        self.entry(0, 5, self.other_customer)
        self.assertEqual(self.prepared().line_ids.partner_id, self.customer)
        run = self.run_of(self.other_customer)
        with self.assertRaisesRegex(UserError, "No customer matches"):
            run.action_prepare()

    def test_nobody_is_written_to_who_has_only_a_credit(self):
        """Money on account, or a debt that a credit note covers: nothing is owed."""
        self.invoice(10)
        self.invoice(30, move_type="out_refund", partner=self.other_customer)
        self.assertEqual(self.prepared().line_ids.partner_id, self.customer)
        self.invoice(30, partner=self.other_customer)
        self.assertEqual(self.prepared().line_ids.partner_id, self.customer)
        self.invoice(1, partner=self.other_customer)
        self.assertEqual(self.prepared().line_ids.partner_id, self.customer | self.other_customer)

    def test_who_owes_in_one_currency_and_has_a_credit_in_another_is_written_to(self):
        self.invoice(30, move_type="out_refund")
        self.invoice(1, currency=self.eur)
        self.assertEqual(self.prepared().line_ids.partner_id, self.customer)

    def test_the_chosen_are_written_to_whatever_they_owe(self):
        run = self.prepared(self.customer, scope="chosen")
        self.assertEqual(run.line_ids.partner_id, self.customer)

    def test_who_moved_is_written_to_with_nothing_left(self):
        """A statement with movements tells of the period; the balance of nothing is said."""
        self.receipt([self.invoice(5)], [self.cash_value(5)], date="2026-01-20").action_post()
        run = self.prepared(scope="moved", kind="statement")
        self.assertEqual(run.line_ids.partner_id, self.customer)
