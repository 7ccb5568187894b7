"""Merge of debts, grouping of advances: several items become one (OPS-13, OPS-03)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.operations import OperationsCommon


@tagged("post_install", "-at_install")
class TestMerge(OperationsCommon):
    def test_debts_partly_paid(self):
        first = self.invoice(1000, due="2026-03-10")
        second = self.invoice(500, due="2026-02-20")
        self.receipt([(first, 300)], [self.cash_value(300)]).action_post()
        before = self.ledger_snapshot()
        done = self.operation("merge", [first, (second, 200)], confirm=True)
        self.assertLedger(
            done.move_ids,
            """
            Account Receivable | Almacén El Ceibo | 900.00 | 0.00 | 900.00
            Account Receivable | Almacén El Ceibo | 0.00 | 700.00 | 0.00
            Account Receivable | Almacén El Ceibo | 0.00 | 200.00 | 0.00
            """,
        )
        self.assertEqual(str(done.result_ids.date_maturity), "2026-02-20")
        self.assertEqual((done.name, second.amount_residual), ("UNI-00001", 300))
        self.assertUndoes(done, before)

    def test_due_date_chosen(self):
        items = [self.invoice(100), self.invoice(200)]
        draft = self.operation("merge", items, date_due="2026-05-31")
        self.assertFalse(draft.refusal)
        self.assertIn("300.00", draft.preview)
        draft.action_confirm()
        self.assertEqual(str(draft.result_ids.date_maturity), "2026-05-31")

    def test_foreign_debts_keep_their_rates(self):
        euro = self.make_rates({"2026-01-01": 0.5, "2026-01-15": 0.25})
        items = [self.invoice(100, currency=euro)]
        items.append(self.invoice(10, date="2026-01-20", currency=euro))
        before = self.ledger_snapshot()
        done = self.operation("merge", items, confirm=True)
        self.assertEqual(done.result_ids.amount_residual_currency, 110)
        self.assertEqual(done.result_ids.amount_residual, 240)
        self.assertFalse(done.partial_ids.exchange_move_id)
        self.assertUndoes(done, before)

    def test_advances(self):
        advances = [self.invoice(amount, move_type="out_refund") for amount in (300, 200)]
        before = self.ledger_snapshot()
        done = self.operation("advance_grouping", advances, confirm=True)
        self.assertLedger(
            done.move_ids,
            """
            Account Receivable | Almacén El Ceibo | 0.00 | 500.00 | -500.00
            Account Receivable | Almacén El Ceibo | 300.00 | 0.00 | 0.00
            Account Receivable | Almacén El Ceibo | 200.00 | 0.00 | 0.00
            """,
        )
        item = self.env["cobranzas.open.item"].search([("move_line_id", "=", done.result_ids.id)])
        self.assertEqual((item.kind, item.name), ("advance_grouping", "DAN-00001"))
        self.assertUndoes(done, before)

    def test_refusals(self):
        euro = self.make_rates({"2026-01-01": 0.5})
        invoice, credit = self.invoice(1000), self.invoice(70, move_type="out_refund")
        other = self.invoice(5, partner=self.other_customer)
        done = self.operation("merge", [self.invoice(1), self.invoice(2)], confirm=True)
        moved = self.receivable.copy({"name": "Documents", "code": "DOCS"})
        self.customer.property_account_receivable_id = moved
        elsewhere = self.invoice(8)
        cases = [
            ("merge", [invoice], "at least two"),
            ("merge", [], "Choose what"),
            ("merge", [invoice, self.invoice(5, currency=euro)], "one currency"),
            ("merge", [invoice, elsewhere], "one account"),
            ("merge", [invoice, credit], "can't be taken"),
            ("merge", [invoice, other], "can't be taken"),
            ("advance_grouping", [], "can't bring in money"),
            ("advance_grouping", [credit], "at least two"),
            ("advance_grouping", [credit, invoice], "can't be taken"),
        ]
        for kind, items, sentence in cases:
            with self.subTest(sentence), self.assertRaisesRegex(UserError, sentence):
                self.operation(kind, items, partner_id=self.customer.id).action_confirm()
        self.assertEqual(done.state, "done")
