"""What changed between the choice and the money: it stays on account, and is told (COL-09)."""

from odoo.tests import tagged

from ..lib.payments import PaymentsCommon, make_transaction


@tagged("post_install", "-at_install")
class TestRequestChanged(PaymentsCommon):
    def _pay_by_cash(self, item, amount):
        receipt = self.receipt([(item, amount)], [self.cash_value(amount)])
        receipt.action_post()
        return receipt

    def _activities(self):
        return self.customer.activity_ids.filtered(
            lambda each: (
                each.activity_type_id == self.env.ref("l10n_cobranzas.mail_activity_online_payment")
            )
        )

    def test_paid_meanwhile_in_part(self):
        request = self.make({self.march: None, self.april: None})
        self._pay_by_cash(self.march, 700.0)
        self.pay(request)
        self.assertLedger(
            request.receipt_id.move_ids,
            """
            Outstanding Receipts | Almacén El Ceibo | 1500.00 | 0.00 | 1500.00
            Account Receivable | Almacén El Ceibo | 0.00 | 800.00 | 0.00
            Account Receivable | Almacén El Ceibo | 0.00 | 700.00 | -700.00
            """,
        )
        self.assertIn(self.march.move_name, request.problem)
        self.assertNotIn(self.april.move_name, request.problem)
        self.assertEqual(request.receipt_id.note, request.problem)
        self.assertEqual(len(self._activities()), 1)
        self.assertIn(self.march.move_name, self.mails(request).body_html)

    def test_paid_meanwhile_wholly(self):
        request = self.make({self.april: None})
        self._pay_by_cash(self.april, 500.0)
        self.pay(request)
        self.assertEqual(request.receipt_id.line_ids.ids, [])
        self.assertEqual(request.receipt_id.amount_on_account, 500.0)
        request.receipt_id.action_void(reason="paid twice")
        self.assertEqual(sum(request.receipt_id.move_ids.line_ids.mapped("amount_residual")), 0)

    def test_a_credit_used_elsewhere(self):
        credit = self.invoice(300, date="2026-01-25", move_type="out_refund")
        request = self.make({self.march: None, credit: None})
        self.receipt([self.april, (credit, 300.0)], [self.cash_value(200.0)]).action_post()
        self.pay(request)
        self.assertEqual(self.march.amount_residual, 300.0)
        self.assertEqual(request.receipt_id.amount_on_account, 0.0)
        self.assertIn(credit.move_name, request.problem)

    def test_a_document_drawn_back_to_draft(self):
        request = self.make({self.march: None, self.april: None})
        self.march.move_id.button_draft()
        self.pay(request)
        self.assertEqual(self.april.amount_residual, 0.0)
        self.assertEqual(request.receipt_id.amount_on_account, 1000.0)
        self.assertTrue(request.problem)

    def test_a_document_deleted(self):
        request = self.make({self.march: None, self.april: None})
        name = self.march.move_name
        move = self.march.move_id
        move.button_draft()
        move.with_context(force_delete=True).unlink()
        self.pay(request)
        self.assertEqual(request.receipt_id.amount_on_account, 1000.0)
        self.assertIn(name, request.problem)

    def test_another_amount_than_asked_for(self):
        request = self.make({self.april: None})
        self.pay(request, amount=499.0)
        self.assertEqual((self.april.amount_residual, request.state), (500.0, "paid"))
        self.assertLedger(
            request.receipt_id.move_ids,
            """
            Outstanding Receipts | Almacén El Ceibo | 499.00 | 0.00 | 499.00
            Account Receivable | Almacén El Ceibo | 0.00 | 499.00 | -499.00
            """,
        )
        self.assertIn(request.name, request.problem)

    def test_another_currency_than_asked_for(self):
        euro = self.make_rates({"2026-01-01": 0.5})
        request = self.make({self.april: None})
        self.pay(request, currency_id=euro.id)
        self.assertEqual(self.april.amount_residual, 500.0)
        receipt = request.receipt_id
        self.assertEqual((receipt.currency_id, receipt.state), (euro, "posted"))
        on_account = receipt.move_ids.line_ids.filtered("amount_residual_currency")[-1:]
        self.assertEqual(
            (on_account.currency_id, on_account.amount_residual_currency, on_account.balance),
            (euro, -500.0, -1000.0),
        )

    def test_a_foreign_document_in_its_currency(self):
        euro = self.make_rates({"2026-01-01": 0.5})
        foreign = self.invoice(80, currency=euro)
        request = self.make({foreign: 50.0})
        self.assertEqual((request.currency_id, request.amount), (euro, 50.0))
        self.pay(request)
        self.assertEqual(foreign.amount_residual_currency, 30.0)
        request.receipt_id.action_void(reason="wrong")
        self.assertEqual(foreign.amount_residual_currency, 80.0)

    def test_paid_twice_from_two_tabs(self):
        request = self.make({self.april: None})
        first, second = self.pay(request), self.pay(request)
        receipts = (first | second).payment_id.cobranzas_receipt_id
        self.assertEqual(len(receipts), 2)
        self.assertEqual(first.payment_id.cobranzas_receipt_id, request.receipt_id)
        self.assertEqual(second.payment_id.cobranzas_receipt_id.amount_on_account, 500.0)
        self.assertIn(second.reference, request.problem)
        self.assertEqual(len(self._activities()), 1)
        self.assertEqual(len(self.mails(request)), 2)

    def test_money_that_comes_after_the_request_expired(self):
        request = self.make({self.april: None})
        transaction = make_transaction(self.provider, request)
        request.date_expiry = "2026-01-01"
        self.env["cobranzas.payment.request"].sudo()._cron_follow()
        self.assertEqual(request.state, "expired")
        transaction._process(
            "demo", {"reference": transaction.reference, "simulated_state": "done"}
        )
        transaction._post_process()
        self.assertEqual((request.state, self.april.amount_residual), ("paid", 0.0))

    def test_the_collector_is_told(self):
        user = self.make_user("ana", "l10n_cobranzas.group_cobranzas_collector")
        self.customer.cobranzas_collector_id = self.env["cobranzas.collector"].create(
            {"name": "Ana", "user_id": user.id, "company_id": self.company.id}
        )
        request = self.make({self.april: None})
        self.pay(request, amount=499.0)
        self.assertEqual(self._activities().user_id, user)
