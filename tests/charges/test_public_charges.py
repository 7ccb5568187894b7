"""What users of other programs reported of interest, discounts and differences, tried here (CHG).

Each test names the report: project and number on GitHub, unless it says otherwise.
"""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.charge_runs import ChargeRunsCommon
from ..lib.charges import ChargesCommon


@tagged("post_install", "-at_install")
class TestPublicInterest(ChargeRunsCommon):
    def test_interest_is_not_lost_once_the_principal_is_paid(self):
        """frappe/erpnext #58220, 58227: paid without its interest, nothing was left to charge.

        And once it was charged, another run has nothing more.
        """
        owed = self.invoice(1000, due="2026-03-01")
        self.pay(owed, 1000, "2026-03-21")
        run = self.make_run()
        self.assertEqual(self.grid(run), [(owed, 20, 1000, 20, "pending")])
        self.book(run)
        self.assertEqual(run.operation_ids.move_ids.amount_residual, 23)
        with self.assertRaisesRegex(UserError, "No document matches"):
            self.make_run(date="2026-04-30")

    def test_after_a_payment_interest_runs_on_the_rest_from_there(self):
        """frappe/erpnext #49621: the second reckoning began at the invoice's date again."""
        owed = self.invoice(1000, due="2026-01-01")
        self.pay(owed, 200, "2026-01-31")
        first = self.make_run(date="2026-01-31")
        self.assertEqual(self.grid(first), [(owed, 30, 1000, 30, "pending")])
        self.book(first)
        self.pay(owed, 300, "2026-02-20")
        second = self.make_run(date="2026-03-02")
        self.book(second)
        rows = second.operation_ids.charge_ids.sorted("date_from")
        self.assertEqual(
            [(str(row.date_from), row.days, row.base, row.amount) for row in rows],
            [("2026-01-31", 20, 800, 16), ("2026-02-20", 10, 500, 5)],
        )

    def test_each_invoice_has_its_own_balance(self):
        """frappe/erpnext #42605, #46650: of several, all had the balance of the last one."""
        items = [self.invoice(amount, due="2026-03-01") for amount in (1000, 250, 40)]
        self.pay(items[1], 50, "2026-03-01")
        run = self.make_run()
        self.assertEqual(
            self.grid(run),
            [
                (items[0], 30, 1000, 30, "pending"),
                (items[1], 30, 200, 6, "pending"),
                (items[2], 30, 40, 1.2, "pending"),
            ],
        )

    def test_nothing_is_late_on_its_due_date(self):
        """frappe/erpnext 45685: a reminder for what is due today. ingadhoc/odoo-academic #186."""
        owed = self.invoice(1000, due="2026-03-30")
        self.assertFalse(owed._cobranzas_get_interest(self.day("2026-03-30")))
        [segment] = owed._cobranzas_get_interest(self.day("2026-03-31"))
        self.assertEqual((segment.days, segment.amount), (1, 1))

    def test_each_of_several_late_payments_is_charged_once(self):
        """ingadhoc/account-financial-tools 694: several payments of an invoice, wrong interest."""
        self.monthly.base = "collected"
        owed = self.invoice(1000, due="2026-03-01")
        self.pay(owed, 400, "2026-03-11")
        self.pay(owed, 600, "2026-03-21")
        run = self.make_run()
        self.book(run)
        charges = run.operation_ids.charge_ids.sorted("date_to")
        self.assertEqual(
            [(row.days, row.base, row.amount) for row in charges], [(10, 400, 4), (20, 600, 12)]
        )
        self.assertEqual(len(charges.partial_id), 2)

    def test_the_note_is_in_the_journal_of_the_document(self):
        """ingadhoc/account-financial-tools 407, 691: any first sales journal was taken.

        Nor has the note the payment terms of the customer (621): it is due at once.
        """
        other = self.company_data["default_journal_sale"].copy(
            {"code": "EXP", "name": "Export", "default_account_id": self.revenue.id}
        )
        draft = self.invoice(1000, due="2026-03-01").move_id.copy({"journal_id": other.id})
        draft.write({"invoice_date": "2026-01-10", "invoice_date_due": "2026-03-01"})
        draft.action_post()
        term = self.env["account.payment.term"].create(
            {
                "name": "60 días",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 100, "nb_days": 60})
                ],
            }
        )
        self.customer.property_payment_term_id = term
        run = self.make_run()
        self.book(run)
        note = run.line_ids.filtered(lambda line: line.move_line_id.move_id == draft).note_id
        self.assertEqual(note.journal_id, other)
        self.assertEqual(str(note.invoice_date_due), "2026-03-31")

    def test_credits_of_the_customer_do_not_lower_what_another_debt_bears(self):
        """ingadhoc/account-financial-tools `account_interests`: credits hid within one sum."""
        owed = self.invoice(1000, due="2026-03-01")
        self.invoice(900, move_type="out_refund")
        self.assertEqual(self.grid(self.make_run()), [(owed, 30, 1000, 30, "pending")])

    def test_what_was_taken_out_once_comes_again(self):
        """OCA/credit-control #460: after a reminder for one invoice, no more for the others."""
        first, second = self.invoice(1000, due="2026-03-01"), self.invoice(500, due="2026-03-01")
        run = self.make_run()
        run.line_ids.filtered(lambda line: line.move_line_id == second)._leave_out("once", "")
        self.book(run)
        again = self.make_run()
        self.assertEqual(self.grid(again), [(second, 30, 500, 15, "pending")])
        self.assertEqual(first.cobranzas_charge_ids.amount, 30)


@tagged("post_install", "-at_install")
class TestPublicDates(ChargesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax.amount = 21
        cls.term = cls.env["account.payment.term"].create(
            {
                "name": "30 días, 2 % antes",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 100, "nb_days": 30})
                ],
                "cobranzas_alternative_ids": [Command.create({"days": -20, "percent": -2})],
            }
        )

    @classmethod
    def dated(cls, total, **kw):
        """Issued on 10-01, due on 09-02; 2 % less until 20-01."""
        move = cls.taxed_invoice(total, **kw).move_id
        move.button_draft()
        move.invoice_payment_term_id = cls.term
        move.action_post()
        return cls.item(move)

    def test_the_date_of_the_discount_stays_that_of_the_invoice(self):
        """odoo/odoo 215615: terms changed later moved the discount of posted invoices."""
        item = self.dated(1000)
        self.term.cobranzas_alternative_ids.write({"days": -25, "percent": -10})
        receipt = self.receipt([item], [self.cash_value(980)], date="2026-01-20")
        self.assertEqual(receipt.adjustment_ids.mapped("amount"), [-20])
        late = self.receipt([item], [self.cash_value(1000)], date="2026-01-21")
        self.assertFalse(late.adjustment_ids)

    def test_after_a_part_was_paid_the_rest_less_the_discount_is_due(self):
        """odoo/odoo 94050, in its review: 500 paid of 1,000, and 980 were still proposed."""
        item = self.dated(1000)
        first = self.receipt([(item, 500)], [self.cash_value(500)], date="2026-01-15")
        self.assertFalse(first.adjustment_ids)
        first.action_post()
        rest = self.receipt([], [self.cash_value(480)], date="2026-01-20")
        rest.action_propose()
        self.assertEqual((rest.amount_documents, rest.amount_difference), (480, 0))
        rest.action_post()
        self.assertEqual(item.move_id.payment_state, "paid")

    def test_the_discount_is_a_credit_note_with_its_taxes(self):
        """odoo/odoo 179788, frappe/erpnext 34287: a discount within the payment, its tax apart.

        The cents of odd amounts go nowhere else: 2 % of 33.34 is 0.67, tax inside.
        """
        for total, discount in ((1000, (20, 3.47)), (33.34, (0.67, 0.12))):
            item = self.dated(total)
            received = round(item.amount_residual - discount[0], 2)
            receipt = self.receipt([item], [self.cash_value(received)], date="2026-01-20")
            receipt.action_post()
            note = receipt.charge_operation_ids.move_ids
            self.assertEqual(note.move_type, "out_refund")
            self.assertEqual((note.amount_total, note.amount_tax), discount)
            self.assertEqual((note.amount_residual, item.amount_residual), (0, 0))

    def test_the_discount_is_in_the_currency_of_the_invoice(self):
        """Dolibarr/dolibarr #34891, #32206: discounts mixed the currencies."""
        usd = self.make_rates({"2026-01-01": 1 / 1000})
        item = self.dated(1210, currency=usd)
        receipt = self.receipt(
            [item], [self.cash_value(1185800)], date="2026-01-20", partner_id=self.customer.id
        )
        row = receipt.adjustment_ids
        self.assertEqual((row.currency_id, row.amount), (usd, -24.2))
        self.assertEqual((receipt.amount_documents, receipt.amount_difference), (1185800, 0))
        receipt.action_post()
        note = receipt.charge_operation_ids.move_ids
        self.assertEqual((note.currency_id, note.amount_total), (usd, 24.2))
        self.assertEqual((item.amount_residual, item.amount_residual_currency), (0, 0))


@tagged("post_install", "-at_install")
class TestPublicDifferences(ChargesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.usd = cls.make_rates({"2026-01-01": 1 / 1000, "2026-02-01": 1 / 1100})
        cls.customer.with_company(cls.company).cobranzas_clause_currency_id = cls.usd
        cls.tax.amount = 21
        cls.dollars = cls.taxed_invoice(1210, currency=cls.usd)

    def collect(self, amount, pesos, date="2026-02-01"):
        receipt = self.receipt([(self.dollars, amount)], [self.cash_value(pesos)], date=date)
        receipt.action_post()
        return receipt

    def test_every_part_has_its_own_difference(self):
        """odoo/odoo #29369, #120513: differences only once the invoice was wholly paid.

        The first part leaves it partly paid, at its own rate (odoo/odoo #19432, #15987).
        """
        first = self.collect(605, 665500)
        self.assertEqual(first.charge_operation_ids.move_ids.amount_total, 60500)
        self.assertEqual(self.dollars.move_id.payment_state, "partial")
        self.assertEqual(
            (self.dollars.amount_residual_currency, self.dollars.amount_residual), (605, 605000)
        )
        second = self.collect(605, 665500, "2026-02-05")
        self.assertEqual(second.charge_operation_ids.move_ids.amount_total, 60500)
        self.assertEqual(self.dollars.move_id.payment_state, "paid")

    def test_a_difference_is_booked_once(self):
        """OCA/account-reconcile #656: once in the bank's entry, once in that of the exchange."""
        before = self.env["account.move"].search([])
        receipt = self.collect(1210, 1331000)
        made = self.env["account.move"].search([]) - before
        self.assertFalse(receipt.partial_ids.exchange_move_id)
        income = made.line_ids.filtered(lambda line: line.account_id.internal_group == "income")
        self.assertEqual(income.mapped("balance"), [-100000])

    def test_at_the_same_rate_there_is_none(self):
        """frappe/erpnext 38717: an entry of the difference although both had the same rate."""
        before = self.env["account.move"].search_count([])
        receipt = self.collect(1210, 1210000, "2026-01-20")
        self.assertFalse(receipt.exchange_ids or receipt.partial_ids.exchange_move_id)
        self.assertEqual(self.env["account.move"].search_count([]), before + 1)

    def test_nothing_of_it_stays_when_it_is_undone(self):
        """odoo/odoo 26583, frappe/erpnext #34680: undoing failed, or left the entry behind."""
        before = self.ledger_snapshot()
        receipt = self.collect(1210, 1331000)
        receipt.action_void("2026-02-10", "test")
        self.assertRestored(before)
        again = self.collect(1210, 1331000, "2026-02-11")
        self.assertEqual(again.charge_operation_ids.move_ids.amount_total, 121000)
