"""Allocations by hand across customers and currencies, and with 200 documents (REC-04)."""

import time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.allocations import AllocationsCommon


@tagged("post_install", "-at_install")
class TestReceiptAllocationsAcross(AllocationsCommon):
    """By hand over groups and currencies (REC-11, REC-12)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.members = cls.env["res.partner"].create(
            [{"name": f"Sucursal {number}"} for number in range(1, 3)]
        )
        cls.group = cls.env["cobranzas.debtor.group"].create(
            {
                "name": "Grupo Los Alerces",
                "member_ids": [
                    Command.create({"partner_id": partner.id})
                    for partner in cls.customer | cls.members
                ],
            }
        )
        cls.usd = cls.env["res.currency"].create({"name": "XUS", "symbol": "U", "rounding": 0.01})
        cls.env["res.currency.rate"].create(
            {"name": "2026-01-01", "inverse_company_rate": 1200.33, "currency_id": cls.usd.id}
        )

    def test_a_credit_crosses_to_the_member_chosen(self):
        """Automatically it would pay its own customer's debt, and no entry be needed."""
        credit = self.invoice(80, partner=self.members[0], move_type="out_refund")
        own = self.invoice(80, partner=self.members[0])
        other = self.invoice(100, partner=self.members[1])
        ledger = self.ledger_snapshot()
        receipt = self.receipt([credit, own, other], [self.cash_value(100)], allocate_by_group=True)
        cash = receipt.value_ids
        self._allocate(receipt, (credit, other, 80), (cash, other, 20), (cash, own, 80))
        receipt.action_post()
        self.assertLedger(
            receipt.move_ids - receipt.payment_ids.move_id,
            f"""
            {self.receivable.name} | Sucursal 1 | 80.00 | 0.00 | 0.00
            {self.receivable.name} | Sucursal 2 | 0.00 | 80.00 | 0.00
            """,
        )
        self.assertFalse(any((credit | own | other).mapped("amount_residual")))
        receipt.action_void("2026-02-10", "Error")
        self.assertRestored(ledger)

    def test_a_credit_split_between_its_own_and_another(self):
        credit = self.invoice(80, partner=self.members[0], move_type="out_refund")
        own = self.invoice(50, partner=self.members[0])
        other = self.invoice(100, partner=self.members[1])
        receipt = self.receipt([credit, own, other], [self.cash_value(70)], allocate_by_group=True)
        cash = receipt.value_ids
        self._allocate(
            receipt, (credit, own, 10), (credit, other, 70), (cash, own, 40), (cash, other, 30)
        )
        receipt.action_post()
        self.assertFalse(any((credit | own | other).mapped("amount_residual")))
        self.assertEqual(self._partials(receipt)[credit.move_id, own], 10)

    def test_a_credit_may_not_leave_its_customer(self):
        self.group.allocate_across = False
        credit = self.invoice(80, partner=self.members[0], move_type="out_refund")
        own = self.invoice(80, partner=self.members[0])
        other = self.invoice(100, partner=self.members[1])
        receipt = self.receipt([credit, own, other], [self.cash_value(100)], allocate_by_group=True)
        cash = receipt.value_ids
        with self.assertRaisesRegex(UserError, r"Credit RINV/\S+ can't pay INV/\S+"):
            self._allocate(receipt, (credit, other, 80), (cash, other, 20), (cash, own, 80))

    def test_a_dollar_paid_by_two_values_in_pesos(self):
        """Half of a cent of a dollar is told apart: each value is spent to its last cent."""
        item = self.invoice(100, currency=self.usd)
        values = [self.cash_value(60016), self.transfer_value(60017)]
        ledger = self.ledger_snapshot()
        receipt = self.receipt([item], values)
        cash, bank = receipt.value_ids
        self._allocate(receipt, (cash, item, 50), (bank, item, 50))
        self.assertFalse(receipt.allocation_warning)
        receipt.action_post()
        self.assertEqual(item.amount_residual_currency, 0)
        self.assertFalse(any(receipt._get_receivable_items().mapped("amount_residual")))
        self.assertEqual([value.payment_id.amount for value in (cash, bank)], [60016, 60017])
        receipt.action_void("2026-02-10", "Error")
        self.assertRestored(ledger)

    def test_dollars_pay_pesos_and_dollars(self):
        dollars = self.invoice(10, currency=self.usd)
        pesos = self.invoice(12003.30)
        values = [
            self.cash_value(12003.30),
            self.transfer_value(10, currency_id=self.usd.id),
        ]
        receipt = self.receipt([dollars, pesos], values)
        cash, bank = receipt.value_ids
        self.assertEqual(receipt.amount_difference, 0)
        self._allocate(receipt, (bank, pesos, 12003.30), (cash, dollars, 10))
        receipt.action_post()
        self.assertFalse(any((dollars | pesos).mapped("amount_residual_currency")))
        self.assertFalse(any(receipt._get_receivable_items().mapped("amount_residual")))

    def test_the_automatic_plan_saved_by_hand(self):
        """Whatever the currencies, what the plan decides can be saved and booked alike."""
        table = [
            ([(7.77, True), (15000, False)], [(9000.01, False), (11.13, True)]),
            ([(100, True), (33.33, True), (0.07, True)], [(160103.17, False), (12.34, False)]),
            ([(31337.31, False), (5, True)], [(20, True), (11.11, True)]),
        ]
        for documents, received in table:
            with self.subTest(documents=documents):
                items = self.env["account.move.line"]
                for amount, foreign in documents:
                    items |= self.invoice(amount, currency=self.usd if foreign else None)
                receipts = self.env["cobranzas.receipt"]
                for _turn in range(2):
                    values = [
                        self.cash_value(n, **({"currency_id": self.usd.id} if foreign else {}))
                        for n, foreign in received
                    ]
                    receipts |= self.receipt(items, values)
                automatic, by_hand = receipts
                by_hand.save_allocations(by_hand.get_allocation_tree()["rows"])
                self.assertFalse(by_hand.allocation_warning)
                plans = [receipt._prepare_plan() for receipt in receipts]
                spread = [
                    [
                        [
                            (share.debt.move_line_id, share.amount, share.debt_amount)
                            for share in plan.get_shares(source)
                        ]
                        for source in plan.funds
                    ]
                    for plan in plans
                ]
                self.assertEqual(*spread)
                self.assertEqual(*(list(plan.left.values()) for plan in plans))
                receipts.unlink()


@tagged("post_install", "-at_install")
class TestReceiptAllocationsLarge(AllocationsCommon):
    """200 documents and 10 sources: a few queries, whatever their number."""

    def test_many(self):
        moves = self.env["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": self.customer.id,
                    "invoice_date": "2026-01-10",
                    "invoice_payment_term_id": False,
                    "invoice_line_ids": [
                        Command.create(
                            {"name": "x", "price_unit": 100, "tax_ids": [Command.clear()]}
                        )
                    ],
                }
                for _n in range(200)
            ]
        )
        moves.action_post()
        items = self.item(moves)
        receipt = self.receipt(items, [self.cash_value(2000) for _n in range(10)])
        rows = [
            {"source": f"cobranzas.receipt.value,{value.id}", "document": line.id, "amount": 10}
            for line in receipt.line_ids
            for value in receipt.value_ids
        ]
        self.env.flush_all()
        for work, queries, seconds in (
            (lambda: receipt.get_allocation_tree(), 25, 2),
            (lambda: receipt.save_allocations(rows), 45, 6),
            (lambda: receipt.get_allocation_tree(), 25, 3),
        ):
            self.env.invalidate_all()
            asked, start = self.env.cr.sql_log_count, time.perf_counter()
            work()
            self.env.flush_all()
            asked, spent = self.env.cr.sql_log_count - asked, time.perf_counter() - start
            self.assertLessEqual(asked, queries)
            self.assertLess(spent, seconds)
