"""A receipt that can't be posted: the money is kept, told, and applied later (COL-09)."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..lib.payments import REQUEST, PaymentsCommon

POST = "odoo.addons.l10n_cobranzas.models.receipt.receipt_post.CobranzasReceipt._check_contents"


@tagged("post_install", "-at_install")
class TestRequestRefused(PaymentsCommon):
    def _refuse(self, only_documents=False):
        """Refuse receipts, all or those with documents, as any rule may."""

        def check(receipt):
            if receipt.line_ids or not only_documents:
                raise UserError("The rule of today says no.")

        return patch(POST, check)

    def _pay_refused(self, **kw):
        request = self.make({self.march: 400.0, self.april: None})
        with self._refuse(**kw):
            transaction = self.pay(request)
        return request, transaction

    def test_core_keeps_the_money_when_no_receipt_can_be_posted(self):
        request, transaction = self._pay_refused()
        self.assertFalse(request.receipt_id)
        self.assertEqual((request.state, request.is_refused), ("paid", True))
        self.assertIn("The rule of today says no.", request.problem)
        self.assertLedger(
            transaction.payment_id.move_id,
            """
            Outstanding Receipts | Almacén El Ceibo | 900.00 | 0.00 | 900.00
            Account Receivable | Almacén El Ceibo | 0.00 | 900.00 | -900.00
            """,
        )
        receipts = self.env["cobranzas.receipt"].search([("partner_id", "=", self.customer.id)])
        self.assertFalse(receipts)
        self.assertEqual(len(self.customer.activity_ids), 1)
        self.assertEqual(len(self.mails(request)), 1)

    def test_the_cron_applies_it_when_nothing_stands_in_the_way_any_more(self):
        request, transaction = self._pay_refused()
        with self._refuse():
            self.env[REQUEST].sudo()._cron_follow()
        self.assertTrue(request.is_refused)
        self.env[REQUEST].sudo()._cron_follow()
        self.assertFalse(request.is_refused)
        self.assertEqual((self.march.amount_residual, self.april.amount_residual), (600.0, 0.0))
        item = self.item(transaction.payment_id.move_id)
        self.assertEqual(item.amount_residual, 0.0)
        self.assertEqual(request.receipt_id.kind, "application")
        request.receipt_id.action_void(reason="wrong")
        self.assertEqual(
            (self.march.amount_residual, self.april.amount_residual, item.amount_residual),
            (1000.0, 500.0, -900.0),
        )

    def test_a_refused_document_leaves_a_receipt_on_account(self):
        request, _transaction = self._pay_refused(only_documents=True)
        receipt = request.receipt_id
        self.assertEqual((receipt.state, receipt.amount_on_account), ("posted", 900.0))
        self.assertTrue(request.is_refused)
        request.action_apply()
        self.assertEqual((self.march.amount_residual, self.april.amount_residual), (600.0, 0.0))
        self.assertEqual(request.receipt_id, receipt)
        self.assertEqual(len(request.receipt_ids), 1)

    def test_what_was_applied_otherwise_is_not_applied_again(self):
        request, transaction = self._pay_refused()
        item = self.item(transaction.payment_id.move_id)
        (item | self.march).reconcile()
        request.action_apply()
        self.assertFalse(request.is_refused)
        self.assertEqual(self.march.amount_residual, 100.0)
        with self.assertRaisesRegex(UserError, "nothing to apply"):
            request.action_apply()

    def test_applying_takes_a_cashier(self):
        request, _transaction = self._pay_refused()
        collector = self.make_user("cora", "l10n_cobranzas.group_cobranzas_collector")
        with self.assertRaises(AccessError):
            request.with_user(collector).action_apply()

    def test_without_book_the_money_is_kept(self):
        self.env["cobranzas.receipt.book"].search(
            [("company_id", "=", self.company.id)]
        ).active = False
        request = self.make({self.april: None})
        transaction = self.pay(request)
        self.assertEqual((request.state, bool(request.receipt_id)), ("paid", False))
        self.assertEqual(self.item(transaction.payment_id.move_id).amount_residual, -500.0)

    def test_a_closed_period_is_no_obstacle_to_a_receipt_of_today(self):
        request = self.make({self.april: None})
        self.company.fiscalyear_lock_date = "2026-10-31"
        self.pay(request)
        self.assertEqual((request.receipt_id.state, self.april.amount_residual), ("posted", 0.0))

    def test_today_closed_too(self):
        request = self.make({self.april: None})
        today = self.env["cobranzas.payment.request"]._fields["create_date"].now().date()
        self.company.hard_lock_date = today
        transaction = self.pay(request)
        self.assertFalse(request.receipt_id)
        self.assertEqual(transaction.payment_id.move_id.state, "posted")
        self.assertGreater(transaction.payment_id.move_id.date, today)
        self.assertIn("closed", request.problem)
