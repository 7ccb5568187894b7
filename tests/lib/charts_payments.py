"""An online payment on each country's chart, by the provider that works without a network."""

from .payments import REQUEST, enable_demo_provider, make_access, make_transaction


class ChartPayments:
    """To mix into ``ChartFlow``: its invoices have the chart's own tax and documents (COL-09)."""

    def _pay_online(self, request, provider):
        transaction = make_transaction(provider, request)
        data = {"reference": transaction.reference, "simulated_state": "done"}
        transaction._process("demo", data)
        transaction._post_process()
        return transaction

    def test_online_payment_makes_the_receipt(self):
        one, two = self.taxed(1000), self.taxed(500)
        half = self.currency.round(two.amount_residual / 2)
        provider = enable_demo_provider(self.env, self.company, self.bank)
        access = make_access(self.env, self.company, self.customer)
        request = self.env[REQUEST]._make(access, {one.id: None, two.id: half}, on_account=100.0)
        transaction = self._pay_online(request, provider)
        receipt = request.receipt_id
        self.assertEqual((receipt.state, request.problem), ("posted", ""))
        self.assertTrue(receipt.name)
        self.assertEqual(receipt.amount_on_account, 100)
        self.assertEqual(transaction.payment_id, receipt.payment_ids)
        money, paid, rest = receipt.move_ids.line_ids.sorted("id")
        self.assertEqual(money.debit, request.amount)
        self.assertEqual(money.account_id, receipt.payment_ids.outstanding_account_id)
        self.assertEqual((paid.account_id, rest.account_id), (one.account_id, one.account_id))
        self.assertEqual((paid.amount_residual, rest.amount_residual), (0, -100))
        self.assertEqual(one.amount_residual, 0)
        left = self.currency.round(two.amount_currency - half)
        self.assertEqual(two.amount_residual, left)
        self.assertIn(one.move_id.payment_state, ("paid", "in_payment"))
        receipt.action_void(reason="Error")
        self.assertEqual(one.amount_residual, one.amount_currency)
        self.assertEqual(two.amount_residual, two.amount_currency)
        self.assertFalse(any(receipt.move_ids.line_ids.mapped("amount_residual")))
