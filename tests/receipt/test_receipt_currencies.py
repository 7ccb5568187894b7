"""Currencies, rates and cents: nothing the customer owes or paid is lost (REC-09, REC-12)."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestReceiptCurrencies(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.eur = cls.env.ref("base.EUR")
        cls.eur.active = True
        cls.rounding, _same = cls.allow_rounding(one_account=True)

    def _rate(self, rate, date="2026-01-01"):
        self.env["res.currency.rate"].create(
            {"name": date, "rate": rate, "currency_id": self.eur.id, "company_id": self.company.id}
        )

    def _rounded(self, receipt):
        items = receipt.move_ids.line_ids.filtered(lambda item: item.account_id == self.rounding)
        return sum(items.mapped("balance"))

    def _open(self, items):
        return [(item.amount_residual_currency, item.amount_residual) for item in items]

    def test_rate_recorded_after_the_draft(self):
        """Posting judges the totals at the rate of now: no thousand goes to rounding."""
        self._rate(0.01)
        item = self.invoice(100, currency=self.eur)
        short = self.receipt([item], [self.cash_value(10000)])
        over = self.receipt([item], [self.cash_value(10000)])
        self.assertEqual(short.amount_difference, 0)
        self._rate(0.008, "2026-02-01")
        with self.assertRaisesRegex(UserError, "2,500.00 short"), self.env.cr.savepoint():
            short.action_post()
        self.env["res.currency.rate"].search([("rate", "=", 0.008)]).rate = 0.0125
        over.action_post()
        self.assertEqual((over.amount_on_account, self._rounded(over)), (2000, 0))
        self.assertEqual(self._open(item), [(0, 0)])

    def test_posted_totals_do_not_follow_the_rates(self):
        self._rate(0.01)
        receipt = self.receipt([self.invoice(100, currency=self.eur)], [self.cash_value(10000)])
        receipt.action_post()
        self._rate(0.008, "2026-02-01")
        self.env.add_to_compute(receipt._fields["amount_documents"], receipt)
        self.assertEqual(receipt.amount_documents, 10000)

    def test_two_foreign_values_of_one_total(self):
        """Values of one currency are converted together, as the form does."""
        for rate in (3.335, 3.3354, 3.3346):
            with self.subTest(rate=rate):
                self.env["res.currency.rate"].search([("currency_id", "=", self.eur.id)]).unlink()
                self._rate(1 / rate)
                total = self.eur._convert(
                    20.02, self.company.currency_id, self.company, "2026-02-01"
                )
                item = self.invoice(total)
                values = [self.cash_value(10.01, currency_id=self.eur.id) for _n in range(2)]
                receipt = self.receipt([item], values)
                self.assertEqual(receipt.amount_difference, 0)
                receipt.action_post()
                self.assertEqual(self._open(item), [(0, 0)])
                self.assertAlmostEqual(sum(receipt.move_ids.line_ids.mapped("balance")), 0)

    def test_value_worth_less_than_a_cent_of_the_document(self):
        """A document of 100 EUR, 100,000 local: 99,997 and 3 pay it whole, nothing is lost."""
        self._rate(0.001)
        item = self.invoice(100, currency=self.eur)
        receipt = self.receipt([item], [self.cash_value(99997), self.cash_value(3)])
        receipt.action_post()
        self.assertEqual(self._open(item), [(0, 0)])
        self.assertEqual(sum(receipt.payment_ids.mapped("amount")), 100000)

    def test_rest_worth_less_than_a_cent_of_the_value(self):
        """100 EUR received for 99,997 local: the 3 stay on account, in local currency."""
        self._rate(0.001)
        item, debt = self.invoice(99997), self.invoice(5)
        ledger = self.ledger_snapshot()
        receipt = self.receipt([item], [self.cash_value(100, currency_id=self.eur.id)])
        receipt.action_post()
        rest = self.item(receipt.move_ids).filtered("amount_residual")
        self.assertEqual(
            (rest.currency_id, self._open(rest)), (self.company.currency_id, [(-3, -3)])
        )
        later = self.receipt([rest, (debt, 3)], kind="application")
        later.action_post()
        self.assertEqual(rest.amount_residual, 0)
        later.action_void("2026-02-02", "Error")
        receipt.action_void("2026-02-02", "Error")
        self.assertRestored(ledger)

    def test_tolerance_below_a_cent_of_the_document(self):
        self._rate(0.001)
        self.company.cobranzas_rounding_tolerance = 1
        item = self.invoice(100, currency=self.eur)
        receipt = self.receipt([item], [self.cash_value(99999.5)])
        receipt.action_post()
        self.assertEqual(self._open(item), [(0, 0)])

    def test_all_local_in_a_foreign_receipt_re_expresses_nothing(self):
        self._rate(0.9137)
        items = self.invoice(33.33) | self.invoice(66.67)
        receipt = self.receipt(
            items, [self.cash_value(50), self.cash_value(50)], currency_id=self.eur.id
        )
        local = {"currency_id": self.company.currency_id.id}
        receipt.value_ids.write(local)
        receipt.action_post()
        self.assertEqual(self._open(items), [(0, 0), (0, 0)])
        self.assertEqual(self._rounded(receipt), 0)

    def test_re_expression_without_rounding_accounts(self):
        """The cents go where core books exchange differences: nothing stops the cashier."""
        self.company.write(
            {
                "cobranzas_rounding_gain_account_id": False,
                "cobranzas_rounding_loss_account_id": False,
            }
        )
        self._rate(0.03)
        item = self.invoice(100.50)
        receipt = self.receipt(
            [item], [self.cash_value(3.02, currency_id=self.eur.id)], currency_id=self.eur.id
        )
        receipt.action_post()
        gain = self.company.income_currency_exchange_account_id
        items = receipt.move_ids.line_ids.filtered(lambda line: line.account_id == gain)
        self.assertEqual(sum(items.mapped("balance")), -0.17)

    def test_a_little_money_on_account_is_no_rounding(self):
        receipt = self.receipt([], [self.cash_value(0.4)])
        self.assertEqual((receipt.amount_on_account, receipt.amount_difference), (0.4, 0))
        receipt.action_post()
        self.assertEqual((self._rounded(receipt), self.item(receipt.move_ids).balance), (0, -0.4))

    def test_default_amount_in_the_journals_currency(self):
        self._rate(0.01)
        euros = self.cash.copy({"name": "Caja euros", "code": "CEU", "currency_id": self.eur.id})
        receipt = self.receipt([self.invoice(1000)])
        value = self.env["cobranzas.receipt.value"].new(
            {"receipt_id": receipt.id, "journal_id": euros.id, "amount": receipt.amount_missing}
        )
        value.payment_method_line_id = euros.inbound_payment_method_line_ids[:1]
        value._onchange_payment_method_line_id()
        self.assertEqual((value.currency_id, value.amount), (self.eur, 10))

    def test_applications_of_one_pair_in_one_batch(self):
        """Each application keeps its own amount and its own allocation."""
        on_account = self.receipt([], [self.cash_value(100)])
        on_account.action_post()
        credit, debt = self.item(on_account.move_ids), self.invoice(100)
        first, second = (
            self.receipt([(credit, amount), (debt, amount)], kind="application")
            for amount in (30, 20)
        )
        (first | second).action_post()
        self.assertEqual((credit | debt).mapped("amount_residual"), [-50, 50])
        self.assertEqual(first.partial_ids.amount, 30)
        self.assertEqual(second.partial_ids.amount, 20)
        first.action_void("2026-02-02", "Error")
        self.assertEqual((credit | debt).mapped("amount_residual"), [-80, 80])

    def test_void_dates_what_it_reverses(self):
        """Exchange differences are undone on the void date, not in the month reported."""
        self._rate(0.01)
        self._rate(0.008, "2026-02-01")
        item = self.invoice(100, currency=self.eur)
        ledger = self.ledger_snapshot()
        receipt = self.receipt(
            [item], [self.cash_value(100, currency_id=self.eur.id)], currency_id=self.eur.id
        )
        receipt.action_post()
        exchange = receipt.partial_ids.exchange_move_id
        receipt.action_void("2026-05-10", "Error")
        self.assertEqual(exchange.reversal_move_ids.date, self.day("2026-05-10"))
        self.assertRestored(ledger)

    def test_cash_basis_tax_follows_the_receipt_and_its_void(self):
        move = self.cash_basis_invoice()
        ledger = self.ledger_snapshot()
        receipt = self.receipt([self.item(move)], [self.cash_value(move.amount_total)])
        receipt.action_post()
        caba = self.env["account.move"].search([("tax_cash_basis_origin_move_id", "=", move.id)])
        self.assertTrue(caba)
        receipt.action_void("2026-04-05", "Error")
        self.assertEqual(set(caba.reversal_move_ids.mapped("date")), {self.day("2026-04-05")})
        self.assertRestored(ledger)

    def test_numbers_follow_the_dates(self):
        receipts = self.env["cobranzas.receipt"]
        for date in ("2026-02-03", "2026-02-01", "2026-02-02"):
            receipts |= self.receipt([], [self.cash_value(5)], date=date)
        receipts.search([("id", "in", receipts.ids)]).action_post()
        numbers = receipts.sorted("date").mapped("name")
        self.assertEqual(numbers, sorted(numbers))

    def test_cheque_added_by_itself_and_moved_to_another_portfolio(self):
        item = self.invoice(1000)
        receipt = self.receipt([item], [self.cash_value(400)])
        check = self.env["cobranzas.receipt.check"].create(
            {"receipt_id": receipt.id, **self.check(600)}
        )
        self.assertEqual(check.value_id.amount, 600)
        other = self._make_portfolio("CH2")
        receipt.check_ids = [
            Command.update(
                check.id, {"payment_method_line_id": other.inbound_payment_method_line_ids[0].id}
            )
        ]
        receipt.action_post()
        self.assertEqual(check.check_id.current_journal_id, other)
        self.assertEqual((item.amount_residual, self._rounded(receipt)), (0, 0))
