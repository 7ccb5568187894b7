"""Tax on top of exchange differences: the document closes, the tax is owed (CHG-01, X-07)."""

from odoo.tests import tagged

from ..lib.charges import ChargesCommon


@tagged("post_install", "-at_install")
class TestExchangeTax(ChargesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.usd = cls.make_rates(
            {"2026-01-01": 1 / 1000, "2026-02-01": 1 / 1100, "2026-03-01": 1 / 900}
        )
        cls.customer.with_company(cls.company).cobranzas_clause_currency_id = cls.usd
        cls.tax.amount = 21
        cls.company.cobranzas_exchange_tax = "top"
        cls.dollars = cls.taxed_invoice(1210, currency=cls.usd)

    def collect(self, received, date):
        receipt = self.receipt([self.dollars], [self.cash_value(received)], date=date)
        self.assertEqual(receipt.amount_difference, 0)
        receipt.action_post()
        self.assertFalse(receipt.partial_ids.exchange_move_id)
        self.assertEqual(self.dollars.move_id.payment_state, "paid")
        return receipt

    def test_x07_debit_note(self):
        before = self.ledger_snapshot()
        receipt = self.collect(1331000, "2026-02-01")
        self.assertEqual(
            [(row.amount, row.amount_total) for row in receipt.exchange_ids], [(121000, 146410)]
        )
        note = receipt.charge_operation_ids.move_ids
        self.assertEqual(
            (note.move_type, note.amount_untaxed, note.amount_tax, note.amount_residual),
            ("out_invoice", 121000, 25410, 25410),
        )
        later = self.receipt([self.item(note)], [self.cash_value(25410)], date="2026-02-05")
        self.assertFalse(later.exchange_ids)
        later.action_post()
        self.assertEqual(note.payment_state, "paid")
        later.action_void("2026-02-10", "test")
        receipt.action_void("2026-02-10", "test")
        self.assertRestored(before)

    def test_x07_credit_note(self):
        before = self.ledger_snapshot()
        receipt = self.collect(1089000, "2026-03-01")
        self.assertEqual(
            [(row.amount, row.amount_total) for row in receipt.exchange_ids], [(-121000, -146410)]
        )
        note = receipt.charge_operation_ids.move_ids
        self.assertEqual(
            (note.move_type, note.amount_untaxed, note.amount_tax, note.amount_residual),
            ("out_refund", 121000, 25410, 25410),
        )
        receipt.action_void("2026-03-10", "test")
        self.assertRestored(before)

    def test_noted_later(self):
        before = self.ledger_snapshot()
        draft = self.receipt([self.dollars], [self.cash_value(1331000)])
        draft.exchange_ids.is_selected = False
        self.assertEqual(draft.amount_difference, 0)
        draft.action_post()
        waiting = draft.charge_operation_ids.result_ids
        note = self.operation("exchange_note", [waiting], confirm=True)
        self.assertEqual(
            (waiting.amount_residual, note.move_ids.amount_total, note.move_ids.amount_residual),
            (0, 146410, 25410),
        )
        note.action_undo("2026-02-10", "test")
        draft.action_void("2026-02-10", "test")
        self.assertRestored(before)

    def test_one_tax_of_the_setting(self):
        """Whatever the document's own taxes were."""
        self.company.cobranzas_charge_taxes = "one"
        self.company.cobranzas_charge_tax_id = self.tax.copy({"amount": 10.5, "name": "10.5"})
        receipt = self.collect(1331000, "2026-02-01")
        note = receipt.charge_operation_ids.move_ids
        self.assertEqual((note.amount_untaxed, note.amount_tax), (121000, 12705))
