"""Notes of a receipt paid elsewhere, undone by hand, waived, charged again, awaiting approval."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..lib.charges import ChargesCommon


@tagged("post_install", "-at_install")
class TestReceiptChargeUndo(ChargesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.bear_interest()
        cls.late = cls.invoice(500, due="2026-01-31")

    def _charged(self, received=500):
        """A posted receipt, and its operation of interest: 10.00 and 1.50 of tax."""
        receipt = self.receipt([self.late], [self.cash_value(received)], date="2026-03-02")
        receipt.interest_ids.is_collected = received > 500
        receipt.action_post()
        return receipt, receipt.charge_operation_ids

    def test_a_note_paid_elsewhere_keeps_its_receipt(self):
        before = self.ledger_snapshot()
        receipt, operation = self._charged()
        later = self.receipt([operation.result_ids], [self.cash_value(11.5)], date="2026-03-05")
        later.action_post()
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            receipt.action_void("2026-03-10", "test")
        self.assertEqual(
            caught.exception.args[0],
            f"{receipt.display_name} brought {operation.move_ids.display_name}, which "
            f"{later.display_name} pays: undo that first.",
        )
        self.env.invalidate_all()
        self.assertEqual((receipt.state, operation.state), ("posted", "done"))
        later.action_void("2026-03-10", "test")
        receipt.action_void("2026-03-10", "test")
        self.assertRestored(before)

    def test_a_note_paid_by_core_keeps_its_receipt(self):
        receipt, operation = self._charged()
        note = operation.move_ids
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=note.ids
        )
        payment = wizard.create({"payment_date": "2026-03-05"})._create_payments()
        message = f"which {payment.move_id.display_name or payment.display_name} pays"
        with self.assertRaisesRegex(UserError, message.replace("(", r"\(").replace(")", r"\)")):
            receipt.action_void("2026-03-10", "test")

    def test_a_note_undone_by_hand(self):
        """An open note is undone by itself; its receipt is voided after it all the same."""
        before = self.ledger_snapshot()
        receipt, operation = self._charged()
        operation.action_undo("2026-03-05", "test")
        self.assertEqual(operation.charge_ids.mapped("state"), ["freed"])
        receipt.action_void("2026-03-10", "test")
        self.assertEqual(operation.move_ids.mapped("amount_residual"), [0, 0])
        self.assertRestored(before)

    def test_a_collected_note_is_not_undone_under_its_receipt(self):
        receipt, operation = self._charged(511.5)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            operation.action_undo("2026-03-05", "test")
        self.env.invalidate_all()
        self.assertEqual((receipt.state, operation.state), ("posted", "done"))

    def test_charged_again_after_void(self):
        receipt, operation = self._charged()
        receipt.action_void("2026-03-10", "test")
        again, second = self._charged(511.5)
        self.assertEqual(again.interest_ids.mapped("amount"), [10])
        self.assertEqual(operation.charge_ids.mapped("state"), ["freed"])
        self.assertEqual(second.charge_ids.mapped("state"), ["charged"])
        self.assertEqual(second.move_ids.amount_residual, 0)

    def test_waived_and_reinstated(self):
        receipt, operation = self._charged()
        charge = operation.charge_ids
        with self.assertRaisesRegex(UserError, "undo the operation"):
            charge.action_waive("Cortesía")
        receipt.action_void("2026-03-10", "test")
        for reason in (None, "", "  ", False):
            with self.subTest(reason=reason), self.assertRaises(UserError):
                charge.action_waive(reason)
        charge.action_waive("Cortesía")
        self.assertEqual((charge.state, charge.reason), ("waived", "Cortesía"))
        self.assertEqual(charge.decided_by, self.env.user)
        self.assertFalse(self._propose())
        with self.assertRaises(UserError):
            charge.action_waive("otra vez")
        charge.action_reinstate("Fue un error")
        self.assertEqual((charge.state, charge.reason), ("freed", "Fue un error"))
        self.assertEqual(self._propose(), [10])
        with self.assertRaises(UserError):
            charge.action_reinstate("otra vez")

    def _propose(self):
        receipt = self.receipt([self.late], [self.cash_value(500)], date="2026-03-02")
        return receipt.interest_ids.mapped("amount")

    def test_who_waives(self):
        receipt, operation = self._charged()
        receipt.action_void("2026-03-10", "test")
        for role, may in (("collector", 0), ("cashier", 0), ("accountant", 1), ("manager", 1)):
            user = self.make_user(f"{role}.waive", f"l10n_cobranzas.group_cobranzas_{role}")
            charge = operation.charge_ids.with_user(user)
            with self.subTest(role=role):
                for call in (charge.action_waive, charge.action_reinstate):
                    if may:
                        call("Cortesía")
                    else:
                        with self.assertRaises(AccessError), self.env.cr.savepoint():
                            call("Cortesía")
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    charge.write({"state": "waived"})

    def test_a_note_waiting_for_approval_is_collected_later(self):
        """The receipt posts; what was received for the note stays on account, and it says so."""
        before = self.ledger_snapshot()
        moves = type(self.env["account.move"])
        waits = patch.object(
            moves,
            "_cobranzas_awaits_approval",
            lambda move: move.move_type == "out_invoice" and move != self.late.move_id,
        )
        receipt = self.receipt([self.late], [self.cash_value(511.5)], date="2026-03-02")
        receipt.interest_ids.is_collected = True
        self.assertEqual(receipt.amount_difference, 0)
        with waits:
            receipt.action_post()
        operation = receipt.charge_operation_ids
        self.assertEqual((receipt.state, operation.state), ("posted", "done"))
        self.assertEqual(operation.result_ids.amount_residual, 11.5)
        self.assertEqual(self.late.amount_residual, 0)
        self.assertEqual(receipt.amount_on_account, 11.5)
        told = [str(body) for body in receipt.message_ids.mapped("body")]
        note = operation.move_ids.display_name
        self.assertTrue(any(note in body and "stays on account" in body for body in told), told)
        receipt.action_void("2026-03-10", "test")
        self.assertRestored(before)
