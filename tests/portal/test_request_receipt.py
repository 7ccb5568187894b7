"""An online payment makes one posted receipt that settles just what was chosen (COL-09)."""

from odoo.tests import tagged

from ..lib.payments import PaymentsCommon


@tagged("post_install", "-at_install")
class TestRequestReceipt(PaymentsCommon):
    def test_the_receipt_settles_what_was_chosen(self):
        request = self.make({self.march: 400.0, self.april: None})
        self.assertEqual((request.amount, request.state), (900.0, "draft"))
        transaction = self.pay(request)
        receipt = request.receipt_id
        self.assertEqual((request.state, receipt.state, request.problem), ("paid", "posted", ""))
        self.assertTrue(receipt.name)
        self.assertEqual(transaction.payment_id, receipt.payment_ids)
        self.assertEqual(transaction.payment_id.payment_transaction_id, transaction)
        self.assertLedger(
            receipt.move_ids,
            """
            Outstanding Receipts | Almacén El Ceibo | 900.00 | 0.00 | 900.00
            Account Receivable | Almacén El Ceibo | 0.00 | 900.00 | 0.00
            """,
        )
        self.assertEqual((self.march.amount_residual, self.april.amount_residual), (600.0, 0.0))

    def test_voiding_gives_the_balances_back(self):
        request = self.make({self.march: 400.0, self.april: None})
        self.pay(request)
        request.receipt_id.action_void(reason="wrong")
        self.assertEqual((self.march.amount_residual, self.april.amount_residual), (1000.0, 500.0))
        self.assertEqual(sum(request.receipt_id.move_ids.line_ids.mapped("amount_residual")), 0)

    def test_own_credits_pay_with_the_money(self):
        credit = self.invoice(300, date="2026-01-25", move_type="out_refund")
        request = self.make({self.march: None, credit: 200.0})
        self.assertEqual(request.amount, 800.0)
        self.pay(request)
        self.assertEqual(request.receipt_id.amount_on_account, 0.0)
        self.assertEqual((self.march.amount_residual, credit.amount_residual), (0.0, -100.0))
        self.assertLedger(
            request.receipt_id.payment_ids.move_id,
            """
            Outstanding Receipts | Almacén El Ceibo | 800.00 | 0.00 | 800.00
            Account Receivable | Almacén El Ceibo | 0.00 | 800.00 | 0.00
            """,
        )
        request.receipt_id.action_void(reason="wrong")
        self.assertEqual((self.march.amount_residual, credit.amount_residual), (1000.0, -300.0))

    def test_on_account_without_documents(self):
        request = self.make({}, on_account=250.0)
        self.pay(request)
        self.assertLedger(
            request.receipt_id.move_ids,
            """
            Outstanding Receipts | Almacén El Ceibo | 250.00 | 0.00 | 250.00
            Account Receivable | Almacén El Ceibo | 0.00 | 250.00 | -250.00
            """,
        )
        self.assertEqual(request.problem, "")

    def test_the_book_of_online_payments_numbers_it(self):
        book = self.env["cobranzas.receipt.book"].create(
            {"name": "En línea", "prefix": "WEB ", "company_id": self.company.id}
        )
        self.company.cobranzas_online_book_id = book
        request = self.make({self.april: None})
        self.pay(request)
        self.assertEqual(request.receipt_id.book_id, book)
        self.assertFalse(request.receipt_id.collector_id)

    def test_processed_again_it_is_the_same_receipt(self):
        request = self.make({self.april: None})
        transaction = self.pay(request)
        payment = transaction.payment_id
        transaction._post_process()
        self.assertEqual(transaction._create_payment(), payment)
        receipts = self.env["cobranzas.receipt"].search([("transaction_id", "=", transaction.id)])
        self.assertEqual(receipts, request.receipt_id)

    def test_the_payer_is_mailed_once(self):
        request = self.make({self.april: None})
        self.pay(request)
        mails = self.mails(request)
        self.assertEqual(len(mails), 1)
        self.assertIn(request.receipt_id.name, mails.subject)
        self.assertEqual(len(mails.attachment_ids), 1)  # the receipt, as PDF outside of tests
        self.assertEqual(self.mails(request), mails)

    def test_pending_then_done(self):
        request = self.make({self.april: None})
        transaction = self.pay(request, state="draft")
        self.assertEqual(transaction.state, "done")
