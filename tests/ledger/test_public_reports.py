"""What others reported of other software, tried here: each test names the report."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.truth import TruthCommon
from ..lib.withholdings import WithholdingsCommon


@tagged("post_install", "-at_install")
class TestPublicReports(TruthCommon, WithholdingsCommon):
    def entry(self, amount_currency, balance, currency, date="2026-01-12"):
        """A posted receivable item with amounts of any kind in its two currencies."""
        other = {"account_id": self.company_data["default_account_revenue"].id}
        own = {"account_id": self.receivable.id, "partner_id": self.customer.id}
        move = self.env["account.move"].create(
            {
                "date": date,
                "line_ids": [
                    Command.create(
                        {
                            **vals,
                            "currency_id": currency.id,
                            "amount_currency": sign * amount_currency,
                            "balance": sign * balance,
                        }
                    )
                    for vals, sign in ((own, 1), (other, -1))
                ],
            }
        )
        move.action_post()
        return self.item(move)

    def test_cheque_with_withholding(self):
        """ingadhoc/account-payment 1141: the cheque was booked less the withholding."""
        invoice = self.invoice(105000)
        receipt = self.receipt(
            [invoice],
            [],
            [self.check(100000)],
            withholding_ids=[Command.create(self.certificate(5000))],
        )
        receipt.action_post()
        cheque = receipt.check_ids.check_id
        self.assertEqual(cheque.amount, 100000)
        self.assertEqual(cheque.payment_id.amount, 100000)
        booked = cheque.payment_id.move_id.line_ids
        self.assertEqual(sorted(booked.mapped("balance")), [-100000, 100000])
        self.assertEqual(sum(receipt.withholding_ids.move_id.line_ids.mapped("debit")), 5000)
        self.assertEqual(invoice.move_id.payment_state, "paid")
        self.assertOpen("")

    def test_cheque_of_a_voided_receipt(self):
        """odoo 214071: a cheque stayed in hand after the payment it came with was cancelled."""
        receipt = self.receipt([self.invoice(500)], [], [self.check(500, pay_date="2026-06-01")])
        receipt.action_post()
        cheque = receipt.check_ids.check_id
        self.assertEqual(cheque.current_journal_id, self.portfolio)
        self.assertEqual(self.customer.cobranzas_checks_amount, 500)
        receipt.action_void("2026-02-02", "Error")
        self.env.invalidate_all()
        self.assertFalse(cheque.exists().current_journal_id)
        self.assertEqual(self.customer.cobranzas_checks_amount, 0)
        self.assertOpen("invoice | 2026-01-10 | 500.00", cobranzas_postdated=True)

    def test_cheque_used_twice(self):
        """odoo 136358: a third-party cheque was endorsed twice, and its receipt voided between."""
        receipt = self.receipt([self.invoice(500)], [], [self.check(500)])
        receipt.action_post()
        cheque = receipt.check_ids.check_id
        self.endorse_check(cheque)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            receipt.action_void("2026-02-06", "Error")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.endorse_check(cheque)

    def test_invoice_collected_reset_to_draft(self):
        """odoo 214363: what a draft invoice was reconciled with was lost, or kept, in silence."""
        invoice = self.invoice(500)
        receipt = self.receipt([invoice], [self.cash_value(500)])
        receipt.action_post()
        with self.assertRaisesRegex(UserError, receipt.name), self.env.cr.savepoint():
            invoice.move_id.button_draft()
        self.assertEqual(invoice.move_id.payment_state, "paid")

    def test_left_in_the_foreign_currency_alone(self):
        """odoo 72852: 200 EUR for 100 paid with 195 EUR for 100: five could never be settled."""
        eur = self.make_rates({"2026-01-01": 2})
        debt = self.entry(200, 100, eur)
        paid = self.entry(-195, -100, eur, "2026-01-20")
        (debt + paid).reconcile()
        self.assertEqual(debt.amount_residual_currency, 5)
        receipt = self.receipt([debt], [self.cash_value(2.5)], currency_id=eur.id)
        receipt.action_post()
        self.assertFalse(debt.amount_residual_currency)
        self.assertFalse(debt.amount_residual)
        self.assertOpen("")

    def test_taxes_rounded_apart_paid_in_company_currency(self):
        """odoo 35771, 87963: lines and taxes rounded apart left 0.01 open of a paid invoice."""
        eur = self.make_rates({"2026-01-01": 1 / 1.5289})
        tax = self.company_data["default_tax_sale"]
        tax.amount = 15
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": "2026-01-10",
                "currency_id": eur.id,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "a", "price_unit": 23, "tax_ids": [Command.set(tax.ids)]}
                    )
                ],
            }
        )
        move.action_post()
        invoice = self.item(move)
        self.assertEqual(invoice.amount_currency, 26.45)
        on_account = self.receipt([], [self.cash_value(100)], date="2026-01-15")
        on_account.action_post()
        credit = self.item(on_account.payment_ids.move_id)
        receipt = self.receipt([invoice, (credit, 40.44)], date="2026-01-20")
        receipt.action_post()
        self.assertEqual(credit.amount_residual, -59.56)
        self.assertEqual(move.payment_state, "paid")
        self.assertFalse(invoice.amount_residual)
        self.assertFalse(invoice.amount_residual_currency)
        self.assertOpenSumsToLedger()

    def test_exchange_entry_of_a_voided_receipt(self):
        """odoo 66653: unreconciling reversed the exchange entry and left a residual of its own."""
        eur = self.make_rates({"2026-01-01": 1 / 3, "2026-02-01": 1 / 2})
        invoice = self.invoice(1200, currency=eur)
        before = self.read_open()
        receipt = self.receipt(
            [invoice], [self.cash_value(1200, currency_id=eur.id)], currency_id=eur.id
        )
        receipt.action_post()
        self.assertEqual(invoice.move_id.payment_state, "paid")
        receipt.action_void("2026-02-10", "Error")
        self.assertEqual(self.read_open(), before)
        self.assertEqual((invoice.amount_residual, invoice.amount_residual_currency), (3600, 1200))
        self.assertOpenSumsToLedger()

    def test_foreign_balance_at_the_end_of_the_year(self):
        """OCA/account-financial-reporting 853: paid later, the foreign balance read zero."""
        eur = self.make_rates({"2025-01-01": 1 / 3, "2026-01-01": 1 / 2})
        invoice = self.invoice(1200, "2025-12-01", currency=eur)
        receipt = self.receipt(
            [invoice], [self.cash_value(1200, currency_id=eur.id)], currency_id=eur.id
        )
        receipt.action_post()
        self.assertOpen("invoice | 2025-12-01 | EUR 1200.00 | 3600.00", "2025-12-31")
        self.assertOpen("")

    def test_ages_of_what_was_paid_later(self):
        """OCA/account-financial-reporting 546: ages of April forgot what was paid in May."""
        payment = self.receipt([], [self.cash_value(1000)], date="2026-02-10")
        payment.action_post()
        credit = self.item(payment.payment_ids.move_id)
        march = [self.invoice(10000, f"2026-03-1{day}") for day in range(5)]
        self.invoice(100000, "2026-04-10")
        receipt = self.receipt([*march, credit], [self.cash_value(49000)], date="2026-05-05")
        receipt.action_post()
        found = [
            self.read_total("aging", column, date_to="2026-04-30", aging_by="date")
            for column in ("balance", "age_2", "age_3", "age_4")
        ]
        self.assertEqual(found, [149000, 100000, 50000, -1000])
        self.assertEqual(self.read_total("aging", "balance", date_to="2026-05-31"), 100000)

    def test_documents_paid_in_many_parts(self):
        """OCA/account-financial-reporting 860: paid in parts, they stood there with 0 and -0."""
        invoices = [self.invoice(amount) for amount in (33.33, 66.67, 0.1)]
        for amounts in ((11.11, 22.23, 0.03), (11.11, 22.22, 0.03), (11.11, 22.22, 0.04)):
            receipt = self.receipt(
                list(zip(invoices, amounts, strict=True)), [self.cash_value(round(sum(amounts), 2))]
            )
            receipt.action_post()
        self.assertOpen("")
        run = self.env["cobranzas.statement.run"].create(
            {
                "date_from": "2026-01-01",
                "date_to": "2026-02-28",
                "company_id": self.company.id,
                "partner_ids": [Command.set(self.customer.ids)],
            }
        )
        with self.assertRaisesRegex(UserError, "No customer matches"):
            run.action_prepare()
