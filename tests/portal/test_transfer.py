"""A payment by core's provider of transfers: pending until a cashier sees the money (COL-09)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..lib.payments import REQUEST, make_transaction
from ..lib.transfers import TransfersCommon

CASHIER = "l10n_cobranzas.group_cobranzas_cashier"
COLLECTOR = "l10n_cobranzas.group_cobranzas_collector"


@tagged("post_install", "-at_install")
class TestTransfer(TransfersCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cashier = cls.make_user("caja", CASHIER)

    def confirm(self, request, user=None, **values):
        """The dialog as a cashier fills it in."""
        action = request.with_user(user or self.cashier).action_open_transfer()
        dialogs = self.env[action["res_model"]].with_user(user or self.cashier)
        form = Form(dialogs.with_context(**action["context"]))
        for name, value in values.items():
            form[name] = value
        return form.save().action_confirm()

    def test_nothing_is_booked_until_it_comes(self):
        request = self.make({self.march: 400.0, self.april: None})
        transaction = self.begin(request)
        self.assertEqual((transaction.state, request.state), ("pending", "pending"))
        self.assertTrue(request.is_transfer)
        for _time in range(3):
            transaction._post_process()
            self.assertFalse(self.mails(request))
        self.assertFalse(request.receipt_ids | transaction.payment_id.cobranzas_receipt_id)
        self.assertEqual((self.march.amount_residual, self.april.amount_residual), (1000, 500))

    def test_confirmed_it_makes_one_receipt(self):
        request = self.make({self.march: 400.0, self.april: None})
        transaction = self.begin(request)
        action = self.confirm(request, operation_number="OP 77")
        receipt = request.receipt_id
        self.assertEqual((action["res_model"], action["res_id"]), (receipt._name, receipt.id))
        self.assertEqual((transaction.state, request.state), ("done", "paid"))
        self.assertEqual((receipt.state, request.problem), ("posted", ""))
        self.assertLedger(
            receipt.move_ids,
            """
            Outstanding Receipts | Almacén El Ceibo | 900.00 | 0.00 | 900.00
            Account Receivable | Almacén El Ceibo | 0.00 | 900.00 | 0.00
            """,
        )
        self.assertEqual((self.march.amount_residual, self.april.amount_residual), (600, 0))
        value = receipt.value_ids
        self.assertEqual((value.journal_id, value.operation_number), (self.bank, "OP 77"))
        self.assertEqual(len(self.mails(request)), 1)
        with self.assertRaisesRegex(UserError, "waits for no transfer"):
            request.with_user(self.cashier)._confirm_transfer(self.bank)
        transaction._post_process()
        self.assertEqual(self.env[receipt._name].search_count([("transaction_id", "!=", False)]), 1)

    def test_confirmed_by_core_it_makes_one_receipt(self):
        request = self.make({self.april: None})
        transaction = self.begin(request)
        transaction._set_done()
        self.assertEqual(request.state, "pending")
        transaction._post_process()  # as core's cron does
        self.assertEqual((request.state, request.receipt_id.state), ("paid", "posted"))
        self.assertEqual(request.receipt_id.value_ids.journal_id, self.bank)
        self.assertEqual(self.april.amount_residual, 0)

    def test_to_the_bank_account_that_it_came_to(self):
        other = self.bank.copy({"name": "Banco Nación", "code": "BNA"})
        request = self.make({self.april: None})
        self.begin(request)
        self.confirm(request, journal_id=other)
        self.assertEqual(request.transfer_journal_id, other)
        self.assertEqual(request.receipt_id.payment_ids.journal_id, other)

    def test_to_a_bank_account_of_the_company(self):
        request = self.make({self.april: None})
        self.begin(request)
        with self.assertRaisesRegex(UserError, "one of the bank accounts"):
            self.confirm(request, journal_id=self.cash)
        self.assertEqual(request.state, "pending")

    def test_begun_twice_it_is_confirmed_once(self):
        request = self.make({self.april: None})
        first, second = self.begin(request), self.begin(request)
        self.confirm(request)
        self.assertEqual((first.state, second.state), ("cancel", "done"))
        self.assertEqual(len(request.receipt_ids), 1)
        self.assertEqual(request.state, "paid")

    def test_cancelled_it_frees_the_documents(self):
        request = self.make({self.april: None})
        transaction = self.begin(request)
        other = self.make({self.april: None})
        self.assertEqual(other._get_overlapping(), request)
        request.with_user(self.cashier).action_cancel()
        self.assertEqual((transaction.state, request.state), ("cancel", "cancelled"))
        self.assertFalse(other._get_overlapping())
        self.assertFalse(request.is_transfer)
        with self.assertRaisesRegex(UserError, "waits for no transfer"):
            request.with_user(self.cashier)._confirm_transfer(self.bank)

    def test_cancelled_by_core_it_can_be_tried_again(self):
        request = self.make({self.april: None})
        self.begin(request)._set_canceled()
        self.assertEqual((request.state, request._is_payable()), ("failed", True))
        self.assertEqual(len(self.pay(request)), 1)
        self.assertEqual((request.state, self.april.amount_residual), ("paid", 0))

    def test_what_a_provider_may_still_bring_is_not_cancelled(self):
        request = self.make({self.april: None})
        self.begin(request)
        card = self.pay_later(request)
        with self.assertRaisesRegex(UserError, "can't be cancelled"):
            request.with_user(self.cashier).action_cancel()
        card._process("demo", {"reference": card.reference, "simulated_state": "done"})
        card._post_process()
        self.assertEqual(request.state, "paid")

    def pay_later(self, request):
        """A payment by card that its provider has not confirmed yet."""
        card = make_transaction(self.provider, request)
        card._process("demo", {"reference": card.reference, "simulated_state": "pending"})
        return card

    def test_paid_otherwise_nothing_is_waited_for(self):
        """As https://github.com/odoo/odoo/pull/281992: still invited to pay what was paid."""
        request = self.make({self.march: None, self.april: None})
        transaction = self.begin(request)
        self.receipt([self.march], [self.cash_value(1000)]).action_post()
        self.env[REQUEST].sudo()._cron_follow()
        self.assertEqual(request.state, "pending", "a part of it is still owed")
        self.receipt([self.april], [self.cash_value(500)]).action_post()
        self.assertTrue(request._is_settled())
        self.env[REQUEST].sudo()._cron_follow()
        self.assertEqual((transaction.state, request.state), ("cancel", "cancelled"))
        self.assertIn("paid otherwise", request.message_ids[0].body)

    def test_paid_otherwise_and_transferred_it_is_on_account(self):
        request = self.make({self.april: None})
        self.begin(request)
        self.receipt([self.april], [self.cash_value(500)]).action_post()
        self.confirm(request)
        self.assertEqual((request.state, request.receipt_id.amount_on_account), ("paid", 500))
        self.assertIn("Paid or changed since it was chosen", request.problem)

    def test_in_a_foreign_currency(self):
        euro = self.make_rates({"2026-01-01": 0.5})
        item = self.invoice(70, currency=euro)
        account = self.bank.copy({"name": "Cuenta en euros", "code": "EUR"})
        account.currency_id = euro
        request = self.make({item: None})
        self.begin(request)
        self.confirm(request)
        receipt = request.receipt_id
        self.assertEqual((receipt.currency_id, receipt.value_ids.journal_id), (euro, account))
        self.assertEqual((item.amount_residual_currency, request.problem), (0, ""))

    def test_in_the_worklist_it_is_what_the_debtor_says(self):
        """Who only says that it transfers is still called, unless the company trusts it."""
        request = self.make({self.march: None})
        self.begin(request)
        row = self.row()
        self.assertEqual((row.overdue, row.advised, row.to_collect), (1500, 1000, 1500))
        self.assertIn("Says it paid", row.reasons)
        self.company.cobranzas_advice_counts = "received"
        self.assertEqual((self.row().advised, self.row().to_collect), (1000, 500))
        self.confirm(request)
        self.assertEqual((self.row().advised, self.row().to_collect), (0, 500))

    def row(self):
        """The debtor in the worklist, as it is now."""
        self.env.flush_all()
        rows = self.env["cobranzas.worklist"]
        rows.invalidate_model()
        return rows.search([("partner_id", "=", self.customer.id)])

    def test_only_a_cashier(self):
        request = self.make({self.april: None})
        self.begin(request)
        collector = self.make_user("cobradora", COLLECTOR)
        self.customer.cobranzas_collector_id = self.env["cobranzas.collector"].create(
            {"name": "Cobradora", "user_id": collector.id}
        )
        own = request.with_user(collector)
        self.assertTrue(own.is_transfer)
        for call in (own.action_open_transfer, own.action_cancel):
            with self.assertRaises(AccessError):
                call()
        with self.assertRaises(AccessError):
            own._confirm_transfer(self.bank)
        with self.assertRaises(AccessError):
            self.env["cobranzas.payment.transfer"].with_user(collector).create(
                {"request_id": request.id, "journal_id": self.bank.id}
            )
        self.assertEqual(request.state, "pending")
