"""Bug reports of others on online payments, tried here: each test names its own (COL-09)."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.payments import REQUEST, make_transaction
from ..lib.transfers import TransfersCommon


@tagged("post_install", "-at_install")
class TestReportedElsewhere(TransfersCommon):
    def test_confirmed_after_it_was_cancelled(self):
        """https://github.com/odoo/odoo/pull/102013: a second try confirmed what had failed."""
        request = self.make({self.april: None})
        transaction = make_transaction(self.provider, request)
        transaction._set_canceled()
        transaction._post_process()
        self.assertEqual(request.state, "failed")
        transaction._set_done(extra_allowed_states=("cancel",))
        transaction._post_process()
        self.assertEqual((request.state, request.receipt_id.state), ("paid", "posted"))
        self.assertEqual(self.april.amount_residual, 0)

    def test_money_that_comes_in_by_a_closed_payment_is_not_lost(self):
        for state in ("cancelled", "expired"):
            with self.subTest(state):
                item = self.invoice(120)
                request = self.make({item: None})
                transaction = make_transaction(self.provider, request)
                request.sudo().state = state
                transaction._set_done()
                transaction._post_process()
                self.assertEqual((request.state, item.amount_residual), ("paid", 0))

    def test_a_document_that_was_cancelled_is_not_charged(self):
        """https://github.com/odoo/odoo/pull/83419: a cancelled order could be paid by its link."""
        request = self.make({self.march: None, self.april: None})
        request._check_payable()
        self.april.move_id.button_draft()
        with self.assertRaisesRegex(UserError, "Paid or changed meanwhile: .*00002"):
            request._check_payable()

    def test_a_manual_receipt_beside_a_pending_payment(self):
        """https://github.com/ingadhoc/account-payment/pull/1188: it could not be registered."""
        request = self.make({self.april: None})
        transaction = self.begin(request)
        receipt = self.receipt([(self.april, 200)], [self.cash_value(200)])
        receipt.action_post()
        self.assertEqual((receipt.state, self.april.amount_residual), ("posted", 300))
        transaction._set_done()
        transaction._post_process()
        self.assertEqual(self.april.amount_residual, 0)
        self.assertEqual(request.receipt_id.amount_on_account, 200)

    def test_only_the_instalments_that_are_overdue(self):
        """https://github.com/odoo/odoo/pull/181197: with instalments the whole was paid."""
        term = self.env["account.payment.term"].create(
            {
                "name": "Mitad ahora, mitad en diez años",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": days})
                    for days in (0, 3650)
                ],
            }
        )
        move = self.march.move_id
        move.button_draft()
        move.invoice_payment_term_id = term
        move.action_post()
        reader = self.env["cobranzas.portal.page"]
        choices = reader._get_choices(self.access, self.company.currency_id)
        self.assertEqual(sorted(choices.values()), [500, 500], "the first half, and April")
        request = self.env[REQUEST]._make(self.access, choices)
        self.pay(request)
        self.assertEqual(sorted(self.item(move).mapped("amount_residual")), [0, 500])
