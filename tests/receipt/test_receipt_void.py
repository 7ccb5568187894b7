"""Voiding: the mirror entry, every residual back, and each obstacle by name (REC-15)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestReceiptVoid(CollectionsCommon):
    def test_a_reversal_made_by_hand_is_none_of_the_receipts(self):
        item = self.invoice(100)
        ledger = self.ledger_snapshot()
        receipt = self.receipt([(item, 50)], [self.cash_value(50)])
        receipt.action_post()
        move = receipt.payment_ids.move_id
        reversal = move._reverse_moves([{"date": "2099-01-01"}])
        self.assertEqual(reversal.state, "draft")
        receipt.action_void("2026-02-10", "Error")
        self.assertRestored(ledger)

    def test_void_mirrors_every_entry(self):
        item, credit = self.invoice(1000), self.invoice(100, move_type="out_refund")
        ledger = self.ledger_snapshot()
        receipt = self.receipt([item, credit], [self.cash_value(500)], [self.check(600)])
        receipt.action_post()
        receipt.action_void("2026-02-10", "Cheque without funds")
        self.assertRecordValues(
            receipt,
            [
                {
                    "state": "voided",
                    "void_date": self.day("2026-02-10"),
                    "void_reason": "Cheque without funds",
                }
            ],
        )
        self.assertLedger(
            receipt.move_ids.sorted("id"),
            """
            Outstanding Receipts | Almacén El Ceibo | 500.00 | 0.00   | 0.00
            Account Receivable   | Almacén El Ceibo | 0.00   | 500.00 | 0.00
            Cheques de terceros  | Almacén El Ceibo | 600.00 | 0.00   | 0.00
            Account Receivable   | Almacén El Ceibo | 0.00   | 400.00 | 0.00
            Account Receivable   | Almacén El Ceibo | 0.00   | 200.00 | 0.00
            Outstanding Receipts | Almacén El Ceibo | 0.00   | 500.00 | 0.00
            Account Receivable   | Almacén El Ceibo | 500.00 | 0.00   | 0.00
            Cheques de terceros  | Almacén El Ceibo | 0.00   | 600.00 | 0.00
            Account Receivable   | Almacén El Ceibo | 400.00 | 0.00   | 0.00
            Account Receivable   | Almacén El Ceibo | 200.00 | 0.00   | 0.00
            """,
        )
        self.assertEqual(
            set(receipt.move_ids.mapped("date")), {self.day("2026-02-01"), self.day("2026-02-10")}
        )
        self.assertRestored(ledger)
        self.assertEqual(set(receipt.payment_ids.mapped("state")), {"canceled"})
        check = receipt.payment_ids.l10n_latam_new_check_ids
        self.assertFalse(check.current_journal_id)
        self.assertIn(receipt.name, check.message_ids[0].body)

    def test_void_of_foreign_currency_undoes_the_exchange_difference(self):
        usd = self.make_rates({"2026-01-01": 0.010, "2026-02-01": 0.008})
        item = self.invoice(100, currency=usd)
        ledger = self.ledger_snapshot()
        receipt = self.receipt(
            [item], [self.cash_value(100, currency_id=usd.id)], currency_id=usd.id
        )
        receipt.action_post()
        self.assertEqual(item.amount_residual, 0)
        exchange = receipt.partial_ids.exchange_move_id
        receipt.action_void("2026-02-10", "Error")
        self.assertRestored(ledger)
        self.assertTrue(exchange.reversal_move_ids)

    def test_void_with_rounding_and_change(self):
        self.allow_rounding(one_account=True)
        self.company.cobranzas_change_journal_id = self.cash
        for amount, values in ((999.7, 1000), (1000.3, 1000), (900, 1000)):
            with self.subTest(amount=amount):
                item = self.invoice(amount)
                with self.assertUndoRestores():
                    receipt = self.receipt([item], [self.cash_value(values)], excess="change")
                    receipt.action_post()
                    self.assertEqual(item.amount_residual, 0)
                    receipt.action_void("2026-02-10", "Error")

    def _void_refused(self, receipt, sentence, date="2026-02-10", reason="Error"):
        with self.assertRaisesRegex(UserError, sentence), self.env.cr.savepoint():
            receipt.action_void(date, reason)
        self.assertEqual(receipt.state, "posted")

    def test_obstacles_by_name(self):
        item = self.invoice(1000)
        receipt = self.receipt([item], [self.cash_value(1000)])
        receipt.action_post()
        self._void_refused(receipt, "Say why", reason=" ")
        self._void_refused(receipt, "can't be voided before", date="2026-01-31")
        self.company.fiscalyear_lock_date = "2026-02-05"
        self._void_refused(receipt, "02/01/2026 is closed")
        self.company.fiscalyear_lock_date = "2026-01-31"
        receipt.action_void("2026-02-10", "Error")
        with self.assertRaisesRegex(UserError, "not posted"):
            receipt.action_void("2026-02-10", "Again")

    def test_void_date_in_closed_period(self):
        receipt = self.receipt([], [self.cash_value(10)], date="2026-02-01")
        receipt.action_post()
        self.company.fiscalyear_lock_date = "2026-03-31"
        self._void_refused(receipt, "is closed", date="2026-03-15")

    def test_deposited_cheque(self):
        receipt = self.receipt([], [], [self.check(500)])
        receipt.action_post()
        check = receipt.payment_ids.l10n_latam_new_check_ids
        self.endorse_check(check)
        self._void_refused(receipt, f"Cheque {check.name} is no longer in the portfolio")

    def test_reconciled_bank_line(self):
        receipt = self.receipt([], [self.transfer_value(500)])
        receipt.action_post()
        liquidity = receipt.move_ids.line_ids.filtered(lambda line: line.debit)
        statement = self.reconcile_with_bank(liquidity, "2026-02-02")
        self._void_refused(receipt, f"is reconciled with {statement.name}")

    def test_later_application(self):
        receipt = self.receipt([], [self.cash_value(500)])
        receipt.action_post()
        credit = self.item(receipt.move_ids)
        invoice = self.invoice(500)
        received = self.ledger_snapshot()
        later = self.receipt([credit, invoice], kind="application", date="2026-02-02")
        later.action_post()
        self._void_refused(receipt, f"is used by {later.name}")
        later.action_void("2026-02-03", "Undo")
        self.assertRestored(received)
        receipt.action_void("2026-02-03", "Undo")
        self.assertEqual(receipt.state, "voided")

    def test_reconciled_by_hand_elsewhere(self):
        receipt = self.receipt([], [self.cash_value(500)])
        receipt.action_post()
        invoice = self.invoice(500)
        (self.item(receipt.move_ids) | invoice).reconcile()
        self._void_refused(receipt, f"is reconciled with {invoice.move_name}")

    def test_entries_change_only_through_the_receipt(self):
        item = self.invoice(1000)
        receipt = self.receipt([item], [self.cash_value(1000)])
        receipt.action_post()
        payment = receipt.payment_ids
        name = receipt.name
        for what, change in (
            ("draft", payment.action_draft),
            ("cancel", payment.action_cancel),
            ("reject", payment.action_reject),
            ("date", lambda: payment.write({"date": "2026-02-02"})),
            ("amount", lambda: payment.write({"amount": 1})),
            ("unlink", payment.unlink),
            ("entry to draft", payment.move_id.button_draft),
            ("entry cancelled", payment.move_id.button_cancel),
            ("unreconcile", item.remove_move_reconcile),
            ("invoice to draft", item.move_id.button_draft),
        ):
            with (
                self.subTest(what=what),
                self.assertRaisesRegex(UserError, name),
                self.env.cr.savepoint(),
            ):
                change()
        self.assertEqual(item.amount_residual, 0)

    def test_void_wizard(self):
        receipt = self.receipt([], [self.cash_value(10)])
        receipt.action_post()
        action = receipt.action_open_void()
        wizard = (
            self.env["cobranzas.receipt.void"]
            .with_context(**action["context"])
            .create({"date": "2026-02-02", "reason": "Twice"})
        )
        self.assertEqual(wizard.receipt_ids, receipt)
        wizard.action_void()
        self.assertEqual(receipt.state, "voided")

    def test_a_receipt_of_a_day_to_come_is_voided_on_it_by_default(self):
        day = fields.Date.today() + timedelta(days=30)
        receipt = self.receipt([], [self.cash_value(5)], date=day)
        receipt.action_post()
        receipt.action_void(reason="Error")
        self.assertEqual((receipt.state, receipt.void_date), ("voided", day))

    def test_queries_do_not_grow_with_documents(self):
        """Voiding reads documents together: core alone would ask allocation by allocation."""
        counts = []
        for number in (2, 4, 24):
            items = [self.invoice(100) for _each in range(number)]
            receipt = self.receipt(items, [self.cash_value(100 * number)])
            receipt.action_post()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            receipt.action_void("2026-02-10", "Error")
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLess(counts[2] - counts[1], 20, counts)
