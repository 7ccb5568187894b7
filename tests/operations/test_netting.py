"""Netting of what a partner owes and is owed (OPS-13)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.operations import OperationsCommon


@tagged("post_install", "-at_install")
class TestNetting(OperationsCommon):
    @classmethod
    def bill(cls, amount, due=None, **kw):
        """A posted vendor bill; returns its payable item."""
        move = cls.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": cls.customer.id,
                "invoice_date": "2026-01-10",
                "date": "2026-01-10",
                "invoice_date_due": due or "2026-01-10",
                "invoice_payment_term_id": False,
                "company_id": cls.company.id,
                "invoice_line_ids": [
                    (0, 0, {"name": "Flete", "price_unit": amount, "tax_ids": [(5,)]})
                ],
                **kw,
            }
        )
        move.action_post()
        return move.line_ids.filtered(lambda i: i.account_id.account_type == "liability_payable")

    def test_both_sides_in_order_of_due(self):
        late, soon = self.invoice(600, due="2026-04-01"), self.invoice(300, due="2026-03-01")
        bill, first = self.bill(400, due="2026-04-01"), self.bill(100, due="2026-03-01")
        before = self.ledger_snapshot()
        done = self.operation("netting", partner_id=self.customer.id, confirm=True)
        self.assertLedger(
            done.move_ids,
            """
            Account Receivable | Almacén El Ceibo | 0.00 | 300.00 | 0.00
            Account Receivable | Almacén El Ceibo | 0.00 | 200.00 | 0.00
            Account Payable | Almacén El Ceibo | 100.00 | 0.00 | 0.00
            Account Payable | Almacén El Ceibo | 400.00 | 0.00 | 0.00
            """,
        )
        self.assertEqual((soon.amount_residual, late.amount_residual), (0, 400))
        self.assertTrue(first.reconciled and bill.reconciled)
        self.assertEqual(done.amount, 500)
        self.assertUndoes(done, before)

    def test_chosen_documents_alone(self):
        chosen, other = self.invoice(600, due="2026-04-01"), self.invoice(300)
        bill = self.bill(400)
        self.operation("netting", [chosen, (bill, -150)], confirm=True)
        self.assertEqual(
            (chosen.amount_residual, other.amount_residual, bill.amount_residual), (450, 300, -250)
        )

    def test_foreign_difference_of_rates(self):
        euro = self.make_rates({"2026-01-01": 0.5, "2026-01-10": 0.25})
        invoice = self.invoice(100, currency=euro, date="2026-01-05")
        bill = self.bill(30, currency_id=euro.id)
        before = self.ledger_snapshot()
        done = self.operation("netting", partner_id=self.customer.id, confirm=True)
        exchange = self.company.income_currency_exchange_account_id.name
        loss = self.company.expense_currency_exchange_account_id.name
        self.assertLedger(
            done.move_ids,
            f"""
            Account Receivable | Almacén El Ceibo | 0.00 | 60.00 | 0.00
            Account Payable | Almacén El Ceibo | 120.00 | 0.00 | 0.00
            {exchange} | Almacén El Ceibo | 0.00 | 60.00 | 0.00
            """,
        )
        self.assertNotEqual(exchange, loss)
        self.assertFalse(done.partial_ids.exchange_move_id)
        self.assertEqual(invoice.amount_residual_currency, 70)
        self.assertTrue(bill.reconciled)
        self.assertUndoes(done, before)

    def test_nothing_to_net(self):
        draft = self.operation("netting", partner_id=self.customer.id)
        with self.assertRaisesRegex(UserError, "owes nothing"):
            draft.action_confirm()
        euro = self.make_rates({"2026-01-01": 0.5})
        self.invoice(600)
        self.bill(400, currency_id=euro.id)
        name = self.company.currency_id.name
        with self.assertRaisesRegex(UserError, f"El Ceibo has nothing payable in {name}"):
            draft.action_confirm()

    def test_of_another_partner(self):
        draft = self.operation(
            "netting", [self.invoice(600), self.bill(400, partner_id=self.other_customer.id)]
        )
        with self.assertRaisesRegex(UserError, "can't be taken"):
            draft.action_confirm()
