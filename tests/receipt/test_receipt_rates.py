"""Currencies at the receipt's own rates, beside Odoo's own register (REC-12)."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.common import CollectionsCommon

#: (document, value, company) currencies: the document's amount, what is paid of it
CASES = [
    ("local in local", "local", "local", 1000.0),
    ("USD in local", "USD", "local", 100.0),
    ("local in USD", "local", "USD", 120000.0),
    ("USD in USD", "USD", "USD", 100.0),
    ("EUR in USD", "EUR", "USD", 50.0),
    ("EUR in local", "EUR", "local", 33.33),
]


#: what each case leaves, reckoned by hand: account | currency | amount in it | company currency
LEDGERS = {
    "local in local": """
        Outstanding Receipts | USD | 1000.00 | 1000.00
        Account Receivable | USD | -1000.00 | -1000.00
    """,
    "USD in local": """
        Outstanding Receipts | USD | 120000.00 | 120000.00
        Account Receivable | XUS | -100.00 | -120000.00
        Account Receivable | XUS | 0.00 | 20000.00
        Foreign Exchange Gain | XUS | 0.00 | -20000.00
    """,
    "local in USD": """
        Outstanding Receipts | XUS | 100.00 | 120000.00
        Account Receivable | USD | -120000.00 | -120000.00
    """,
    "USD in USD": """
        Outstanding Receipts | XUS | 100.00 | 120000.00
        Account Receivable | XUS | -100.00 | -120000.00
        Account Receivable | XUS | 0.00 | 20000.00
        Foreign Exchange Gain | XUS | 0.00 | -20000.00
    """,
    "EUR in USD": """
        Outstanding Receipts | XUS | 55.83 | 66996.00
        Account Receivable | XEU | -50.00 | -67000.00
        Foreign Exchange Loss | USD | 4.00 | 4.00
        Account Receivable | XEU | 0.00 | 12000.00
        Foreign Exchange Gain | XEU | 0.00 | -12000.00
    """,
    "EUR in local": """
        Outstanding Receipts | USD | 44662.20 | 44662.20
        Account Receivable | XEU | -33.33 | -44662.20
        Account Receivable | XEU | 0.00 | 7999.20
        Foreign Exchange Gain | XEU | 0.00 | -7999.20
    """,
}


@tagged("post_install", "-at_install")
class TestReceiptRates(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.local = cls.company.currency_id
        cls.usd = cls._make_currency("XUS")
        cls.eur = cls._make_currency("XEU")
        cls.currencies = {"local": cls.local, "USD": cls.usd, "EUR": cls.eur}
        cls._record(cls.usd, 1000.0, "2026-01-01")
        cls._record(cls.eur, 1100.0, "2026-01-01")

    @classmethod
    def _make_currency(cls, name):
        return cls.env["res.currency"].create({"name": name, "symbol": name, "rounding": 0.01})

    @classmethod
    def _record(cls, currency, rate, date):
        return cls.env["res.currency.rate"].create(
            {
                "name": date,
                "inverse_company_rate": rate,
                "currency_id": currency.id,
                "company_id": cls.company.id,
            }
        )

    def _value(self, amount, currency):
        return self.cash_value(amount, currency_id=currency.id)

    def _register(self, item, amount, currency):
        """Pay the document with Odoo's own register, at the rates recorded."""
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move.line", active_ids=item.ids)
            .create(
                {
                    "payment_date": "2026-02-01",
                    "journal_id": self.cash.id,
                    "currency_id": currency.id,
                    "amount": amount,
                }
            )
        )
        return wizard._create_payments()

    def _exchange(self, item):
        """Return what the exchange entries of a document booked: {account: balance}."""
        partials = item.matched_debit_ids | item.matched_credit_ids
        lines = partials.exchange_move_id.line_ids
        found = {}
        for line in lines:
            found[line.account_id.name] = found.get(line.account_id.name, 0) + line.balance
        return {name: round(balance, 2) for name, balance in found.items() if round(balance, 2)}

    def _exchange_dates(self, item):
        partials = item.matched_debit_ids | item.matched_credit_ids
        return set(partials.exchange_move_id.mapped("date"))

    def test_like_odoos_register_at_the_same_rate(self):
        """Document, value and company currency: same residuals, same exchange entries."""
        rates = {self.usd: 1200.0, self.eur: 1340.0}
        for name, document, value, amount in CASES:
            for part in (1.0, 0.4):
                with self.subTest(case=name, part=part), self.env.cr.savepoint():
                    own, paid = self.currencies[document], self.currencies[value]
                    ours = self.invoice(amount, currency=own)
                    theirs = self.invoice(amount, currency=own)
                    settled = own.round(amount * part)
                    worth = settled * rates.get(own, 1.0) / rates.get(paid, 1.0)
                    received = paid.round(worth)
                    receipt = self.receipt(
                        [(ours, settled)], [self._value(received, paid)], currency_id=paid.id
                    )
                    for row in receipt.rate_ids:
                        row.rate = rates[row.currency_id]
                    receipt.action_post()
                    self.assertFalse(receipt.amount_on_account)
                    for currency, rate in rates.items():
                        self._record(currency, rate, "2026-02-01")
                    # between two foreign currencies the register would reckon at the rate the
                    # document was issued at, and leave part of it open: paid in its own, then
                    foreign = self.local not in (own, paid) and own != paid
                    self._register(theirs, *((settled, own) if foreign else (received, paid)))
                    self.assertEqual(
                        (ours.amount_residual_currency, ours.amount_residual),
                        (theirs.amount_residual_currency, theirs.amount_residual),
                    )
                    self.assertEqual(self._exchange(ours), self._exchange(theirs))
                    # core's are of the month's end, a receipt's of its own date
                    self.assertLessEqual(self._exchange_dates(ours), {receipt.date})
                    receipt.action_void("2026-02-02", "Error")
                    self.assertEqual(
                        (ours.amount_residual_currency, ours.amount_residual),
                        (ours.amount_currency, ours.balance),
                    )
                    self.env["res.currency.rate"].search([("name", "=", "2026-02-01")]).unlink()

    def _table(self, moves):
        """Journal items as rows: account | currency | amount in it | company currency."""
        return [
            f"{item.account_id.name} | {item.currency_id.name} | "
            f"{item.amount_currency:.2f} | {item.balance:.2f}"
            for item in moves.line_ids.sorted("id")
        ]

    def test_ledger_of_each_case(self):
        """Company in USD. Booked at XUS 1000, XEU 1100; collected at XUS 1200, XEU 1340."""
        rates = {self.usd: 1200.0, self.eur: 1340.0}
        for name, document, value, amount in CASES:
            with self.subTest(case=name), self.env.cr.savepoint():
                own, paid = self.currencies[document], self.currencies[value]
                item = self.invoice(amount, currency=own)
                received = paid.round(amount * rates.get(own, 1.0) / rates.get(paid, 1.0))
                receipt = self.receipt([item], [self._value(received, paid)], currency_id=paid.id)
                for row in receipt.rate_ids:
                    row.rate = rates[row.currency_id]
                receipt.action_post()
                moves = receipt.payment_ids.move_id | receipt.partial_ids.exchange_move_id
                wanted = [row.strip() for row in LEDGERS[name].strip().splitlines()]
                self.assertEqual(self._table(moves), wanted)

    def test_document_paid_in_two_currencies_at_once(self):
        """50 EUR paid with 40 USD and the rest in pesos, at rates agreed with the customer."""
        item = self.invoice(50, currency=self.eur)
        ledger = self.ledger_snapshot()
        receipt = self.receipt([item], [self._value(40, self.usd), self.cash_value(19000)])
        rates = {self.usd: 1200.0, self.eur: 1340.0}
        for row in receipt.rate_ids:
            row.rate = rates[row.currency_id]
        self.assertEqual(
            (receipt.amount_documents, receipt.amount_values, receipt.amount_difference),
            (67000, 67000, 0),
        )
        receipt.action_post()
        self.assertLedger(
            receipt.payment_ids.sorted("id").move_id,
            f"""
            {self.outstanding.name} | {self.customer.name} | 48000.00 | 0.00 | 48000.00
            {self.receivable.name} | {self.customer.name} | 0.00 | 47998.80 | 0.00
            Foreign Exchange Gain | {self.customer.name} | 0.00 | 1.20 | 0.00
            {self.outstanding.name} | {self.customer.name} | 19000.00 | 0.00 | 19000.00
            {self.receivable.name} | {self.customer.name} | 0.00 | 19000.00 | 0.00
            """,
        )
        self.assertEqual(item.matched_credit_ids.mapped("debit_amount_currency"), [35.82, 14.18])
        self.assertEqual((item.amount_residual_currency, item.amount_residual), (0, 0))
        self.assertEqual(self._exchange(item)["Foreign Exchange Gain"], -11998.8)
        receipt.action_void("2026-02-02", "Error")
        self.assertRestored(ledger)

    def test_foreign_receipt_of_local_and_foreign_documents(self):
        """A receipt in USD: documents in pesos and in EUR, cents of re-expression to rounding."""
        local, euros = self.invoice(100000.33), self.invoice(20, currency=self.eur)
        receipt = self.receipt(
            [local, euros], [self._value(105.67, self.usd)], currency_id=self.usd.id
        )
        rates = {self.usd: 1200.0, self.eur: 1340.0}
        for row in receipt.rate_ids:
            row.rate = rates[row.currency_id]
        self.assertEqual((receipt.amount_documents, receipt.amount_on_account), (105.66, 0.01))
        receipt.value_ids.amount = 105.66
        receipt.action_post()
        self.assertLedger(
            receipt.payment_ids.move_id,
            f"""
            {self.outstanding.name} | {self.customer.name} | 126792.00 | 0.00 | 126792.00
            {self.receivable.name} | {self.customer.name} | 0.00 | 100000.33 | 0.00
            {self.receivable.name} | {self.customer.name} | 0.00 | 26800.00 | 0.00
            Foreign Exchange Loss | {self.customer.name} | 8.33 | 0.00 | 0.00
            """,
        )
        for item in (local, euros):
            self.assertEqual((item.amount_residual_currency, item.amount_residual), (0, 0))

    # ------------------------------------------------------------------
    # The rates of the receipt
    # ------------------------------------------------------------------

    def test_rates_follow_what_is_in_the_receipt(self):
        receipt = self.receipt([self.invoice(10, currency=self.usd)])
        self.assertEqual(receipt.rate_ids.mapped("rate"), [1000])
        receipt.value_ids = [Command.create(self._value(1, self.eur))]
        self.assertEqual(receipt.rate_ids.currency_id, self.usd | self.eur)
        receipt.line_ids = [Command.clear()]
        self.assertEqual(receipt.rate_ids.currency_id, self.eur)
        receipt.currency_id = self.usd
        self.assertEqual(receipt.rate_ids.currency_id, self.usd | self.eur)

    def test_the_date_proposes_its_own_rate(self):
        self._record(self.usd, 1050.0, "2026-02-10")
        receipt = self.receipt([self.invoice(10, currency=self.usd)])
        receipt.date = "2026-02-12"
        self.assertEqual(
            (receipt.rate_ids.rate, receipt.rate_ids.recorded_date),
            (1050, self.day("2026-02-10")),
        )

    def test_a_rate_typed_stands_and_one_recorded_later_is_taken(self):
        typed, untouched = (
            self.receipt([self.invoice(1, currency=self.usd)], [self.cash_value(amount)])
            for amount in (1234, 1100)
        )
        typed.rate_ids.rate = 1234
        self._record(self.usd, 1100.0, "2026-02-01")
        (typed | untouched).action_post()
        self.assertEqual((typed | untouched).rate_ids.mapped("rate"), [1234, 1100])
        self.assertEqual((typed | untouched).mapped("amount_on_account"), [0, 0])

    def test_currency_without_a_rate_is_refused_until_typed_then_recorded(self):
        yen = self._make_currency("XJP")
        item = self.invoice(100, currency=yen)
        receipt = self.receipt([item], [self.cash_value(700)])
        with self.assertRaisesRegex(UserError, "There is no rate of XJP for"):
            receipt.action_post()
        receipt.rate_ids.rate = 7
        receipt.action_post()
        rate = self.env["res.currency.rate"].search([("currency_id", "=", yen.id)])
        self.assertEqual((rate.inverse_company_rate, rate.name), (7, self.day("2026-02-01")))
        self.assertEqual(rate.company_id, self.company)

    def test_a_rate_agreed_with_the_customer_is_not_recorded(self):
        receipt = self.receipt([self.invoice(1, currency=self.usd)], [self.cash_value(1234)])
        receipt.rate_ids.rate = 1234
        receipt.action_post()
        self.assertFalse(self.env["res.currency.rate"].search([("name", "=", "2026-02-01")]))

    def test_rate_of_zero(self):
        receipt = self.receipt([self.invoice(1, currency=self.usd)], [self.cash_value(1234)])
        receipt.rate_ids.rate = 0
        with self.assertRaisesRegex(UserError, "The rate of XUS must be above zero"):
            receipt.action_post()

    def test_rates_of_a_posted_receipt_stand(self):
        receipt = self.receipt([self.invoice(1, currency=self.usd)], [self.cash_value(1000)])
        receipt.action_post()
        with self.assertRaisesRegex(UserError, "no longer a draft"):
            receipt.rate_ids.rate = 5
        self._record(self.usd, 1500.0, "2026-02-01")
        self.env.add_to_compute(receipt.rate_ids._fields["rate"], receipt.rate_ids)
        self.assertEqual(receipt.rate_ids.rate, 1000)

    # ------------------------------------------------------------------
    # Asked before posting
    # ------------------------------------------------------------------

    def _ask(self, receipts):
        action = receipts.with_context(cobranzas_ask=True).action_post()
        return self.env["cobranzas.receipt.confirm"].browse(action["res_id"])

    def test_rate_of_the_day_is_asked_for_recorded_and_used(self):
        cashier = self.make_user("caja-cambio", "l10n_cobranzas.group_cobranzas_cashier")
        receipt = self.receipt([self.invoice(1, currency=self.usd)], [self.cash_value(1250)])
        wizard = self._ask(receipt.with_user(cashier)).with_user(cashier)
        self.assertEqual(receipt.state, "draft")
        self.assertEqual(wizard.rate_ids.mapped("rate"), [1000])
        self.assertEqual(wizard.rate_ids.recorded_date, self.day("2026-01-01"))
        wizard.rate_ids.rate = 1250
        wizard.action_confirm()
        self.assertEqual((receipt.state, receipt.rate_ids.rate), ("posted", 1250))
        self.assertEqual(receipt.amount_on_account, 0)
        rate = self.env["res.currency.rate"].search([("name", "=", "2026-02-01")])
        self.assertEqual((rate.inverse_company_rate, rate.currency_id), (1250, self.usd))
        again = self.receipt([self.invoice(1, currency=self.usd)], [self.cash_value(1250)])
        self.assertTrue(again.with_context(cobranzas_ask=True).action_post())
        self.assertEqual(again.state, "posted")

    def test_a_typed_rate_stays_while_that_of_the_day_is_recorded(self):
        receipt = self.receipt([self.invoice(1, currency=self.usd)], [self.cash_value(1300)])
        receipt.rate_ids.rate = 1300
        wizard = self._ask(receipt)
        wizard.rate_ids.rate = 1250
        wizard.action_confirm()
        self.assertEqual((receipt.rate_ids.rate, receipt.amount_on_account), (1300, 0))

    def test_the_last_rate_serves_where_the_company_says_so(self):
        self.company.cobranzas_rate_required = "any"
        receipt = self.receipt([self.invoice(1, currency=self.usd)], [self.cash_value(1000)])
        receipt.with_context(cobranzas_ask=True).action_post()
        self.assertEqual(receipt.state, "posted")

    def test_no_rate_given(self):
        receipt = self.receipt([self.invoice(1, currency=self.usd)], [self.cash_value(1000)])
        wizard = self._ask(receipt)
        wizard.rate_ids.rate = 0
        with self.assertRaisesRegex(UserError, "Enter the rate of XUS"):
            wizard.action_confirm()
        self.assertEqual(receipt.state, "draft")

    def test_post_and_new_asks_and_goes_on(self):
        receipt = self.receipt([self.invoice(1, currency=self.usd)], [self.cash_value(1000)])
        action = receipt.with_context(cobranzas_ask=True).action_post_and_new()
        wizard = self.env["cobranzas.receipt.confirm"].browse(action["res_id"])
        self.assertEqual(wizard.action_confirm()["res_model"], "cobranzas.receipt")
        self.assertEqual(receipt.state, "posted")

    def test_only_the_rates_asked_for_are_recorded(self):
        receipt = self.receipt([self.invoice(1, currency=self.usd)], [self.cash_value(1000)])
        wizard = self._ask(receipt)
        wizard.rate_ids.write({"currency_id": self.eur.id, "date": "2026-01-15"})
        wizard.action_confirm()
        self.assertFalse(self.env["res.currency.rate"].search([("name", ">", "2026-01-01")]))
