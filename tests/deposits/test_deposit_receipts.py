"""Unidentified deposits: found by a receipt, and used once (REC-19)."""

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..lib.deposits import DepositsCommon


@tagged("post_install", "-at_install")
class TestDepositReceipts(DepositsCommon):
    # Receipt

    def test_a_receipt_uses_it(self):
        deposit, item = self.deposit(1000, "DEP 1"), self.invoice(900)
        receipt = self.receipt([item], [self.deposit_value(1000)])
        receipt.action_post()
        self.assertLedger(
            receipt.move_ids,
            """
            Unidentified Deposits | Almacén El Ceibo | 1000.00 | 0.00   | 0.00
            Account Receivable    | Almacén El Ceibo | 0.00    | 900.00 | 0.00
            Account Receivable    | Almacén El Ceibo | 0.00    | 100.00 | -100.00
            """,
        )
        self.assertLedger(
            deposit.move_id,
            """
            Outstanding Receipts  | | 1000.00 | 0.00    | 1000.00
            Unidentified Deposits | | 0.00    | 1000.00 | 0.00
            """,
        )
        self.assertEqual(item.amount_residual, 0)
        self.assertEqual((deposit.state, deposit.receipt_id), ("used", receipt))
        self.assertEqual(receipt.value_ids.operation_number, "DEP 1")
        self.assertEqual(receipt.payment_ids.state, "paid")

    def test_void_frees_it(self):
        deposit, item = self.deposit(1000, "DEP 1"), self.invoice(1000)
        ledger = self.ledger_snapshot()
        receipt = self.receipt([item], [self.deposit_value(1000)])
        receipt.action_post()
        with self.assertRaisesRegex(UserError, f"made by {receipt.name}"), self.env.cr.savepoint():
            deposit.item_id.remove_move_reconcile()
        receipt.action_void("2026-02-05", "Not theirs")
        self.assertEqual((deposit.state, bool(deposit.receipt_id)), ("pending", False))
        self.assertRestored(ledger)
        self.assertLedger(
            receipt.move_ids.sorted("id"),
            """
            Unidentified Deposits | Almacén El Ceibo | 1000.00 | 0.00    | 0.00
            Account Receivable    | Almacén El Ceibo | 0.00    | 1000.00 | 0.00
            Unidentified Deposits | Almacén El Ceibo | 0.00    | 1000.00 | 0.00
            Account Receivable    | Almacén El Ceibo | 1000.00 | 0.00    | 0.00
            """,
        )
        other = self.receipt(
            [], [self.deposit_value(1000)], partner_id=self.other_customer.id, date="2026-02-06"
        )
        other.action_post()
        self.assertEqual((deposit.state, deposit.receipt_id), ("used", other))

    def test_found_by_amount(self):
        one, two = self.deposit(500, "AAA 1"), self.deposit(500, "BBB 2")
        self.deposit(700, "CCC 3")
        said = self._refused("Several pending deposits are of", self.deposit_value(500))
        self.assertIn("AAA 1", said)
        self.assertIn("BBB 2", said)
        self.assertNotIn("CCC 3", said)
        said = self._refused("No pending deposit in Bank is of", self.deposit_value(501))
        self.assertIn("CCC 3", said)
        self._refused("has the reference X 9", self.deposit_value(500, "X 9"))
        self._refused("used whole: enter its amount", self.deposit_value(400, "aaa 1"))
        receipt = self.receipt([], [self.deposit_value(500, " bbb 2 ")])
        receipt.action_post()
        self.assertEqual(receipt.value_ids.deposit_id, two)
        last = self.receipt([], [self.deposit_value(500)])
        last.action_post()
        self.assertEqual(last.value_ids.deposit_id, one)
        self._refused("Pending deposits:\n- 01/20/2026 .* CCC 3", self.deposit_value(500))

    def test_found_by_reference_only(self):
        self.company.cobranzas_deposit_search = "reference"
        deposit = self.deposit(500, "AAA 1")
        said = self._refused("Type the reference of the deposit", self.deposit_value(500))
        self.assertRegex(said, r"- 01/20/2026 · .*500\.00 · AAA 1")
        said = self._refused("has the reference ZZZ", self.deposit_value(500, "ZZZ"))
        self.assertIn("AAA 1", said)
        receipt = self.receipt([], [self.deposit_value(500, "AAA 1")])
        receipt.action_post()
        self.assertEqual(receipt.value_ids.deposit_id, deposit)
        self._refused("Type the reference of the deposit. None is pending", self.deposit_value(500))

    def test_picked(self):
        one, two = (self.deposit(500, "SAME", date=f"2026-01-{day}") for day in (20, 21))
        self._refused("are alike", self.deposit_value(500, "SAME"))
        receipt = self.receipt([], [self.deposit_value(500, deposit_id=two.id)])
        receipt.action_post()
        self.assertEqual((one.state, two.state), ("pending", "used"))
        self._refused(
            f"is already used by {receipt.name}", self.deposit_value(500, deposit_id=two.id)
        )
        self._refused("used whole", self.deposit_value(400, deposit_id=one.id))
        self._refused(
            "used twice",
            self.deposit_value(500, deposit_id=one.id),
            self.deposit_value(500, deposit_id=one.id),
        )
        self.receipt(
            [], [self.deposit_value(500), self.deposit_value(30, deposit_id=self.deposit(30).id)]
        ).action_post()
        self.assertEqual(one.state, "used")

    def test_picked_in_the_form(self):
        deposit = self.deposit(500, "AAA 1")
        receipt = self.receipt([self.invoice(300)])
        with Form(receipt) as form, form.value_ids.new() as value:
            value.payment_method_line_id = self.method()
            value.deposit_id = deposit
            self.assertEqual((value.amount, value.operation_number), (500, "AAA 1"))
        self.assertTrue(receipt.has_deposit)
        receipt.action_post()
        self.assertEqual(deposit.receipt_id, receipt)
        self.assertEqual(receipt.amount_on_account, 200)

    def test_two_receipts_posted_together(self):
        self.deposit(500, "A"), self.deposit(500, "B"), self.deposit(600)
        receipts = self.env["cobranzas.receipt"].concat(
            *(
                self.receipt([], [self.deposit_value(amount, ref)])
                for amount, ref in ((500, "A"), (500, "B"), (600, False))
            )
        )
        receipts.action_post()
        self.assertEqual(receipts.value_ids.deposit_id.mapped("receipt_id"), receipts.sorted("id"))

    def test_another_bank(self):
        other = self.env["account.journal"].create(
            {"name": "Otro", "code": "OTRO", "type": "bank", "company_id": self.company.id}
        )
        deposit = self.deposit(500, journal_id=other.id)
        self.deposit(1)
        self._refused("No pending deposit in Bank", self.deposit_value(500))
        self._refused(
            "is in Otro: choose its method", self.deposit_value(500, deposit_id=deposit.id)
        )
        receipt = self.receipt(
            [], [{**self.deposit_value(500), "payment_method_line_id": self.method(other).id}]
        )
        receipt.action_post()
        self.assertEqual(deposit.receipt_id, receipt)

    def test_operation_number_as_the_method_says(self):
        self.deposit(500)
        self.assertFalse(self.method().cobranzas_operation_number_required)
        self.method().cobranzas_operation_number_required = True
        self._refused("needs its operation number", self.deposit_value(500))
        self.deposit(600, "AAA 1")
        self.receipt([], [self.deposit_value(600)]).action_post()  # the bank's own number

    def test_account_changed_meanwhile(self):
        deposit = self.deposit(500)
        account = self.unidentified.copy({"code": "UNID2", "name": "New"})
        self.company.cobranzas_deposit_account_id = account
        self.receipt([], [self.deposit_value(500)]).action_post()
        self.assertEqual(deposit.state, "used")

    def test_foreign_currency_at_the_receipts_rate(self):
        eur = self.env.ref("base.EUR")
        eur.active = True
        self.env["res.currency.rate"].create(
            [
                {
                    "name": day,
                    "inverse_company_rate": rate,
                    "currency_id": eur.id,
                    "company_id": self.company.id,
                }
                for day, rate in (("2026-01-01", 100), ("2026-02-01", 125))
            ]
        )
        bank = self.env["account.journal"].create(
            {
                "name": "Euros",
                "code": "EUROS",
                "type": "bank",
                "company_id": self.company.id,
                "currency_id": eur.id,
            }
        )
        deposit = self.deposit(100, journal_id=bank.id)
        self.assertEqual((deposit.currency_id, deposit.item_id.balance), (eur, -10000))
        item = self.invoice(100, date="2026-02-01", currency=eur)
        ledger = self.ledger_snapshot()
        receipt = self.receipt(
            [item],
            [{"payment_method_line_id": self.method(bank).id, "amount": 100}],
            currency_id=eur.id,
        )
        receipt.action_post()
        self.assertLedger(
            receipt.move_ids,
            """
            Unidentified Deposits | Almacén El Ceibo | 12500.00 | 0.00     | 0.00
            Account Receivable    | Almacén El Ceibo | 0.00     | 12500.00 | 0.00
            """,
        )
        exchange = receipt.partial_ids.exchange_move_id
        self.assertLedger(
            exchange,
            """
            Unidentified Deposits | Almacén El Ceibo | 0.00    | 2500.00 | 0.00
            Foreign Exchange Loss | Almacén El Ceibo | 2500.00 | 0.00    | 0.00
            """,
        )
        self.assertEqual((item.amount_residual, deposit.state), (0, "used"))
        receipt.action_void("2026-02-10", "Error")
        self.assertEqual(deposit.state, "pending")
        self.assertRestored(ledger)
