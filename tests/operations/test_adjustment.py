"""Adjustment of what a customer owes, up and down (OPS-02)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.operations import OperationsCommon


@tagged("post_install", "-at_install")
class TestAdjustment(OperationsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_adjustment_accounts()

    def adjust(self, amount, items=(), **kw):
        kw = {"reason": "Agreed by phone", "partner_id": self.customer.id, **kw}
        return self.operation("adjustment", items, amount=amount, **kw)

    def test_down_by_the_order_of_the_company(self):
        late = self.invoice(600, due="2026-04-01")
        soon = self.invoice(300, due="2026-03-01")
        draft = self.adjust(-500)
        before = self.ledger_snapshot()
        draft.action_confirm()
        self.assertLedger(
            draft.move_ids,
            """
            Account Receivable | Almacén El Ceibo | 0.00 | 300.00 | 0.00
            Account Receivable | Almacén El Ceibo | 0.00 | 200.00 | 0.00
            Adjustments Down | Almacén El Ceibo | 500.00 | 0.00 | 0.00
            """,
        )
        self.assertEqual((soon.amount_residual, late.amount_residual), (0, 400))
        self.assertEqual(draft.amount, -500)
        self.assertUndoes(draft, before)

    def test_down_on_a_chosen_foreign_document(self):
        euro = self.make_rates({"2026-01-01": 0.5, "2026-02-01": 0.25})
        self.invoice(100, currency=euro, due="2026-01-11")
        chosen = self.invoice(50, currency=euro, due="2026-03-01")
        self.receipt([(chosen, 20)], [self.cash_value(80)], date="2026-02-01").action_post()
        before = self.ledger_snapshot()
        done = self.adjust(-10, [chosen], currency_id=euro.id, confirm=True)
        self.assertLedger(
            done.move_ids,
            """
            Account Receivable | Almacén El Ceibo | 0.00 | 20.00 | 0.00
            Adjustments Down | Almacén El Ceibo | 20.00 | 0.00 | 0.00
            """,
        )
        self.assertEqual(chosen.amount_residual_currency, 20)
        self.assertFalse(done.partial_ids.exchange_move_id)
        self.assertUndoes(done, before)

    def test_up_without_document(self):
        before = self.ledger_snapshot()
        done = self.adjust(120.5, confirm=True)
        self.assertLedger(
            done.move_ids,
            """
            Account Receivable | Almacén El Ceibo | 120.50 | 0.00 | 120.50
            Adjustments Up | Almacén El Ceibo | 0.00 | 120.50 | 0.00
            """,
        )
        self.assertEqual(done.result_ids.amount_residual, 120.5)
        self.assertEqual(done.result_ids.date_maturity, self.day("2026-02-01"))
        item = self.env["cobranzas.open.item"].search([("move_line_id", "=", done.result_ids.id)])
        self.assertEqual((item.kind, item.residual), ("adjustment", 120.5))
        self.assertUndoes(done, before)

    def test_up_on_chosen_documents_keeps_their_dates(self):
        first = self.invoice(100, due="2026-03-01")
        second = self.invoice(200, due="2026-04-01")
        done = self.adjust(100, [first, second], confirm=True)
        self.assertEqual(
            [(item.date_maturity, item.amount_residual) for item in done.result_ids.sorted("id")],
            [(self.day("2026-03-01"), 33.33), (self.day("2026-04-01"), 66.67)],
        )
        self.assertEqual(done.move_ids.cobranzas_origin_ids, (first | second).move_id)

    def test_down_beyond_what_is_owed(self):
        self.invoice(900)
        with self.assertRaisesRegex(
            UserError,
            "Customer owes .*900.00.*: an adjustment of −.*1,000.00.* leaves a credit; use an adv",
        ):
            self.adjust(-1000).action_confirm()

    def test_refusals(self):
        invoice = self.invoice(900)
        with self.assertRaisesRegex(UserError, "needs a reason"):
            self.adjust(-100, reason="").action_confirm()
        with self.assertRaisesRegex(UserError, "Say how much"):
            self.adjust(0).action_confirm()
        euro = self.make_rates({"2026-01-01": 0.5})
        foreign = self.invoice(100, currency=euro)
        with self.assertRaisesRegex(UserError, "not all in"):
            self.adjust(-100, [invoice, foreign]).action_confirm()
        self.company.cobranzas_adjustment_loss_account_id = False
        with self.assertRaisesRegex(UserError, "Account for Adjustments Down"):
            self.adjust(-100).action_confirm()

    def test_preview_is_what_is_booked(self):
        self.invoice(900)
        draft = self.adjust(-100)
        self.assertFalse(draft.refusal)
        self.assertIn("800.00", draft.preview)
        self.assertIn("Adjustments Down", draft.preview)
