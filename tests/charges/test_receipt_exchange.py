"""Exchange differences at the receipt: noted, or waiting for it, and counted once (CHG-01)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.charges import ChargesCommon


@tagged("post_install", "-at_install")
class TestReceiptExchange(ChargesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.usd = cls.make_rates(
            {"2026-01-01": 1 / 1000, "2026-02-01": 1 / 1100, "2026-03-01": 1 / 900}
        )
        cls.customer.with_company(cls.company).cobranzas_clause_currency_id = cls.usd
        cls.tax.amount = 21
        cls.dollars = cls.taxed_invoice(1210, currency=cls.usd)

    def collect(self, lines, received, date="2026-02-01", **kw):
        receipt = self.receipt(lines, [self.cash_value(received)], date=date, **kw)
        self.assertEqual(receipt.amount_difference, 0)
        receipt.action_post()
        self.assertFalse(receipt.partial_ids.exchange_move_id)
        return receipt

    def test_x01_debit_note(self):
        before = self.ledger_snapshot()
        receipt = self.collect([self.dollars], 1331000)
        note = receipt.charge_operation_ids.move_ids
        self.assertEqual(
            (note.move_type, note.amount_untaxed, note.amount_tax),
            ("out_invoice", 100000, 21000),
        )
        self.assertEqual((note.payment_state, self.dollars.move_id.payment_state), ("paid",) * 2)
        receipt.action_void("2026-02-10", "test")
        self.assertRestored(before)
        with self.assertRaisesRegex(UserError, "can't be waived"):
            receipt.charge_operation_ids.charge_ids.action_waive("test")

    def test_x02_credit_note(self):
        before = self.ledger_snapshot()
        receipt = self.collect([self.dollars], 1089000, "2026-03-01")
        note = receipt.charge_operation_ids.move_ids
        self.assertEqual(
            (note.move_type, note.amount_untaxed, note.amount_tax),
            ("out_refund", 100000, 21000),
        )
        self.assertEqual((note.amount_residual, self.dollars.amount_residual), (0, 0))
        self.assertEqual(self.dollars.move_id.payment_state, "paid")
        receipt.action_void("2026-03-10", "test")
        self.assertRestored(before)

    def test_x03_in_part(self):
        receipt = self.collect([(self.dollars, 500)], 550000)
        note = receipt.charge_operation_ids.move_ids
        self.assertEqual((note.amount_untaxed, note.amount_tax), (41322.31, 8677.69))
        self.assertEqual(
            (self.dollars.amount_residual_currency, self.dollars.amount_residual), (710, 710000)
        )

    def test_x08_no_note_at_the_same_rate(self):
        receipt = self.collect([self.dollars], 1210000, "2026-01-20")
        self.assertFalse(receipt.exchange_ids)

    def test_x09_document_in_pesos(self):
        document = self.taxed_invoice(1210000)
        self.dollars.move_id.button_draft()
        self.dollars.move_id.button_cancel()
        receipt = self.receipt([], [self.cash_value(500000)])
        receipt.action_propose()
        self.assertEqual(receipt.line_ids.amount, 454550)
        self.assertEqual((receipt.exchange_ids.amount, receipt.amount_difference), (45450, 0))
        receipt.action_post()
        note = receipt.charge_operation_ids.move_ids
        self.assertEqual((note.amount_untaxed, note.amount_tax), (37561.98, 7888.02))
        self.assertEqual(document.amount_residual, 755450)

    def test_later(self):
        before = self.ledger_snapshot()
        draft = self.receipt([self.dollars], [self.cash_value(1331000)])
        draft.exchange_ids.is_selected = False
        self.assertEqual(draft.amount_difference, 0)
        draft.action_post()
        self.assertFalse(draft.partial_ids.exchange_move_id)
        waiting = draft.charge_operation_ids.result_ids
        self.assertEqual((waiting.amount_residual, self.dollars.amount_residual), (-121000, 0))
        proposal = self.receipt([], [self.cash_value(1)])
        proposal.action_propose()
        self.assertFalse(proposal.line_ids)
        note = self.operation("exchange_note", [waiting], confirm=True)
        self.assertEqual(note.move_ids.amount_total, 121000)
        self.assertEqual((waiting.amount_residual, note.move_ids.amount_residual), (0, 0))
        note.action_undo("2026-02-10", "test")
        self.assertEqual(waiting.amount_residual, -121000)
        draft.action_void("2026-02-10", "test")
        self.assertRestored(before)

    def test_never_is_cores_own_difference(self):
        self.company.cobranzas_exchange_at_receipt = "never"
        receipt = self.receipt([self.dollars], [self.cash_value(1331000)])
        receipt.action_post()
        self.assertTrue(receipt.partial_ids.exchange_move_id)
        self.assertFalse(receipt.charge_operation_ids)
