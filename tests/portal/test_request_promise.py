"""Promises are paid online, and what came back keeps none (COL-06, COL-09)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.payments import REQUEST, enable_demo_provider, make_access, make_transaction
from ..lib.promises import PromisesCommon


@tagged("post_install", "-at_install")
class TestRequestPromise(PromisesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = enable_demo_provider(cls.env, cls.company, cls.bank)
        cls.access = make_access(cls.env, cls.company, cls.customer)

    def _request(self, promise):
        requests = self.env[REQUEST].sudo()
        choices = requests._get_promise_choices(self.access, promise.id)
        return requests._make(self.access, choices)

    def _pay_online(self, request):
        transaction = make_transaction(self.provider, request)
        transaction._process(
            "demo", {"reference": transaction.reference, "simulated_state": "done"}
        )
        transaction._post_process()
        self.env.cr.flush()
        return request.receipt_id

    def test_a_promise_of_documents(self):
        promise = self.promise({5: 1200}, {self.old: 900, self.next: 300})
        request = self._request(promise)
        self.assertEqual(request.amount, 1200.0)
        self.assertEqual(
            {line.move_line_id: line.amount for line in request.line_ids},
            {self.old: 900.0, self.next: 300.0},
        )

    def test_a_promise_of_the_account_pays_the_oldest(self):
        promise = self.promise({5: 1200})
        request = self._request(promise)
        self.assertEqual(
            {line.move_line_id: line.amount for line in request.line_ids},
            {self.old: 1000.0, self.next: 200.0},
        )

    def test_a_promise_of_another_is_none(self):
        other = self.debt(50, -5, partner=self.other_customer)
        promise = self.promise({5: 50}, [other], debtor=self.other_customer)
        with self.assertRaises(UserError):
            self._request(promise)

    def test_what_came_back_keeps_no_promise(self):
        promise = self.promise({5: 1000}, [self.old])
        receipt = self._pay_online(self._request(promise))
        self.assertEqual(promise.line_ids.state, "kept")
        operation = self.env["cobranzas.operation"].create(
            {
                "kind": "returned_payment",
                "company_id": self.company.id,
                "returned_receipt_id": receipt.id,
                "amount": 1000.0,
            }
        )
        operation.action_confirm()
        self.env.cr.flush()
        self.assertEqual((promise.line_ids.state, promise.line_ids.amount_left), ("open", 1000.0))
        operation.action_undo(reason="wrong")
        self.env.cr.flush()
        self.assertEqual(promise.line_ids.state, "kept")
