"""Another date for a posted receipt: what follows, what stays, what stands in the way (REC-16)."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestReceiptChangeDate(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.eur = cls.env.ref("base.EUR")
        cls.eur.active = True

    def _posted(self, *args, **kw):
        receipt = self.receipt(*args, **kw)
        receipt.action_post()
        return receipt

    def _rates(self, **rates):
        self.env["res.currency.rate"].create(
            [
                {
                    "name": day,
                    "rate": rate,
                    "currency_id": self.eur.id,
                    "company_id": self.company.id,
                }
                for day, rate in rates["days"].items()
            ]
        )

    def _partials(self, items):
        """Return what must never change: each allocation and its amounts."""
        partials = items.matched_debit_ids | items.matched_credit_ids
        return sorted(
            (
                partial.id,
                partial.amount,
                partial.debit_amount_currency,
                partial.credit_amount_currency,
                partial.cobranzas_receipt_id.id,
                partial.exchange_move_id.id,
            )
            for partial in partials
        )

    def _dates(self, receipt):
        """Return every date the receipt's entries carry, as text."""
        items = receipt.move_ids.line_ids
        return {
            str(day)
            for day in (
                receipt.date,
                *receipt.payment_ids.mapped("date"),
                *receipt.move_ids.mapped("date"),
                *items.mapped("date"),
                *items.filtered("date_maturity").mapped("date_maturity"),
            )
        }

    def _refused(self, receipts, sentence, date="2026-02-10", reason="Error"):
        before = receipts.mapped("date")
        with self.assertRaisesRegex(UserError, sentence), self.env.cr.savepoint():
            receipts.action_change_date(date, reason)
        self.assertEqual(receipts.mapped("date"), before)

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
        self.assertEqual((item | credit).mapped("amount_residual"), [1000, -100])
        self.assertFalse(any(receipt.move_ids.line_ids.mapped("amount_residual")))

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
        gain = self.env["account.account"].create(
            {"name": "Rounding", "code": "RND", "account_type": "income_other"}
        )
        self.company.write(
            {
                "cobranzas_rounding_tolerance": 0.5,
                "cobranzas_rounding_gain_account_id": gain.id,
                "cobranzas_rounding_loss_account_id": gain.id,
            }
        )
        item = self.invoice(1000)
        receipt = self._posted([item], [self.cash_value(999.7)])
        settlement = receipt.move_ids - receipt.payment_ids.move_id
        self.assertRegex(settlement.name, "/2026/02/")
        receipt.action_change_date("2026-01-15", "Error")
        self.assertRegex(settlement.name, "/2026/01/")
        self.assertEqual(self._dates(receipt), {"2026-01-15"})
        self.assertEqual(item.amount_residual, 0)
        receipt.action_void("2026-02-01", "Error")
        self.assertEqual(item.amount_residual, 1000)

    def test_exchange_difference_follows(self):
        """The receipt keeps the rate it was posted with; the difference takes the new month."""
        self._rates(days={"2026-01-01": 0.01, "2026-02-01": 0.008, "2026-03-01": 0.005})
        item = self.invoice(100, currency=self.eur)
        receipt = self._posted(
            [(item, 60)], [self.cash_value(60, currency_id=self.eur.id)], currency_id=self.eur.id
        )
        exchange = receipt.partial_ids.exchange_move_id
        self.assertEqual(exchange.date, self.day("2026-02-28"))
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
        self.assertEqual(exchange.date, self.day("2026-03-31"))
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
        self.assertEqual((item.amount_residual, item.amount_residual_currency), (10000, 100))
        self.assertEqual(exchange.reversal_move_ids.date, self.day("2026-04-02"))

    def test_values_of_two_currencies(self):
        """A foreign document by a local value: one allocation, nothing converted again."""
        self._rates(days={"2026-01-01": 0.01, "2026-02-01": 0.008, "2026-03-01": 0.005})
        item, local = self.invoice(100, currency=self.eur), self.invoice(500)
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
        self.assertEqual((item | local).mapped("amount_residual_currency"), [100, 500])

    def test_exchange_difference_of_a_later_application(self):
        """What an application booked because of the balance follows it, too."""
        self._rates(days={"2026-01-01": 0.01, "2026-02-01": 0.008})
        receipt = self._posted(
            [], [self.cash_value(100, currency_id=self.eur.id)], currency_id=self.eur.id
        )
        credit, debt = self.item(receipt.move_ids), self.invoice(100, currency=self.eur)
        later = self._posted(
            [credit, debt], kind="application", date="2026-04-02", currency_id=self.eur.id
        )
        exchange = later.partial_ids.exchange_move_id
        self.assertEqual(exchange.date, self.day("2026-02-28"))
        receipt.action_change_date("2026-03-02", "Error")
        self.assertEqual(exchange.date, self.day("2026-03-31"))
        later.action_void("2026-04-03", "Undo")
        receipt.action_void("2026-04-03", "Undo")
        self.assertEqual((debt.amount_residual, debt.amount_residual_currency), (10000, 100))

    def _cash_basis_invoice(self):
        self.company.tax_exigibility = True
        self.company.tax_cash_basis_journal_id = self.company_data["default_journal_misc"]
        transition = self.env["account.account"].create(
            {
                "name": "VAT to come",
                "code": "VATC",
                "account_type": "liability_current",
                "reconcile": True,
            }
        )
        tax = self.company_data["default_tax_sale"].copy(
            {
                "name": "VAT on payment",
                "tax_exigibility": "on_payment",
                "cash_basis_transition_account_id": transition.id,
            }
        )
        move = self.invoice(1000).move_id
        move.button_draft()
        move.invoice_line_ids.tax_ids = tax
        move.action_post()
        return move

    def test_cash_basis_tax_follows(self):
        move = self._cash_basis_invoice()
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
        self.assertEqual(self.item(move).amount_residual, move.amount_total)

    def test_reported_taxes_stay_in_their_month(self):
        move = self._cash_basis_invoice()
        receipt = self._posted([self.item(move)], [self.cash_value(move.amount_total)])
        cash_basis = move.tax_cash_basis_created_move_ids
        self.company.tax_lock_date = "2026-02-15"
        self._refused(receipt, f"Entry {cash_basis.name} would change on 02/01", "2026-03-05")
        self.company.tax_lock_date = False
        receipt.action_change_date("2026-03-05", "Error")
        self.company.tax_lock_date = "2026-02-15"
        self._refused(receipt, f"Entry {cash_basis.name} would change on 02/10", "2026-02-10")

    def test_closed_periods(self):
        receipt = self._posted([], [self.cash_value(10)])
        self.company.fiscalyear_lock_date = "2026-02-05"
        self._refused(receipt, "02/01/2026 is closed")
        self.company.fiscalyear_lock_date = "2026-01-31"
        self._refused(receipt, "01/20/2026 is closed", "2026-01-20")
        receipt.action_change_date("2026-02-10", "Error")

    def test_obstacles_by_name(self):
        receipt, draft = self._posted([], [self.cash_value(10)]), self.receipt([], [])
        self._refused(receipt, f"Say why the date of {receipt.name}", reason=" ")
        self._refused(receipt, f"Choose the new date of {receipt.name}", False)
        self._refused(receipt, "is in the future", "2999-01-01")
        self._refused(receipt, "The date is 02/01/2026 already", "2026-02-01")
        self.assertTrue(receipt.browse().action_change_date("2026-02-10", "None"))
        self._refused(draft, "is not posted")
        receipt.action_void("2026-02-02", "Error")
        self._refused(receipt, "is not posted")

    def test_secured_entry(self):
        self.cash.restrict_mode_hash_table = True
        receipt = self._posted([], [self.cash_value(10)])
        self.assertTrue(receipt.move_ids.inalterable_hash)
        self._refused(receipt, f"Entry {receipt.move_ids.name} is secured with a hash")

    def test_deposited_cheque(self):
        """Not on the day it left or later; before that, the cheque stays where it went."""
        receipt = self._posted([], [], [self.check(500)], date="2026-02-03")
        check = receipt.payment_ids.l10n_latam_new_check_ids
        deposit = self.env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_type": "supplier",
                "partner_id": self.other_customer.id,
                "journal_id": self.portfolio.id,
                "payment_method_line_id": self.portfolio.outbound_payment_method_line_ids[:1].id,
                "date": "2026-02-05",
                "l10n_latam_move_check_ids": [Command.set(check.ids)],
            }
        )
        deposit.action_post()
        for date in ("2026-02-05", "2026-02-10"):
            self._refused(receipt, f"Cheque {check.name} left the portfolio", date)
        receipt.action_change_date("2026-02-02", "Error")
        check._compute_current_journal()
        self.assertFalse(check.current_journal_id)
        self.assertEqual(check._get_last_operation(), deposit)

    def test_reconciled_bank_line(self):
        """The bank line stays reconciled; its exchange difference follows the later of the two."""
        self._rates(days={"2026-01-01": 0.01, "2026-02-02": 0.008})
        receipt = self._posted(
            [], [self.transfer_value(50, currency_id=self.eur.id)], currency_id=self.eur.id
        )
        liquidity = receipt.move_ids.line_ids.filtered(lambda line: line.debit)
        statement = self.env["account.move"].create(
            {
                "journal_id": self.bank.id,
                "date": "2026-02-02",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "currency_id": self.eur.id,
                            "amount_currency": sign * 50,
                            "balance": sign * 6250,
                        }
                    )
                    for account, sign in (
                        (self.bank.default_account_id, 1),
                        (liquidity.account_id, -1),
                    )
                ],
            }
        )
        statement.action_post()
        (liquidity | statement.line_ids.filtered("credit")).reconcile()
        exchange = (liquidity.matched_debit_ids | liquidity.matched_credit_ids).exchange_move_id
        before = self._partials(liquidity)
        self.assertEqual(exchange.date, self.day("2026-02-28"))
        receipt.action_change_date("2026-01-20", "Error")
        self.assertEqual((liquidity.date, liquidity.reconciled), (self.day("2026-01-20"), True))
        self.assertEqual(exchange.date, self.day("2026-02-28"))  # of the bank line, the later
        receipt.action_change_date("2026-03-20", "Error")
        self.assertEqual(exchange.date, self.day("2026-03-31"))
        self.assertEqual(self._partials(liquidity), before)

    def test_balance_on_account_used_later(self):
        """A balance is received before it is used, unless both move together."""
        receipt = self._posted([], [self.cash_value(500)])
        credit, debt = self.item(receipt.move_ids), self.invoice(500)
        later = self._posted([credit, debt], kind="application", date="2026-02-10")
        before = self._partials(credit | debt)
        self._refused(receipt, f"{later.name}, dated 02/10/2026, would use", "2026-02-11")
        self._refused(later, f"balance of {receipt.name} before it was received", "2026-01-31")
        receipt.action_change_date("2026-02-10", "Same day")
        later.action_change_date("2026-02-15", "Alone")
        (receipt | later).action_change_date("2026-03-01", "Together")
        self.assertEqual(set((receipt | later).mapped("date")), {self.day("2026-03-01")})
        self.assertEqual(self._partials(credit | debt), before)
        self.assertEqual((credit | debt).mapped("amount_residual"), [0, 0])
        later.action_void("2026-03-02", "Undo")
        receipt.action_void("2026-03-02", "Undo")
        self.assertEqual(debt.amount_residual, 500)

    def test_all_or_none(self):
        """One with an obstacle stops the others, also after some could have been dated."""
        good, bad = (self._posted([], [self.cash_value(10)]) for _n in range(2))
        self.company.fiscalyear_lock_date = "2026-01-31"
        bad.action_void("2026-02-02", "Error")
        self._refused(good | bad, f"{bad.name} is not posted")
        same = self._posted([], [self.cash_value(10)], date="2026-02-10")
        count = len(same.message_ids)
        (good | same).action_change_date("2026-02-10", "Batch")
        self.assertEqual(good.date, self.day("2026-02-10"))
        self.assertEqual(len(same.message_ids), count)

    def test_who_may(self):
        receipt = self._posted([], [self.cash_value(10)])
        for role in ("collector", "cashier"):
            user = self.make_user(f"date_{role}", f"l10n_cobranzas.group_cobranzas_{role}")
            for call in (
                lambda record: record.action_change_date("2026-02-10", "Error"),
                lambda record: record.action_open_change_date(),
            ):
                with self.assertRaisesRegex(AccessError, "Only an accountant"):
                    call(receipt.with_user(user))
        accountant = self.make_user("date_acc", "l10n_cobranzas.group_cobranzas_accountant")
        action = receipt.with_user(accountant).action_open_change_date()
        wizard = (
            self.env["cobranzas.receipt.change.date"]
            .with_user(accountant)
            .with_context(**action["context"])
            .create({"date": "2026-02-10", "reason": "Error"})
        )
        wizard.action_change_date()
        self.assertEqual(self._dates(receipt), {"2026-02-10"})
        self.assertEqual(receipt.message_ids[0].author_id, accountant.partner_id)
        other = self.setup_other_company()["company"]
        accountant.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        with self.assertRaises(AccessError):
            receipt.with_user(accountant).action_change_date("2026-02-11", "Error")

    def test_no_other_door(self):
        """What a request can put in its context opens nothing."""
        receipt = self._posted([], [self.cash_value(10)])
        accountant = self.make_user("door_acc", "l10n_cobranzas.group_cobranzas_accountant")
        for record in (receipt, receipt.payment_ids, receipt.move_ids):
            for env_record in (record, record.with_user(accountant), record.sudo()):
                with (
                    self.subTest(record=record),
                    self.assertRaises(UserError),
                    self.env.cr.savepoint(),
                ):
                    env_record.with_context(
                        cobranzas_correction=True, skip_readonly_check=True
                    ).write({"date": "2026-02-10"})
        self.assertEqual(self._dates(receipt), {"2026-02-01"})
