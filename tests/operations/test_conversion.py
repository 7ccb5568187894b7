"""Conversion of documents to another currency at a stated rate (OPS-10)."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.operations import OperationsCommon


@tagged("post_install", "-at_install")
class TestConversion(OperationsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.make_rates({"2026-01-01": 0.001, "2026-02-01": 0.0008})
        cls.gain = cls.company.income_currency_exchange_account_id.name
        cls.loss = cls.company.expense_currency_exchange_account_id.name

    def convert(self, items, target, rate=None, **kw):
        kw |= {"rate": rate} if rate else {}
        return self.operation("conversion", items, to_currency_id=target.id, **kw)

    def test_to_the_currency_of_the_company(self):
        invoice = self.invoice(100, currency=self.euro, due="2026-03-10")
        before = self.ledger_snapshot()
        done = self.convert([invoice], self.company.currency_id, 1100, confirm=True)
        self.assertLedger(
            done.move_ids,
            f"""
            Account Receivable | Almacén El Ceibo | 110000.00 | 0.00 | 110000.00
            Account Receivable | Almacén El Ceibo | 0.00 | 100000.00 | 0.00
            {self.gain} | Almacén El Ceibo | 0.00 | 10000.00 | 0.00
            """,
        )
        made = done.result_ids
        self.assertEqual(made.currency_id, self.company.currency_id)
        self.assertEqual(made.date_maturity, self.day("2026-03-10"))
        self.assertFalse(done.partial_ids.exchange_move_id)
        self.assertUndoes(done, before)

    def test_credit_to_the_currency_of_the_company(self):
        credit = self.invoice(100, currency=self.euro, move_type="out_refund")
        before = self.ledger_snapshot()
        done = self.convert([(credit, -40)], self.company.currency_id, 1100, confirm=True)
        self.assertLedger(
            done.move_ids,
            f"""
            Account Receivable | Almacén El Ceibo | 0.00 | 44000.00 | -44000.00
            Account Receivable | Almacén El Ceibo | 40000.00 | 0.00 | 0.00
            {self.loss} | Almacén El Ceibo | 4000.00 | 0.00 | 0.00
            """,
        )
        self.assertEqual(credit.amount_residual_currency, -60)
        self.assertUndoes(done, before)

    def test_from_the_currency_of_the_company(self):
        invoice = self.invoice(110000)
        self.receipt([(invoice, 10000)], [self.cash_value(10000)]).action_post()
        before = self.ledger_snapshot()
        done = self.convert([invoice], self.euro, 1100, confirm=True)
        self.assertEqual(done.result_ids.amount_residual_currency, 90.91)
        self.assertEqual(done.result_ids.amount_residual, 100000)
        self.assertUndoes(done, before)

    def test_foreign_to_foreign_keeps_what_is_booked(self):
        yen = self.make_rates({"2026-01-01": 0.1}, code="JPY")
        invoice = self.invoice(100, currency=self.euro)
        before = self.ledger_snapshot()
        done = self.convert([invoice], yen, 8, confirm=True)
        self.assertEqual(
            (done.result_ids.amount_residual_currency, done.result_ids.amount_residual),
            (12500, 100000),
        )
        self.assertEqual(len(done.move_ids.line_ids), 2)
        self.assertUndoes(done, before)

    def test_rate_of_the_day_is_proposed(self):
        invoice = self.invoice(100, currency=self.euro)
        draft = self.convert([invoice], self.company.currency_id)
        self.assertAlmostEqual(draft.rate, 1250)
        self.assertAlmostEqual(self.convert([self.invoice(9)], self.euro).rate, 1250)
        draft.rate = 1100
        draft.line_ids = [Command.create({"move_line_id": self.invoice(1, currency=self.euro).id})]
        self.assertEqual(draft.rate, 1100, "a typed rate stays when a document is added")
        draft.date = "2026-01-31"
        self.assertAlmostEqual(draft.rate, 1000)

    def test_refusals(self):
        peso, euro_invoice = self.company.currency_id, self.invoice(100, currency=self.euro)
        with self.assertRaisesRegex(UserError, "already"):
            self.convert([self.invoice(100)], peso, 5).action_confirm()
        with self.assertRaisesRegex(UserError, "already"):
            self.convert([euro_invoice], self.euro, 5).action_confirm()
        yen = self.make_rates({"2026-01-01": 0.1}, code="JPY")
        mixed = [euro_invoice, self.invoice(1000, currency=yen)]
        with self.assertRaisesRegex(UserError, "several currencies"):
            self.convert(mixed, peso, 5).action_confirm()
        with self.assertRaisesRegex(UserError, "worth nothing"):
            self.convert([self.invoice(1)], self.euro, 1000).action_confirm()
        with self.assertRaisesRegex(UserError, "To Currency"):
            self.operation("conversion", [euro_invoice]).action_confirm()

    def test_preview(self):
        draft = self.convert(
            [self.invoice(100, currency=self.euro)], self.company.currency_id, 1100
        )
        self.assertFalse(draft.refusal)
        self.assertIn("110,000.00", draft.preview)
