"""A receipt is voided, its notes of interest stay: what was owed was owed late (CHG-03)."""

from odoo.tests import Form, tagged

from ..lib.charges import ChargesCommon


@tagged("post_install", "-at_install")
class TestInterestKept(ChargesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.bear_interest()
        cls.late = cls.invoice(500, due="2026-01-31")

    def _post(self, received=500):
        """A posted receipt with interest of 30 days: 10.00, and 1.50 of tax."""
        receipt = self.receipt([self.late], [self.cash_value(received)], date="2026-03-02")
        receipt.interest_ids.is_collected = received > 500
        receipt.action_post()
        return receipt, receipt.charge_operation_ids

    def _void(self, receipt, keep):
        """Void by the dialog; tell whether it asks about the notes."""
        wizards = self.env["cobranzas.receipt.void"]
        wizard = Form(wizards.with_context(default_receipt_ids=receipt.ids))
        asks = not wizard._get_modifier("keep_interest_notes", "invisible")
        if asks:
            wizard.keep_interest_notes = keep
        wizard.date, wizard.reason = "2026-03-10", "Rechazado"
        wizard.save().action_void()
        self.assertEqual(receipt.state, "voided")
        return asks

    def test_kept_open(self):
        """Open, collected with the receipt or paid by another one: the note stays as it is."""
        for received, paid in ((500, False), (511.5, False), (500, True)):
            with self.subTest(received=received, paid=paid), self.env.cr.savepoint() as savepoint:
                receipt, operation = self._post(received)
                note = operation.move_ids
                if paid:
                    later = self.receipt([operation.result_ids], [self.cash_value(11.5)])
                    later.date = "2026-03-05"
                    later.action_post()
                self.assertTrue(self._void(receipt, keep=True))
                self.assertEqual((operation.state, note.state), ("done", "posted"))
                self.assertEqual(note.amount_residual, 0 if paid else 11.5)
                self.assertEqual(operation.charge_ids.mapped("state"), ["charged"])
                self.assertEqual(self.late.amount_residual, 500)
                self.assertIn(note.display_name, receipt.message_ids[0].body)
                # what was charged stays charged: the next receipt goes on from there
                again = self.receipt([self.late], [self.cash_value(500)], date="2026-03-17")
                self.assertEqual(again.interest_ids.mapped("amount"), [5])
                savepoint.rollback()
                self.env.invalidate_all()

    def test_kept_and_undone_by_hand(self):
        before = self.ledger_snapshot()
        receipt, operation = self._post(511.5)
        self._void(receipt, keep=True)
        operation.action_undo("2026-03-12", "Cortesía")
        self.assertEqual(operation.charge_ids.mapped("state"), ["freed"])
        self.assertRestored(before)

    def test_credited_unless_ticked(self):
        before = self.ledger_snapshot()
        receipt, operation = self._post()
        self.assertTrue(self._void(receipt, keep=False))
        self.assertEqual(operation.state, "undone")
        self.assertRestored(before)

    def test_interest_on_the_payment_goes_with_it(self):
        """On what was collected, or up to the date of a cheque: there is nothing to ask."""
        self.policy.base = "collected"
        receipt, operation = self._post()
        self.assertFalse(self._void(receipt, keep=True))
        self.assertEqual(operation.state, "undone")
        self.policy.write({"base": "balance", "days_by": "values"})
        receipt = self.receipt([self.late], checks=[self.check(500)], date="2026-02-15")
        receipt.check_ids.payment_date = "2026-03-02"
        receipt.action_post()
        self.assertEqual(receipt.charge_operation_ids.move_ids.amount_untaxed, 10)
        self.assertFalse(self._void(receipt, keep=True))
        self.assertEqual(receipt.charge_operation_ids.state, "undone")

    def test_nothing_to_ask(self):
        self.company.cobranzas_interest_at_receipt = "never"
        receipt, _operation = self._post()
        self.assertFalse(self._void(receipt, keep=True))
