"""Unidentified deposits: posted, cancelled, imported, and who may do so (REC-19)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..lib.deposits import DepositsCommon


@tagged("post_install", "-at_install")
class TestDeposits(DepositsCommon):
    # Deposit

    def test_a_deposit_is_owed_to_someone_unknown(self):
        self.assertFalse(self.method())
        deposit = self.deposit(1000, "DEP 1", post=False)
        self.assertEqual(deposit.state, "draft")
        deposit.action_post()
        self.assertEqual(
            (deposit.state, deposit.item_id.account_id), ("pending", self.unidentified)
        )
        self.assertLedger(
            deposit.move_id,
            """
            Outstanding Receipts  | | 1000.00 | 0.00    | 1000.00
            Unidentified Deposits | | 0.00    | 1000.00 | -1000.00
            """,
        )
        self.assertEqual(self.method().payment_account_id, self.unidentified)
        self.deposit(5)
        self.assertEqual(len(self.method()), 1)

    def test_settings_it_needs(self):
        self.company.cobranzas_deposit_account_id = False
        with self.assertRaisesRegex(UserError, "Choose the account for unidentified deposits"):
            self.deposit(5)

    def test_closed_period(self):
        self.company.fiscalyear_lock_date = "2026-01-31"
        with self.assertRaisesRegex(UserError, "is closed"):
            self.deposit(5)

    def test_posted_it_stays_as_it_is(self):
        deposit = self.deposit(1000, "DEP 1")
        deposit.note = "Asked the bank"
        for what, change in (
            ("amount", lambda: deposit.write({"amount": 5})),
            ("reference", lambda: deposit.write({"reference": "X"})),
            ("delete", deposit.unlink),
            ("post", deposit.action_post),
            ("entry to draft", deposit.move_id.button_draft),
            ("entry cancelled", deposit.move_id.button_cancel),
        ):
            with (
                self.subTest(what=what),
                self.assertRaisesRegex(UserError, "DEP 1"),
                self.env.cr.savepoint(),
            ):
                change()

    def test_cancel(self):
        ledger = self.ledger_snapshot()
        deposit = self.deposit(1000, "DEP 1")
        deposit.action_cancel("2026-02-05")
        self.assertEqual(deposit.state, "cancelled")
        self.assertRestored(ledger)
        self.assertLedger(
            deposit.move_id | deposit.cancel_move_id,
            """
            Outstanding Receipts  | | 1000.00 | 0.00    | 0.00
            Unidentified Deposits | | 0.00    | 1000.00 | 0.00
            Outstanding Receipts  | | 0.00    | 1000.00 | 0.00
            Unidentified Deposits | | 1000.00 | 0.00    | 0.00
            """,
        )
        self.assertEqual(deposit.cancel_move_id.date, self.day("2026-02-05"))
        with self.assertRaisesRegex(UserError, "already cancelled"):
            deposit.action_cancel("2026-02-05")
        self._refused("No pending deposit", self.deposit_value(1000))
        with self.assertRaisesRegex(UserError, "cancel that instead"), self.env.cr.savepoint():
            deposit.cancel_move_id.button_draft()

    def test_cancel_refused(self):
        deposit = self.deposit(1000, "DEP 1")
        draft = self.deposit(5, post=False)
        receipt = self.receipt([], [self.deposit_value(1000)])
        receipt.action_post()
        pending = self.deposit(7)
        self.company.fiscalyear_lock_date = "2026-01-31"
        for record, date, sentence in (
            (deposit, "2026-02-05", f"is used by {receipt.name}: void that first"),
            (draft, "2026-02-05", "is a draft"),
            (pending, "2026-01-01", "before its date"),
            (pending, "2026-01-25", "is closed"),
        ):
            with (
                self.subTest(sentence=sentence),
                self.assertRaisesRegex(UserError, sentence),
                self.env.cr.savepoint(),
            ):
                record.action_cancel(date)

    def test_cancel_refused_once_in_the_bank(self):
        deposit = self.deposit(1000)
        debit = deposit.move_id.line_ids.filtered("debit")
        statement = self.reconcile_with_bank(debit, "2026-01-21")
        with self.assertRaisesRegex(UserError, f"is reconciled with {statement.name}"):
            deposit.action_cancel("2026-02-05")
        # its receipt is none the worse
        item = self.invoice(1000)
        self.receipt([item], [self.deposit_value(1000)]).action_post()
        self.assertEqual((item.amount_residual, deposit.state), (0, "used"))

    # Rights

    def test_rights(self):
        users = {
            role: self.make_user(f"deposit_{role}", f"l10n_cobranzas.group_cobranzas_{role}")
            for role in ("collector", "cashier", "accountant")
        }
        vals = {"journal_id": self.bank.id, "date": "2026-01-20", "amount": 50}
        with self.assertRaises(AccessError):
            self.env(user=users["collector"])["cobranzas.deposit"].create(vals)
        deposit = self.env(user=users["cashier"])["cobranzas.deposit"].create(vals)
        with self.assertRaises(AccessError):
            deposit.with_user(users["collector"]).action_post()
        deposit.action_post()
        self.assertEqual(deposit.with_user(users["collector"]).state, "pending")
        for change in (deposit.action_cancel, deposit.action_open_cancel):
            with self.assertRaisesRegex(AccessError, "Only an accountant"):
                change()
        for name in ("move_id", "item_id", "cancel_move_id", "state", "receipt_id"):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                deposit.write({name: False})
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                deposit.create({**vals, name: False})
        receipt = self.env(user=users["cashier"])["cobranzas.receipt"].create(
            {
                "partner_id": self.customer.id,
                "date": "2026-02-01",
                "value_ids": [(0, 0, self.deposit_value(50))],
            }
        )
        receipt.action_post()
        self.assertEqual(deposit.receipt_id, receipt)
        with self.assertRaises(AccessError):  # the receipt may be another collector's
            deposit.with_user(users["collector"]).read(["receipt_id"])
        pending = self.deposit(7)
        action = pending.with_user(users["accountant"]).action_open_cancel()
        self.env(user=users["accountant"])["cobranzas.deposit.cancel"].with_context(
            **action["context"]
        ).create({"date": "2026-02-02"}).action_cancel()
        self.assertEqual(pending.state, "cancelled")

    def test_the_same_row_of_the_bank_twice(self):
        self.deposit(10, "A")
        with self.assertRaisesRegex(UserError, "is registered already"), self.env.cr.savepoint():
            self.deposit(10, " a ")
        for vals in ({"date": "2026-01-21"}, {"reference": "B"}, {"amount": 11}):
            self.deposit(**{"amount": 10, "reference": "A", **vals})
        self.deposit(10), self.deposit(10)  # two people may well pay the same
        twins = self.deposit(9, "C", post=False) | self.deposit(9, "C", post=False)
        with self.assertRaisesRegex(UserError, "is registered already"), self.env.cr.savepoint():
            twins.action_post()
        cancelled = self.deposit(8, "D")
        cancelled.action_cancel("2026-02-01")
        self.deposit(8, "D")

    def test_currency_is_the_banks(self):
        eur = self.env.ref("base.EUR")
        deposit = self.deposit(10, post=False)
        deposit.currency_id = eur
        deposit.action_post()
        self.assertEqual(deposit.item_id.currency_id, self.company.currency_id)

    def test_import_of_a_banks_export(self):
        result = self.env["cobranzas.deposit"].load(
            ["date", "journal_id", "amount", "reference"],
            [["2026-01-20", self.bank.name, "10.50", "A"], ["2026-01-21", self.bank.name, "7", ""]],
        )
        self.assertFalse(result["messages"])
        deposits = self.env["cobranzas.deposit"].browse(result["ids"])
        deposits.action_post()
        self.assertEqual(deposits.mapped("state"), ["pending", "pending"])
