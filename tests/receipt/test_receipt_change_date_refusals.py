"""Another date for a posted receipt: what stands in the way, and who may change it (REC-16)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..lib.change_date import ChangeDateCommon


@tagged("post_install", "-at_install")
class TestReceiptChangeDateRefusals(ChangeDateCommon):
    def test_reported_taxes_stay_in_their_month(self):
        move = self.cash_basis_invoice()
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
        deposit = self.endorse_check(check)
        for date in ("2026-02-05", "2026-02-10"):
            self._refused(receipt, f"Cheque {check.name} left the portfolio", date)
        receipt.action_change_date("2026-02-02", "Error")
        check._compute_current_journal()
        self.assertFalse(check.current_journal_id)
        self.assertEqual(check._get_last_operation(), deposit)

    def test_balance_on_account_used_later(self):
        """A balance is received before it is used, unless both move together."""
        debt = self.invoice(500)
        ledger = self.ledger_snapshot()
        receipt = self._posted([], [self.cash_value(500)])
        credit = self.item(receipt.move_ids)
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
        self.assertRestored(ledger)

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

    def test_no_context_key_lets_the_date_be_written(self):
        """A client may send any key: the date still changes only by ``action_change_date``."""
        receipt = self._posted([], [self.cash_value(10)])
        accountant = self.make_user("context_acc", "l10n_cobranzas.group_cobranzas_accountant")
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
