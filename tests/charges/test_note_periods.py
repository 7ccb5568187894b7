"""Notes are dated on the day they say, or not made: closed periods (CHG)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.charge_runs import ChargeRunsCommon


@tagged("post_install", "-at_install")
class TestNotePeriods(ChargeRunsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.cobranzas_interest_at_receipt = "ask"
        cls.late = cls.invoice(1000, due="2026-01-31")

    def _receipt(self, collected=False):
        """A draft with interest of 30 days at 3 % a month: 30.00, and 4.50 of tax."""
        receipt = self.receipt([self.late], [self.cash_value(1000)], date="2026-03-02")
        self.assertEqual(receipt.interest_ids.amount, 30)
        if collected:
            receipt.interest_ids.is_collected = True
            receipt.value_ids.amount = 1034.5
        return receipt

    def _refuse(self, call, message):
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            call()
        self.env.invalidate_all()
        self.assertEqual(caught.exception.args[0], message)

    def test_receipt_of_a_day_closed_for_sales(self):
        """Money may be received, the note may not: nothing of the receipt is posted."""
        self.company.sale_lock_date = "2026-03-31"
        before = self.ledger_snapshot()
        message = (
            "The notes of this receipt would be dated 03/02/2026, in a period that is closed for "
            "them (until 03/31/2026): date the notes today in the settings, untick them or reopen "
            "it."
        )
        for collected in (False, True):
            with self.subTest(collected=collected):
                receipt = self._receipt(collected)
                self._refuse(receipt.action_post, message)
                self.assertEqual(receipt.state, "draft")
        self.assertRestored(before)
        self.company.cobranzas_charge_date = "today"
        receipt.action_post()
        note = receipt.charge_operation_ids.move_ids
        self.assertEqual(note.date, note.invoice_date)
        self.assertGreater(note.date, self.day("2026-03-31"))

    def test_unticked_the_receipt_posts(self):
        self.company.sale_lock_date = "2026-03-31"
        receipt = self._receipt()
        receipt.interest_ids.is_selected = False
        receipt.action_post()
        self.assertEqual(receipt.state, "posted")
        self.assertFalse(receipt.charge_operation_ids)

    def test_a_note_with_taxes_where_their_return_is_closed(self):
        self.company.tax_lock_date = "2026-03-31"
        receipt = self._receipt()
        with self.assertRaisesRegex(UserError, "closed for them"):
            receipt.action_post()

    def test_run(self):
        self.company.sale_lock_date = "2026-03-31"
        self._refuse(
            self.make_run,
            "The notes would be dated 03/31/2026, in a period that is closed for them (until "
            "03/31/2026): choose a later date or reopen it.",
        )

    def test_run_closed_since_its_list_was_made(self):
        run = self.make_run()
        self.assertEqual(run.line_ids.mapped("state"), ["pending"])
        self.company.sale_lock_date = "2026-03-31"
        self.book(run)
        self.assertEqual(
            [(line.state, line.reason) for line in run.line_ids],
            [
                (
                    "failed",
                    "The note would be dated 03/31/2026, in a period that is closed for it (until "
                    "03/31/2026): choose a later date or reopen it.",
                )
            ],
        )
        self.assertFalse(run.operation_ids)

    def test_voided_on_an_open_day(self):
        before = self.ledger_snapshot()
        receipt = self._receipt()
        receipt.action_post()
        self.company.sale_lock_date = "2026-03-31"
        self._refuse(
            lambda: receipt.action_void("2026-03-15", "test"),
            "The note would be dated 03/15/2026, in a period that is closed for it (until "
            "03/31/2026): choose a later date or reopen it.",
        )
        self.assertEqual(receipt.state, "posted")
        receipt.action_void("2026-04-01", "test")
        self.assertRestored(before)

    def test_undone_on_an_open_day(self):
        run = self.make_run()
        self.book(run)
        operation = run.operation_ids
        self.company.sale_lock_date = "2026-04-30"
        self._refuse(
            lambda: operation.action_undo("2026-04-15", "test"),
            "The note would be dated 04/15/2026, in a period that is closed for it (until "
            "04/30/2026): choose a later date or reopen it.",
        )
        operation.action_undo("2026-05-01", "test")
        undoing = operation.move_ids.filtered(lambda move: move.move_type == "out_refund")
        self.assertEqual(undoing.date, self.day("2026-05-01"))
