"""Endorsement: a debt, or a credit, moves to another customer (OPS-08)."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.operations import OperationsCommon


@tagged("post_install", "-at_install")
class TestEndorsement(OperationsCommon):
    def test_part_of_a_debt(self):
        invoice = self.invoice(1000, due="2026-03-10")
        before = self.ledger_snapshot()
        done = self.operation(
            "endorsement", [(invoice, 400)], new_partner_id=self.other_customer.id, confirm=True
        )
        self.assertLedger(
            done.move_ids,
            """
            Account Receivable | Ñandú Hnos. | 400.00 | 0.00 | 400.00
            Account Receivable | Almacén El Ceibo | 0.00 | 400.00 | 0.00
            """,
        )
        self.assertEqual(invoice.amount_residual, 600)
        self.assertEqual(done.result_ids.date_maturity, self.day("2026-03-10"))
        self.assertEqual(done.name, "END-00001")
        self.assertEqual(done.partial_ids.max_date, self.day("2026-02-01"))
        self.assertUndoes(done, before)

    def test_credit_in_favour(self):
        credit = self.invoice(500, move_type="out_refund")
        before = self.ledger_snapshot()
        done = self.operation(
            "credit_endorsement",
            [(credit, -200)],
            new_partner_id=self.other_customer.id,
            confirm=True,
        )
        self.assertLedger(
            done.move_ids,
            """
            Account Receivable | Ñandú Hnos. | 0.00 | 200.00 | -200.00
            Account Receivable | Almacén El Ceibo | 200.00 | 0.00 | 0.00
            """,
        )
        self.assertUndoes(done, before)

    def test_foreign_debt_keeps_its_rate(self):
        euro = self.make_rates({"2026-01-01": 0.5, "2026-02-01": 0.25})
        invoice = self.invoice(100, currency=euro)
        before = self.ledger_snapshot()
        done = self.operation(
            "endorsement", [(invoice, 30)], new_partner_id=self.other_customer.id, confirm=True
        )
        self.assertEqual(done.result_ids.amount_residual_currency, 30)
        self.assertEqual(done.result_ids.amount_residual, 60)
        self.assertEqual(invoice.amount_residual_currency, 70)
        self.assertEqual(invoice.amount_residual, 140)
        self.assertFalse(done.partial_ids.exchange_move_id)
        self.assertUndoes(done, before)

    def test_to_whom_it_is_already(self):
        invoice = self.invoice(1000)
        draft = self.operation("endorsement", [invoice], new_partner_id=self.customer.id)
        with self.assertRaisesRegex(UserError, "already"):
            draft.action_confirm()

    def test_more_than_is_left(self):
        invoice = self.invoice(1000)
        draft = self.operation(
            "endorsement", [(invoice, 1000)], new_partner_id=self.other_customer.id
        )
        self.receipt([(invoice, 300)], [self.cash_value(300)]).action_post()
        with self.assertRaisesRegex(UserError, "700.00.* left"):
            draft.action_confirm()

    def test_what_a_receipt_took_is_not_undone(self):
        invoice = self.invoice(1000)
        done = self.operation(
            "endorsement", [invoice], new_partner_id=self.other_customer.id, confirm=True
        )
        receipt = self.receipt(
            [done.result_ids], [self.cash_value(1000)], partner_id=self.other_customer.id
        )
        receipt.action_post()
        with self.assertRaisesRegex(Exception, receipt.name):
            done.action_undo("2026-02-10", "test")
        receipt.action_void("2026-02-05", "test")
        done.action_undo("2026-02-10", "test")
        self.assertEqual(invoice.amount_residual, 1000)

    def test_preview_shows_what_is_booked(self):
        invoice = self.invoice(1000)
        draft = self.operation("endorsement", [(invoice, 400)])
        self.assertTrue(draft.refusal)
        draft.new_partner_id = self.other_customer
        self.assertFalse(draft.refusal)
        self.assertIn("Ñandú", draft.preview)
        self.assertIn("600.00", draft.preview)
        draft.action_confirm()
        self.assertIn("400.00", draft.preview)

    def test_nothing_taken_is_said_while_it_is_typed(self):
        """Of an open item, and of one that was settled before it was chosen."""
        new = self.other_customer.id
        draft = self.operation("endorsement", [self.invoice(1000)], new_partner_id=new)
        draft.line_ids.amount = 0
        self.assertRegex(draft.refusal, "^Say how much of INV.* is taken")
        settled = self.invoice(500)
        self.receipt([settled], [self.cash_value(500)]).action_post()
        late = self.operation("reassignment", [settled], new_partner_id=new)
        self.assertRegex(late.refusal, f"^Say how much of {settled.move_name} is taken")
        with self.assertRaisesRegex(UserError, "it is settled"):
            late.action_confirm()

    def test_a_debt_without_customer_is_moved_to_one(self):
        """Such items come with opening balances; a receipt says what to do with one."""
        other = self.company_data["default_account_revenue"]
        entry = self.env["account.move"].create(
            {
                "date": "2026-01-10",
                "journal_id": self.company_data["default_journal_misc"].id,
                "line_ids": [
                    Command.create({"account_id": self.receivable.id, "debit": 100}),
                    Command.create({"account_id": other.id, "credit": 100}),
                ],
            }
        )
        entry.action_post()
        debt = self.item(entry)
        with self.assertRaisesRegex(UserError, "has no customer: move it to one by an Endorse"):
            self.receipt([debt], [self.cash_value(100)]).action_post()
        draft = self.operation("documentation", [debt], count=2, date_first="2026-03-10")
        self.assertRegex(draft.refusal, "^Choose the customer. A debt without one is moved")
        before = self.ledger_snapshot()
        done = self.operation("endorsement", [debt], new_partner_id=self.customer.id, confirm=True)
        self.assertEqual((done.result_ids.partner_id, debt.amount_residual), (self.customer, 0))
        self.assertUndoes(done, before)

    def test_kind_in_open_items(self):
        done = self.operation(
            "endorsement",
            [self.invoice(1000)],
            new_partner_id=self.other_customer.id,
            confirm=True,
        )
        item = self.env["cobranzas.open.item"].search([("move_line_id", "=", done.result_ids.id)])
        self.assertEqual((item.kind, item.name), ("endorsement", done.name))

    def test_voucher(self):
        done = self.operation(
            "endorsement",
            [self.invoice(1000)],
            new_partner_id=self.other_customer.id,
            confirm=True,
        )
        html = self.env["ir.actions.report"]._render_qweb_html(
            "l10n_cobranzas.report_operation", done.ids
        )[0]
        self.assertIn(done.name.encode(), html)
