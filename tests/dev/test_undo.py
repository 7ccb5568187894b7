"""The check of undone operations finds what an undo leaves behind."""

from odoo.tests import tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestUndoAssertions(CollectionsCommon):
    def setUp(self):
        super().setUp()
        self.debt = self.invoice(1000)

    def _posted(self):
        receipt = self.receipt([(self.debt, 400)], [self.cash_value(500)])
        receipt.action_post()
        return receipt

    def test_a_void_restores(self):
        with self.assertUndoRestores() as before:
            self._posted().action_void("2026-02-10", "Error")
        self.assertEqual(before.documents[self.debt.move_id][1:], ("not_paid", 1000))

    def _left_behind(self, sentence):
        return self.assertRaisesRegex(AssertionError, sentence)

    def test_what_was_not_undone(self):
        with self._left_behind("items that the undo does not restore"), self.assertUndoRestores():
            self._posted()

    def test_an_item_left_open(self):
        """Each balance is as it was, but of two items that nothing reconciles."""
        before = self.ledger_snapshot()
        move = self._posted().payment_ids.move_id
        self.invoice(30)
        with self._left_behind("items that the undo does not restore"):
            self.assertRestored(before)
        move.cobranzas_receipt_id.action_void("2026-02-10", "Error")
        with self._left_behind("accounts whose balance the undo changes"):
            self.assertRestored(before)
        self.invoice(30, move_type="out_refund")
        with self._left_behind("items of the operation that its undo leaves open"):
            self.assertRestored(before)

    def test_an_entry_without_mirror(self):
        before = self.ledger_snapshot()
        lost = self.invoice(30)
        credit = self.invoice(30, move_type="out_refund")
        (lost | credit).reconcile()
        with self._left_behind("entries of the operation without a mirror"):
            self.assertRestored(before)
