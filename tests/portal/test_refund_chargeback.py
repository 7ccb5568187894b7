"""Money of an online payment that goes back, and what the provider keeps of it (COL-09)."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.payments import PaymentsCommon

OPERATION = "cobranzas.operation"


@tagged("post_install", "-at_install")
class TestRefundChargeback(PaymentsCommon):
    def setUp(self):
        super().setUp()
        self.request = self.make({self.march: 400.0, self.april: None})
        self.transaction = self.pay(self.request)
        self.receipt_made = self.request.receipt_id

    def _refund(self, transaction, amount):
        """Refund by core's wizard and process it as the cron does."""
        payment = transaction.payment_id
        wizard = (
            self.env["payment.refund.wizard"]
            .sudo()
            .with_context(active_id=payment.id)
            .create({"payment_id": payment.id, "amount_to_refund": amount})
        )
        wizard.action_refund()
        refund = transaction.sudo().child_transaction_ids[:1]
        refund._post_process()
        return refund

    def _return(self, amount, **vals):
        operation = self.env[OPERATION].create(
            {
                "kind": "returned_payment",
                "company_id": self.company.id,
                "returned_receipt_id": self.receipt_made.id,
                "amount": amount,
                **vals,
            }
        )
        operation.action_confirm()
        return operation

    def test_a_refund_brings_the_debt_back(self):
        refund = self._refund(self.transaction, 300.0)
        operation = self.receipt_made.return_ids
        self.assertEqual((operation.state, operation.returned_cause), ("done", "refund"))
        self.assertLedger(
            operation.move_ids,
            """
            Account Receivable | Almacén El Ceibo | 300.00 | 0.00 | 300.00
            Outstanding Receipts | Almacén El Ceibo | 0.00 | 300.00 | -300.00
            """,
        )
        self.assertIn(self.receipt_made.name, operation.result_ids.name)
        self.assertEqual(operation.payment_ids, refund.payment_id)
        payment = self.transaction.payment_id
        payment.invalidate_recordset()
        self.assertEqual((payment.refunds_count, payment.amount_available_for_refund), (1, 600.0))
        self.assertEqual((self.march.amount_residual, self.april.amount_residual), (600.0, 0.0))

    def test_processed_again_a_refund_is_booked_once(self):
        refund = self._refund(self.transaction, 300.0)
        refund._post_process()
        self.assertEqual(refund._create_payment(), self.receipt_made.return_ids.payment_ids)
        self.assertEqual(len(self.receipt_made.return_ids), 1)

    def test_undoing_a_return_restores_the_ledger(self):
        operation = self._return(900.0)
        with self.assertRaisesRegex(UserError, "undo that first"):
            self.receipt_made.action_void(reason="wrong")
        operation.action_undo(reason="the bank took it back")
        self.assertEqual(sum(operation.move_ids.line_ids.mapped("amount_residual")), 0)
        self.assertEqual((self.march.amount_residual, self.april.amount_residual), (600.0, 0.0))
        self.receipt_made.action_void(reason="wrong")
        self.assertEqual((self.march.amount_residual, self.april.amount_residual), (1000.0, 500.0))

    def test_no_more_returns_than_was_paid(self):
        self._return(600.0)
        with self.assertRaisesRegex(UserError, "only .*300.00 is left"):
            self._return(300.01)
        self._return(300.0)

    def test_what_was_paid_twice_goes_back_from_what_is_on_account(self):
        second = self.pay(self.request)
        receipt = second.payment_id.cobranzas_receipt_id
        self._refund(second, 900.0)
        self.assertEqual(receipt._get_receivable_items().mapped("amount_residual"), [0.0])
        self.assertEqual(receipt.return_ids.result_ids.amount_residual, 0.0)
        receipt.return_ids.action_undo(reason="wrong")
        self.assertEqual(receipt._get_receivable_items().mapped("amount_residual"), [-900.0])

    def test_a_refund_of_a_voided_receipt_is_kept_by_core(self):
        self.receipt_made.action_void(reason="wrong")
        refund = self.transaction.sudo()._refund(amount_to_refund=100.0)
        refund._post_process()
        self.assertFalse(self.receipt_made.return_ids)
        self.assertEqual(refund.payment_id.amount, 100.0)

    def test_a_chargeback_is_in_the_worklist_as_returned(self):
        self._return(900.0)
        row = self.env["cobranzas.worklist"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual(row.returned, 900.0)
        self.assertIn(self.receipt_made.name, row.reasons)

    def test_the_button_proposes_what_is_left(self):
        self._return(600.0)
        context = self.receipt_made.action_return_payment()["context"]
        self.assertEqual(
            (context["default_kind"], context["default_amount"]), ("returned_payment", 300.0)
        )

    def test_a_cashier_returns_nothing(self):
        cashier = self.make_user("caja", "l10n_cobranzas.group_cobranzas_cashier")
        operation = self.env[OPERATION].create(
            {
                "kind": "returned_payment",
                "company_id": self.company.id,
                "returned_receipt_id": self.receipt_made.id,
                "amount": 1.0,
            }
        )
        with self.assertRaises(AccessError):
            operation.with_user(cashier).action_confirm()

    def test_the_fee_of_the_provider(self):
        fee = {
            "kind": "provider_fee",
            "company_id": self.company.id,
            "returned_receipt_id": self.receipt_made.id,
            "amount": 36.0,
        }
        with self.assertRaisesRegex(UserError, "Fees of Payment Providers"):
            self.env[OPERATION].create(fee).action_confirm()
        self.company.cobranzas_online_fee_account_id = self.company_data["default_account_expense"]
        operation = self.env[OPERATION].create(fee)
        operation.action_confirm()
        self.assertLedger(
            operation.move_ids,
            """
            Expenses |  | 36.00 | 0.00 | 0.00
            Outstanding Receipts |  | 0.00 | 36.00 | -36.00
            """,
        )
        operation.action_undo(reason="wrong")
        self.assertEqual(sum(operation.move_ids.line_ids.mapped("balance")), 0)

    def test_only_receipts_of_online_payments_return(self):
        receipt = self.receipt([self.march], [self.cash_value(600.0)])
        receipt.action_post()
        operation = self.env[OPERATION].create(
            {
                "kind": "returned_payment",
                "company_id": self.company.id,
                "returned_receipt_id": receipt.id,
                "amount": 1.0,
            }
        )
        with self.assertRaises(UserError):
            operation.action_confirm()

    def test_nobody_forges_a_receipt_of_a_transaction(self):
        vals = {
            "partner_id": self.customer.id,
            "company_id": self.company.id,
            "transaction_id": self.transaction.id,
            "line_ids": [Command.clear()],
        }
        cashier = self.make_user("caja", "l10n_cobranzas.group_cobranzas_cashier")
        receipts = self.env["cobranzas.receipt"].with_user(cashier)
        with self.assertRaises(UserError):
            receipts.create(vals)
        vals.pop("transaction_id")
        with self.assertRaises(UserError):
            receipts.with_context(default_transaction_id=self.transaction.id).create(vals)
        with self.assertRaises(AccessError):
            receipts.create(vals).write({"transaction_id": self.transaction.id})
