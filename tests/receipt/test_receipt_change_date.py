"""Another date for a posted receipt: what follows and what stays (REC-16)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.change_date import ChangeDateCommon


@tagged("post_install", "-at_install")
class TestReceiptChangeDate(ChangeDateCommon):
    def test_as_many_queries_for_many_documents(self):
        counts = []
        for documents in (3, 33):
            items = self.env["account.move.line"].union(
                *(self.invoice(100) for _number in range(documents))
            )
            receipt = self.receipt(items, [self.cash_value(100 * documents)])
            receipt.action_post()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            receipt.action_change_date("2026-02-03", "Received later")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLess(counts[1], counts[0] + 10)

    def test_everything_follows_and_no_amount_changes(self):
        item, credit = self.invoice(1000), self.invoice(100, move_type="out_refund")
        ledger = self.ledger_snapshot()
        receipt = self._posted(
            [(item, 950), credit],
            [self.cash_value(500), self.transfer_value(200)],
            [self.check(400)],
        )
        items = receipt.move_ids.line_ids
        name, numbers = receipt.name, {move: move.name for move in receipt.move_ids}
        before = self._partials(items | item | credit)
        table = """
            Outstanding Receipts | Almacén El Ceibo | 500.00 | 0.00   | 500.00
            Account Receivable   | Almacén El Ceibo | 0.00   | 500.00 | 0.00
            Outstanding Receipts | Almacén El Ceibo | 200.00 | 0.00   | 200.00
            Account Receivable   | Almacén El Ceibo | 0.00   | 200.00 | 0.00
            Cheques de terceros  | Almacén El Ceibo | 400.00 | 0.00   | 400.00
            Account Receivable   | Almacén El Ceibo | 0.00   | 150.00 | 0.00
            Account Receivable   | Almacén El Ceibo | 0.00   | 250.00 | -250.00
            """
        self.assertLedger(receipt.move_ids.sorted("id"), table)
        receipt.action_change_date("2026-03-05", " Received <b>later</b> ")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertLedger(receipt.move_ids.sorted("id"), table)
        self.assertEqual(self._dates(receipt), {"2026-03-05"})
        self.assertEqual(self._partials(items | item | credit), before)
        self.assertEqual(receipt.name, name)
        self.assertEqual({move: move.name for move in receipt.move_ids}, numbers)
        self.assertEqual((item | credit).mapped("amount_residual"), [50, 0])
        self.assertEqual(
            receipt.message_ids[0].body,
            "<p>Date: 02/01/2026 → 03/05/2026 (Received &lt;b&gt;later&lt;/b&gt;)</p>",
        )
        receipt.action_void("2026-03-10", "Error")
        self.assertRestored(ledger)

    def test_void_after_the_new_date_only(self):
        receipt = self._posted([], [self.cash_value(10)])
        receipt.action_change_date("2026-02-10", "Error")
        with self.assertRaisesRegex(UserError, "can't be voided before"):
            receipt.action_void("2026-02-05", "Error")

    def test_another_year_takes_another_number(self):
        """Bank and cash journals number by year; the receipt's own number stays."""
        first = self._posted([], [self.cash_value(1)], date="2025-12-30")
        receipt = self._posted([], [self.cash_value(10)], date="2026-01-02")
        name, old = receipt.name, receipt.move_ids.name
        receipt.action_change_date("2025-12-31", "Error")
        payment = receipt.payment_ids
        self.assertEqual(receipt.name, name)
        self.assertRegex(receipt.move_ids.name, "/2025/")
        self.assertEqual(receipt.move_ids.sequence_number, first.move_ids.sequence_number + 1)
        self.assertEqual(payment.name, receipt.move_ids.name)
        self.assertIn(f"Entry {old} is now {receipt.move_ids.name}.", receipt.message_ids[0].body)
        receipt.move_ids._constrains_date_sequence()

    def test_numbers_of_a_batch(self):
        receipts = self.env["cobranzas.receipt"]
        for _n in range(3):
            receipts |= self._posted([], [self.cash_value(10)], date="2026-01-02")
        receipts.action_change_date("2025-12-31", "Error")
        moves = receipts.move_ids
        self.assertEqual(sorted(moves.mapped("sequence_number")), [1, 2, 3])
        for receipt in receipts:
            told = receipt.message_ids[0].body
            self.assertEqual(told.count("is now"), 1)
            self.assertIn(receipt.move_ids.name, told)
        after = self._posted([], [self.cash_value(10)], date="2025-12-31")
        self.assertEqual(after.move_ids.sequence_number, 4)

    def test_analytic_lines_follow(self):
        plan = self.env["account.analytic.plan"].create({"name": "Cost Centres"})
        account = self.env["account.analytic.account"].create(
            {"name": "Route 1", "plan_id": plan.id}
        )
        receipt = self._posted([], [self.cash_value(10)])
        liquidity = receipt.move_ids.line_ids.filtered("debit")
        liquidity.analytic_distribution = {str(account.id): 100}
        self.assertTrue(liquidity.analytic_line_ids)
        receipt.action_change_date("2026-03-01", "Error")
        self.assertEqual(liquidity.analytic_line_ids.date, self.day("2026-03-01"))
        self.assertEqual(liquidity.analytic_distribution, {str(account.id): 100})

    def test_settlement_of_another_month_takes_another_number(self):
        self.allow_rounding(one_account=True)
        item = self.invoice(1000)
        ledger = self.ledger_snapshot()
        receipt = self._posted([item], [self.cash_value(999.7)])
        settlement = receipt.move_ids - receipt.payment_ids.move_id
        self.assertRegex(settlement.name, "/2026/02/")
        receipt.action_change_date("2026-01-15", "Error")
        self.assertRegex(settlement.name, "/2026/01/")
        self.assertEqual(self._dates(receipt), {"2026-01-15"})
        self.assertEqual(item.amount_residual, 0)
        receipt.action_void("2026-02-01", "Error")
        self.assertRestored(ledger)

    def test_exchange_difference_follows(self):
        """The receipt keeps the rate it was posted with; the difference takes the new date."""
        self.make_rates({"2026-01-01": 0.01, "2026-02-01": 0.008, "2026-03-01": 0.005})
        item = self.invoice(100, currency=self.eur)
        ledger = self.ledger_snapshot()
        receipt = self._posted(
            [(item, 60)], [self.cash_value(60, currency_id=self.eur.id)], currency_id=self.eur.id
        )
        exchange = receipt.partial_ids.exchange_move_id
        self.assertEqual(exchange.date, self.day("2026-02-01"))
        before = self._partials(receipt.move_ids.line_ids | item | exchange.line_ids)
        table = """
            Outstanding Receipts  | Almacén El Ceibo | 7500.00 | 0.00    | 7500.00
            Account Receivable    | Almacén El Ceibo | 0.00    | 7500.00 | 0.00
            """
        self.assertLedger(receipt.move_ids, table)
        open_before = (item.amount_residual, item.amount_residual_currency)
        receipt.action_change_date("2026-03-03", "Error")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertLedger(receipt.move_ids, table)
        self.assertEqual(exchange.date, self.day("2026-03-03"))
        self.assertRegex(exchange.name, "/2026/03/")
        self.assertEqual(exchange.state, "posted")
        self.assertEqual(
            self._partials(receipt.move_ids.line_ids | item | exchange.line_ids), before
        )
        self.assertEqual((item.amount_residual, item.amount_residual_currency), open_before)
        self.assertEqual(open_before, (4000, 40))
        self.assertEqual(receipt.payment_ids.amount_company_currency_signed, 7500)
        self.assertIn("/2026/02/", receipt.message_ids[0].body)
        receipt.action_void("2026-04-02", "Error")
        self.assertRestored(ledger)
        self.assertEqual(exchange.reversal_move_ids.date, self.day("2026-04-02"))

    def test_values_of_two_currencies(self):
        """A foreign document by a local value: one allocation, nothing converted again."""
        self.make_rates({"2026-01-01": 0.01, "2026-02-01": 0.008, "2026-03-01": 0.005})
        item, local = self.invoice(100, currency=self.eur), self.invoice(500)
        ledger = self.ledger_snapshot()
        receipt = self._posted(
            [item, local],
            [self.cash_value(5000), self.cash_value(64, currency_id=self.eur.id)],
        )
        items = receipt.move_ids.line_ids | item | local
        before = self._partials(items)
        balances = [(line.balance, line.amount_currency) for line in items]
        totals = (receipt.amount_documents, receipt.amount_values, receipt.amount_on_account)
        receipt.action_change_date("2026-03-03", "Error")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self._partials(items), before)
        self.assertEqual([(line.balance, line.amount_currency) for line in items], balances)
        self.assertEqual(
            (receipt.amount_documents, receipt.amount_values, receipt.amount_on_account), totals
        )
        self.assertEqual((item | local).mapped("amount_residual"), [0, 0])
        receipt.action_void("2026-04-02", "Error")
        self.assertRestored(ledger)

    def test_exchange_difference_of_a_later_application(self):
        """What an application booked bears the date of the application, the later of the two."""
        self.make_rates({"2026-01-01": 0.01, "2026-02-01": 0.008})
        debt = self.invoice(100, currency=self.eur)
        ledger = self.ledger_snapshot()
        receipt = self._posted(
            [], [self.cash_value(100, currency_id=self.eur.id)], currency_id=self.eur.id
        )
        credit = self.item(receipt.move_ids)
        later = self._posted(
            [credit, debt], kind="application", date="2026-04-02", currency_id=self.eur.id
        )
        exchange = later.partial_ids.exchange_move_id
        self.assertEqual(exchange.date, self.day("2026-04-02"))
        receipt.action_change_date("2026-03-02", "Error")
        self.assertEqual(exchange.date, self.day("2026-04-02"))
        later.action_void("2026-04-03", "Undo")
        receipt.action_void("2026-04-03", "Undo")
        self.assertRestored(ledger)

    def test_cash_basis_tax_follows(self):
        move = self.cash_basis_invoice()
        ledger = self.ledger_snapshot()
        receipt = self._posted([self.item(move)], [self.cash_value(move.amount_total)])
        cash_basis = move.tax_cash_basis_created_move_ids
        self.assertEqual(cash_basis.mapped("date"), [self.day("2026-02-01")])
        table = [(line.account_id, line.balance) for line in cash_basis.line_ids]
        receipt.action_change_date("2026-03-05", "Error")
        self.assertEqual(cash_basis.mapped("date"), [self.day("2026-03-05")])
        self.assertRegex(cash_basis.name, "/2026/03/")
        self.assertEqual(move.tax_cash_basis_created_move_ids, cash_basis)
        self.assertEqual([(line.account_id, line.balance) for line in cash_basis.line_ids], table)
        self.assertEqual(self.item(move).amount_residual, 0)
        receipt.action_void("2026-04-05", "Error")
        self.assertEqual(cash_basis.reversal_move_ids.date, self.day("2026-04-05"))
        self.assertRestored(ledger)

    def test_reconciled_bank_line(self):
        """The bank line stays reconciled; its exchange difference follows the later of the two."""
        self.make_rates({"2026-01-01": 0.01, "2026-02-02": 0.008})
        receipt = self._posted(
            [], [self.transfer_value(50, currency_id=self.eur.id)], currency_id=self.eur.id
        )
        liquidity = receipt.move_ids.line_ids.filtered(lambda line: line.debit)
        self.reconcile_with_bank(liquidity, "2026-02-02", balance=6250)
        exchange = (liquidity.matched_debit_ids | liquidity.matched_credit_ids).exchange_move_id
        before = self._partials(liquidity)
        self.assertEqual(exchange.date, self.day("2026-02-28"))
        receipt.action_change_date("2026-01-20", "Error")
        self.assertEqual((liquidity.date, liquidity.reconciled), (self.day("2026-01-20"), True))
        self.assertEqual(exchange.date, self.day("2026-02-28"))  # of the bank line, the later
        receipt.action_change_date("2026-03-20", "Error")
        self.assertEqual(exchange.date, self.day("2026-03-20"))
        self.assertEqual(self._partials(liquidity), before)
