"""Small balances and decimals of balances, written off (OPS-12)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.operations import OperationsCommon


@tagged("post_install", "-at_install")
class TestSmallBalances(OperationsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_adjustment_accounts()
        cls.company.cobranzas_small_balance_max = 5

    def left(self, amount, left, **kw):
        """An invoice, or a credit, of which ``left`` was left by a receipt or an application."""
        item = self.invoice(amount, **kw)
        currency = item.currency_id
        paid = {"currency_id": currency.id, "partner_id": item.partner_id.id}
        if item.amount_currency > 0:
            part = self.cash_value(amount - left, currency_id=currency.id)
            self.receipt([(item, amount - left)], [part], **paid).action_post()
        else:
            debt = self.invoice(amount - left, currency=currency)
            self.operation("application", [debt, item], confirm=True)
        return item

    def write_off(self, items, kind="small_balance", **kw):
        return self.operation(kind, items, **{"reason": "Month end", **kw})

    def test_debt_and_credit(self):
        debt, credit = self.left(100, 3), self.left(50, 2, move_type="out_refund")
        before = self.ledger_snapshot()
        done = self.write_off([debt, credit], confirm=True)
        self.assertLedger(
            done.move_ids,
            """
            Account Receivable | Almacén El Ceibo | 0.00 | 3.00 | 0.00
            Account Receivable | Almacén El Ceibo | 2.00 | 0.00 | 0.00
            Adjustments Down | Almacén El Ceibo | 3.00 | 0.00 | 0.00
            Adjustments Up | Almacén El Ceibo | 0.00 | 2.00 | 0.00
            """,
        )
        self.assertTrue(debt.reconciled and credit.reconciled)
        self.assertUndoes(done, before)

    def test_foreign_by_what_is_booked(self):
        euro = self.make_rates({"2026-01-01": 0.5})
        debt = self.left(100, 2, currency=euro)
        before = self.ledger_snapshot()
        done = self.write_off([debt], confirm=True)
        self.assertLedger(
            done.move_ids,
            """
            Account Receivable | Almacén El Ceibo | 0.00 | 4.00 | 0.00
            Adjustments Down | Almacén El Ceibo | 4.00 | 0.00 | 0.00
            """,
        )
        self.assertUndoes(done, before)
        big = self.left(100, 3, currency=euro)
        with self.assertRaisesRegex(UserError, "6.00.* left: more than the .*5.00"):
            self.write_off([big]).action_confirm()

    def test_refusals(self):
        with self.assertRaisesRegex(UserError, "Nothing of .* has been paid"):
            self.write_off([self.invoice(3)]).action_confirm()
        debt = self.left(100, 3)
        with self.assertRaisesRegex(UserError, "whole or not at all"):
            self.write_off([(debt, 1)]).action_confirm()
        with self.assertRaisesRegex(UserError, "needs a reason"):
            self.write_off([debt], reason=" ").action_confirm()
        self.company.cobranzas_small_balance_days = 60
        with self.assertRaisesRegex(UserError, "younger than 60 days"):
            self.write_off([debt]).action_confirm()
        self.company.cobranzas_small_balance_max = 0
        with self.assertRaisesRegex(UserError, "limit of small balances"):
            self.write_off([debt]).action_confirm()

    def test_rounding_takes_the_decimals(self):
        self.allow_rounding(0.5)
        debt, credit = self.invoice(100.37), self.invoice(20.25, move_type="out_refund")
        before = self.ledger_snapshot()
        done = self.write_off([debt, credit], kind="rounding", confirm=True)
        self.assertLedger(
            done.move_ids,
            """
            Account Receivable | Almacén El Ceibo | 0.00 | 0.37 | 0.00
            Account Receivable | Almacén El Ceibo | 0.25 | 0.00 | 0.00
            Rounding Loss | Almacén El Ceibo | 0.37 | 0.00 | 0.00
            Rounding Gain | Almacén El Ceibo | 0.00 | 0.25 | 0.00
            """,
        )
        self.assertEqual((debt.amount_residual, credit.amount_residual), (100, -20))
        self.assertEqual(sorted(done.line_ids.mapped("amount")), [-0.25, 0.37])
        self.assertUndoes(done, before)

    ROUNDED = (
        # direction, of 100.37 and -20.75: what is left of them, the items made, what is booked
        (
            "up",
            [100, -20, 1, -1],
            """
            Account Receivable | Almacén El Ceibo | 0.00 | 0.37 | 0.00
            Account Receivable | Almacén El Ceibo | 0.75 | 0.00 | 0.00
            Account Receivable | Almacén El Ceibo | 1.00 | 0.00 | 1.00
            Account Receivable | Almacén El Ceibo | 0.00 | 1.00 | -1.00
            Rounding Gain | Almacén El Ceibo | 0.00 | 0.63 | 0.00
            Rounding Loss | Almacén El Ceibo | 0.25 | 0.00 | 0.00
            """,
        ),
        (
            "nearest",
            [100, -20, -1],
            """
            Account Receivable | Almacén El Ceibo | 0.00 | 0.37 | 0.00
            Account Receivable | Almacén El Ceibo | 0.75 | 0.00 | 0.00
            Account Receivable | Almacén El Ceibo | 0.00 | 1.00 | -1.00
            Rounding Loss | Almacén El Ceibo | 0.62 | 0.00 | 0.00
            """,
        ),
        (
            "down",
            [100, -20],
            """
            Account Receivable | Almacén El Ceibo | 0.00 | 0.37 | 0.00
            Account Receivable | Almacén El Ceibo | 0.75 | 0.00 | 0.00
            Rounding Loss | Almacén El Ceibo | 0.37 | 0.00 | 0.00
            Rounding Gain | Almacén El Ceibo | 0.00 | 0.75 | 0.00
            """,
        ),
    )

    def test_rounding_in_each_direction(self):
        """What makes a document grow is an item of its own: a posted one never grows."""
        self.allow_rounding(0.8)
        for direction, left, table in self.ROUNDED:
            with self.subTest(direction=direction):
                debt = self.invoice(100.37, due="2026-03-15")
                credit = self.invoice(20.75, move_type="out_refund")
                before = self.ledger_snapshot()
                done = self.write_off(
                    [debt, credit], kind="rounding", rounding_direction=direction, confirm=True
                )
                self.assertLedger(done.move_ids, table)
                made = done.result_ids.sorted(lambda item: -item.balance)
                self.assertEqual((debt | credit | made).mapped("amount_residual"), left)
                for item in made.filtered(lambda item: item.balance > 0):
                    self.assertEqual(item.date_maturity, self.day("2026-03-15"))
                self.assertUndoes(done, before)

    def test_rounding_up_in_foreign_currency_at_the_rate_of_the_document(self):
        self.allow_rounding(2)
        euro = self.make_rates({"2026-01-01": 0.5, "2026-02-01": 0.25})
        debt = self.invoice(10.25, currency=euro)
        before = self.ledger_snapshot()
        done = self.write_off([debt], kind="rounding", rounding_direction="up", confirm=True)
        self.assertLedger(
            done.move_ids,
            """
            Account Receivable | Almacén El Ceibo | 0.00 | 0.50 | 0.00
            Account Receivable | Almacén El Ceibo | 2.00 | 0.00 | 2.00
            Rounding Gain | Almacén El Ceibo | 0.00 | 1.50 | 0.00
            """,
        )
        self.assertFalse(done.partial_ids.exchange_move_id)
        items = debt | done.result_ids
        self.assertEqual(items.mapped("amount_residual_currency"), [10, 1])
        self.assertUndoes(done, before)

    def test_rounding_up_of_less_than_a_unit_and_to_another_unit(self):
        self.allow_rounding(5)
        less, more = self.invoice(0.4), self.invoice(103)
        done = self.write_off(
            [less, more],
            kind="rounding",
            rounding_direction="up",
            rounding_unit=5,
            confirm=True,
        )
        self.assertEqual((less | more).mapped("amount_residual"), [0, 100])
        self.assertEqual(done.result_ids.mapped("amount_residual"), [5, 5])
        found = self.env["cobranzas.open.item"].search(
            [("move_line_id", "in", done.result_ids.ids)]
        )
        self.assertEqual(set(found.mapped("kind")), {"rounding"})

    def test_rounding_up_within_the_tolerance(self):
        self.allow_rounding(0.5)
        near, far = self.invoice(100.5), self.invoice(100.49)
        self.write_off([near], kind="rounding", rounding_direction="up", confirm=True)
        with self.assertRaisesRegex(UserError, "grow by .*0.51.*more than the rounding tolerance"):
            self.write_off([far], kind="rounding", rounding_direction="up").action_confirm()

    def test_rounding_of_a_customer_leaves_out_what_is_above_the_tolerance(self):
        self.allow_rounding(0.5)
        below, above = self.invoice(100.5), self.invoice(100.51)
        self.write_off([], kind="rounding", partner_id=self.customer.id, confirm=True)
        self.assertEqual((below.amount_residual, above.amount_residual), (100, 100.51))
        with self.assertRaisesRegex(UserError, "0.51.*more than the rounding tolerance"):
            self.write_off([above], kind="rounding").action_confirm()
        with self.assertRaisesRegex(UserError, "no decimals"):
            self.write_off([below], kind="rounding").action_confirm()
