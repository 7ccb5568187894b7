"""Post-dated collections in their two modes (*cobro posfechado*, REC-20, seed 003 4.7)."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.documents import DocumentsCommon


@tagged("post_install", "-at_install")
class TestPostdated(DocumentsCommon):
    def postdated(self, lines, amount, values=(), **kw):
        return self.documented(lines, [self.document(amount, "77", kind="postdated")], values, **kw)

    def credit_mode(self):
        self.company.cobranzas_postdated_mode = "credit_note"

    def application(self, lines, **kw):
        return self.receipt(lines, kind="application", **kw)

    def test_document_mode_moves_the_debt(self):
        item = self.invoice(1000)
        receipt = self.postdated([item], 1000)
        receipt.action_post()
        document = receipt.document_ids
        self.assertEqual((item.amount_residual, document.state), (0, "portfolio"))
        self.assertLedger(
            receipt.move_ids,
            f"""
            {self.receivable.name} | {self.customer.name} | 1000.00 | 0.00 | 1000.00
            {self.receivable.name} | {self.customer.name} | 0.00 | 1000.00 | 0.00
            """,
        )

    def test_at_maturity_it_turns_into_a_collection(self):
        for mode in ("document", "credit_note"):
            with self.subTest(mode=mode):
                self.company.cobranzas_postdated_mode = mode
                receipt = self.postdated([], 500)
                receipt.action_post()
                document = receipt.document_ids
                context = document.action_collect()["context"]
                vals = {
                    "date": "2026-05-01",
                    "value_ids": [Command.create(self.transfer_value(500))],
                }
                collection = self.env["cobranzas.receipt"].with_context(**context).create(vals)
                collection.action_post()
                self.assertEqual((document.state, document.amount_residual), ("collected", 0))
                self.assertEqual(document.collection_receipt_ids, collection)

    def test_credit_mode_leaves_the_debt_until_it_is_applied(self):
        self.credit_mode()
        item = self.invoice(1000)
        ledger = self.ledger_snapshot()
        receipt = self.postdated([], 1000)
        self.assertEqual((receipt.amount_on_account, receipt.amount_difference), (1000, 0))
        receipt.action_post()
        self.assertLedger(
            receipt.move_ids,
            f"""
            {self.receivable.name} | {self.customer.name} | 1000.00 | 0.00 | 1000.00
            {self.receivable.name} | {self.customer.name} | 0.00 | 1000.00 | -1000.00
            """,
        )
        self.assertEqual(item.amount_residual, 1000)
        credit = receipt.move_ids.line_ids.filtered("credit")
        received = self.ledger_snapshot()
        application = self.application([item, (credit, -1000)])
        application.action_post()
        self.assertEqual((item.amount_residual, credit.amount_residual), (0, 0))
        self.assertEqual(receipt.document_ids.state, "portfolio")
        with self.assertRaisesRegex(UserError, f"is used by {application.name}"):
            receipt.action_void("2026-02-02", "Error")
        application.action_void("2026-02-02", "Error")
        self.assertRestored(received)
        receipt.action_void("2026-02-02", "Error")
        self.assertRestored(ledger)
        self.assertEqual(receipt.document_ids.state, "voided")

    def test_credit_mode_refuses_documents_only_it_could_pay(self):
        self.credit_mode()
        item = self.invoice(1000)
        receipt = self.postdated([item], 1000)
        self.assertEqual((receipt.amount_missing, receipt.amount_difference), (1000, -1000))
        with self.assertRaisesRegex(UserError, "77 pays no document until it is applied"):
            receipt.action_post()

    def test_credit_mode_beside_cash_pays_nothing_of_what_cash_pays(self):
        self.credit_mode()
        item = self.invoice(300)
        receipt = self.postdated([item], 1000, [self.cash_value(300)])
        self.assertEqual((receipt.amount_on_account, receipt.amount_difference), (1000, 0))
        receipt.action_post()
        self.assertLedger(
            receipt.payment_ids.move_id,
            f"""
            {self.outstanding.name} | {self.customer.name} | 300.00 | 0.00 | 300.00
            {self.receivable.name} | {self.customer.name} | 0.00 | 300.00 | 0.00
            """,
        )
        self.assertEqual(item.amount_residual, 0)
        self.assertEqual(receipt.document_ids.amount_residual, 1000)

    def test_credit_mode_beside_cash_and_rounding(self):
        self.credit_mode()
        gain, loss = self.env["account.account"].create(
            [
                {"name": "Rounding gain", "code": "RG1", "account_type": "income_other"},
                {"name": "Rounding loss", "code": "RL1", "account_type": "expense"},
            ]
        )
        self.company.write(
            {
                "cobranzas_rounding_tolerance": 1,
                "cobranzas_rounding_gain_account_id": gain.id,
                "cobranzas_rounding_loss_account_id": loss.id,
            }
        )
        receipt = self.postdated([self.invoice(300)], 1000, [self.cash_value(300.4)])
        self.assertEqual((receipt.amount_on_account, receipt.amount_difference), (1000, 0.4))
        receipt.action_post()
        items = receipt.move_ids.line_ids
        self.assertEqual(items.filtered(lambda i: i.account_id == gain).balance, -0.4)
        self.assertEqual(sorted(items.mapped("amount_residual"))[:2], [-1000, 0])

    def test_credit_mode_beside_change_in_cash(self):
        self.credit_mode()
        self.company.cobranzas_change_journal_id = self.cash
        receipt = self.postdated([self.invoice(300)], 1000, [self.cash_value(350)], excess="change")
        self.assertEqual((receipt.amount_on_account, receipt.amount_change), (1000, 50))
        receipt.action_post()
        self.assertEqual(sorted(receipt.payment_ids.mapped("amount")), [50, 350])
        open_items = receipt.move_ids.line_ids.filtered(
            lambda item: item.account_id == self.receivable and item.amount_residual
        )
        self.assertEqual(sorted(open_items.mapped("amount_residual")), [-1000, 1000])

    def test_its_credit_does_not_pay_itself(self):
        self.credit_mode()
        receipt = self.postdated([], 1000)
        receipt.action_post()
        credit = receipt.move_ids.line_ids.filtered("credit")
        own = receipt.document_ids.move_line_id
        with self.assertRaisesRegex(UserError, "can't pay Post-dated Collection 77 itself"):
            self.application([own, (credit, -1000)]).action_post()
        item = self.invoice(400)
        application = self.application([(credit, -1000)])
        application.action_propose()
        debts = application.line_ids.filtered(lambda line: line.amount > 0)
        self.assertEqual(debts.move_line_id, item)

    def test_proposal_spreads_only_what_pays(self):
        self.credit_mode()
        item = self.invoice(500)
        receipt = self.postdated([], 1000, [self.cash_value(200)])
        receipt.action_propose()
        self.assertEqual(
            [(line.move_line_id, line.amount) for line in receipt.line_ids], [(item, 200)]
        )
