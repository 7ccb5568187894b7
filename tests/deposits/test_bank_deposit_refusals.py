"""Deposits that are refused, each with one sentence, and who may do what (COL-08)."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from ..lib.bank_deposits import BankDepositsCommon


@tagged("post_install", "-at_install")
class TestBankDepositRefusals(BankDepositsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.held = cls.cheques((1000, "00000303", "2026-03-01"), (250, "00000304", "2026-03-20"))

    def draft(self, *args, **kw):
        return self.bank_deposit(*args, confirm=False, **kw)

    # ------------------------------------------------------------------
    # Confirming
    # ------------------------------------------------------------------

    def test_nothing_to_deposit(self):
        self.assertRefused("Choose the cheques or enter the cash", self.draft())

    def test_cash_from_nowhere(self):
        draft = self.draft(cash=10, cash_journal_id=False)
        self.assertRefused("Choose the cash journal in USD", draft)
        draft.cash_journal_id = self.portfolio
        self.assertRefused("Choose the cash journal in USD", draft)

    def test_dates(self):
        self.assertRefused(
            r"Cheque 00000304 is payable on 03/20/2026: take it out", self.draft(self.held)
        )
        self.assertEqual(self.bank_deposit(self.held, before_date=True).early_count, 1)

    def test_before_the_cheque_came_in(self):
        draft = self.draft(self.held, date="2026-01-31", before_date=True)
        self.assertRefused("came in on 02/01/2026: it can't be deposited before", draft)

    def test_a_day_to_come(self):
        draft = self.draft(cash=10, date="2036-01-31")
        self.assertRefused("can't be dated 01/31/2036, a day yet to come", draft)

    def test_moved_or_voided_meanwhile(self):
        draft = self.draft(self.held[0])
        endorsed = self.endorse_check(self.held[0])
        self.assertIn(endorsed.name, self.assertRefused("left the portfolio on 02/05", draft))
        draft = self.draft(self.held[1], before_date=True)
        endorsed.action_draft()
        endorsed.action_cancel()
        self.held.payment_id.cobranzas_receipt_id.action_void("2026-02-10", "test")
        self.assertRefused("Cheque 00000304 is in no portfolio: its receipt", draft)
        self.assertIn("is in no portfolio", draft.refusal)

    def test_deposited_by_another(self):
        first, second = self.draft(self.held[0]), self.draft(self.held[0])
        first.action_confirm()
        self.assertRefused(r"Cheque 00000303 left the portfolio .*DEP-00001", second)
        third = self.draft(self.held[1], before_date=True)
        fourth = self.draft(self.held[1], before_date=True)
        with self.assertRaisesRegex(UserError, "00000304 left"), self.env.cr.savepoint():
            (third | fourth).action_confirm()
        self.assertEqual((third | fourth).mapped("state"), ["draft", "draft"])

    def test_confirmed_twice(self):
        deposit = self.bank_deposit(cash=10)
        with self.assertRaisesRegex(UserError, "DEP-00001.* is no longer a draft"):
            deposit.action_confirm()
        self.assertEqual(len(deposit.payment_ids), 2)

    def test_no_slip_is_no_slip_in_use(self):
        for _each in range(2):
            self.assertEqual(self.bank_deposit(cash=10, slip_number="").state, "done")

    def test_slip_used_before(self):
        self.bank_deposit(cash=10, slip_number="77")
        self.assertRefused(
            "Slip 77 is that of deposit DEP-00001", self.draft(cash=5, slip_number="77")
        )
        other = self.bank_deposit(cash=5)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            other.slip_number = "77"
            other.flush_recordset()

    def test_banks_that_are_offered(self):
        other = self.bank.copy({"name": "Otro banco", "code": "OTRO"})
        account = self.env["cobranzas.deposit.account"].create(
            {"journal_id": other.id, "company_id": self.company.id}
        )
        draft = self.draft(cash=10)
        self.assertRefused("is none of the deposit accounts", draft)
        proposed = self.env["cobranzas.bank.deposit"].create({"company_id": self.company.id})
        self.assertEqual(proposed.journal_id, other)
        account.active = False
        draft.action_confirm()

    def test_closed_period(self):
        draft = self.draft(self.held[0])
        self.company.fiscalyear_lock_date = "2026-03-31"
        self.assertRefused("The period of 03/10/2026 is closed", draft)

    def test_journals_without_what_it_takes(self):
        self.bank.inbound_payment_method_line_ids.unlink()
        self.assertRefused("has no method “Manual", self.draft(cash=10))

    # ------------------------------------------------------------------
    # Undoing
    # ------------------------------------------------------------------

    def test_undo_refused(self):
        deposit = self.bank_deposit(self.held[0])

        def refused(sentence, date="2026-03-12", reason="test"):
            with self.assertRaisesRegex(UserError, sentence) as caught:
                deposit.action_undo(date, reason)
            self.assertEqual(deposit.state, "done")
            return caught.exception

        refused("Say why deposit DEP-00001", reason="  ")
        refused("can't be undone before that", date="2026-03-09")
        refused("is not a date", date="mañana")
        in_bank = deposit.move_ids.line_ids.filtered(lambda line: line.account_id == self.bank_in)
        statement = self.reconcile_with_bank(in_bank, "2026-03-11")
        error = refused(f"is reconciled with {statement.name}")
        self.assertEqual(error.args[1]["res_model"], "account.move.line")
        in_bank.remove_move_reconcile()
        self.company.fiscalyear_lock_date = "2026-03-31"
        refused("The period of 03/10/2026 is closed")
        self.company.fiscalyear_lock_date = False
        deposit.action_undo("2026-03-12", "test")
        with self.assertRaisesRegex(UserError, "is not done: there is nothing to undo"):
            deposit.action_undo("2026-03-12", "test")

    def test_its_payments_are_not_changed_by_themselves(self):
        deposit = self.bank_deposit(self.held[0], cash=10)
        for payment in deposit.payment_ids:
            with self.assertRaisesRegex(UserError, "belongs to bank deposit DEP-00001"):
                payment.action_draft()
            with self.assertRaisesRegex(UserError, "belongs to bank deposit DEP-00001"):
                payment.move_id.button_draft()
        with self.assertRaisesRegex(UserError, "no longer a draft"):
            deposit.amount_cash = 20
        with self.assertRaisesRegex(UserError, "can be undone, not deleted"):
            deposit.unlink()
        with self.assertRaisesRegex(AccessError, "only with its own buttons"):
            deposit.with_user(self.make_user("d", "l10n_cobranzas.group_cobranzas_manager")).write(
                {"state": "draft"}
            )

    # ------------------------------------------------------------------
    # Rights
    # ------------------------------------------------------------------

    def test_rights(self):
        draft = self.draft(self.held[0], cash=10)
        collector = self.make_user("col", "l10n_cobranzas.group_cobranzas_collector")
        cashier = self.make_user("caj", "l10n_cobranzas.group_cobranzas_cashier")
        accountant = self.make_user("con", "l10n_cobranzas.group_cobranzas_accountant")
        with self.assertRaisesRegex(AccessError, "takes a cashier"):
            draft.with_user(collector).action_confirm()
        with self.assertRaises(AccessError):
            draft.with_user(collector).read(["name"])
        with self.assertRaises(AccessError):
            draft.with_user(collector).action_print()
        mine = (
            self.env["cobranzas.bank.deposit"]
            .with_user(cashier)
            .create(
                {
                    "company_id": self.company.id,
                    "date": "2026-03-10",
                    "check_ids": [Command.set(self.held[0].ids)],
                }
            )
        )
        self.assertIn("Cheques Out", str(mine.preview))
        mine.action_confirm()
        self.assertEqual(mine.done_by, cashier)
        self.assertEqual(mine.check_ids.mapped("name"), ["00000303"])
        action = mine.action_open_entries()
        lines = self.env["account.move.line"].with_user(cashier).search(action["domain"])
        self.assertEqual(len(lines), 4)
        with self.assertRaisesRegex(AccessError, "Only an accountant undoes"):
            mine.action_undo("2026-03-12", "test")
        mine.with_user(accountant).action_undo("2026-03-12", "test")
        self.assertEqual(mine.state, "undone")

    def test_another_company(self):
        other = self.setup_other_company()["company"]
        user = self.make_user("otra", "l10n_cobranzas.group_cobranzas_manager")
        user.write({"company_id": other.id, "company_ids": [Command.set(other.ids)]})
        deposit = self.bank_deposit(self.held[0])
        self.assertFalse(
            self.env["cobranzas.bank.deposit"].with_user(user).search([("id", "=", deposit.id)])
        )
        with self.assertRaises(AccessError):
            self.env["cobranzas.bank.deposit"].with_user(user).create(
                {"company_id": other.id, "check_ids": [Command.set(self.held[1].ids)]}
            )
