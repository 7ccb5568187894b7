"""Charges of receipts: groups, cheques with dates, credits, tables of rates, currencies (CHG)."""

from odoo.fields import Command
from odoo.tests import tagged

from ..lib.charges import ChargesCommon


@tagged("post_install", "-at_install")
class TestReceiptChargeTables(ChargesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env["cobranzas.interest.policy"].create(
            {"name": "3 % mensual", "company_id": cls.company.id, "rate": 3}
        )
        for partner in (cls.customer, cls.other_customer):
            partner.with_company(cls.company).write(
                {"cobranzas_bears_interest": True, "cobranzas_interest_policy_id": cls.policy.id}
            )

    def _post(self, receipt, undone="2026-04-01"):
        """Post, check that each note is whole, void: the ledger is as before."""
        before = self.ledger_snapshot()
        receipt.action_post()
        for operation in receipt.charge_operation_ids:
            for note in operation.move_ids:
                self.assertEqual(note.commercial_partner_id, operation.partner_id)
        yield receipt.charge_operation_ids
        receipt.action_void(undone, "test")
        self.assertRestored(before)
        self.assertEqual(set(receipt.charge_operation_ids.charge_ids.mapped("state")), {"freed"})

    def test_each_customer_of_a_group_is_noted_by_itself(self):
        self.env["cobranzas.debtor.group"].create(
            {
                "name": "Grupo Los Alerces",
                "member_ids": [
                    Command.create({"partner_id": partner.id})
                    for partner in self.customer | self.other_customer
                ],
            }
        )
        mine = self.invoice(1000, "2026-01-01", "2026-01-31")
        theirs = self.invoice(2000, "2026-01-01", "2026-01-31", partner=self.other_customer)
        receipt = self.receipt(
            [mine, theirs],
            [self.cash_value(3000 + 34.5 + 69)],
            date="2026-03-02",
            allocate_by_group=True,
        )
        receipt.interest_ids.is_collected = True
        self.assertEqual(receipt.amount_difference, 0)
        for operations in self._post(receipt):
            found = {(o.partner_id, o.move_ids.amount_total) for o in operations}
            self.assertEqual(found, {(self.customer, 34.5), (self.other_customer, 69)})
            self.assertEqual(operations.move_ids.mapped("amount_residual"), [0, 0])

    def test_several_documents_of_a_customer_share_a_note(self):
        items = [self.invoice(n, "2026-01-01", "2026-01-31") for n in (500, 600, 1000)]
        receipt = self.receipt(items, [self.cash_value(2100)], date="2026-03-02")
        for operations in self._post(receipt):
            note = operations.move_ids
            self.assertEqual((note.amount_untaxed, note.amount_tax), (63, 9.45))
            self.assertEqual(len(note.invoice_line_ids), 3)
            self.assertEqual(note.amount_residual, 72.45)

    def test_dates_of_the_cheques_count_where_the_policy_says_so(self):
        table = (  # days by, due, cheques, interest
            ("receipt", "2026-01-31", [(10000, "2026-04-16")], 300),  # I-06
            ("values", "2026-01-31", [(10000, "2026-04-16")], 750),  # I-06
            ("receipt", "2026-03-02", [(6000, "2026-04-01"), (4000, "2026-05-01")], 0),
            ("values", "2026-03-02", [(6000, "2026-04-01"), (4000, "2026-05-01")], 420),  # I-07
        )
        number = 0
        for days_by, due, checks, interest in table:
            with self.subTest(days_by=days_by, due=due):
                self.policy.days_by = days_by
                item = self.invoice(10000, "2026-01-01", due)
                rows = []
                for amount, day in checks:
                    number += 1
                    rows.append(self.check(amount, f"{number:08}", day))
                receipt = self.receipt([item], checks=rows, date="2026-03-02")
                self.assertEqual(sum(receipt.interest_ids.mapped("amount")), interest)
                receipt.action_post()
                notes = receipt.charge_operation_ids.move_ids
                self.assertEqual(sum(notes.mapped("amount_untaxed")), interest)
                receipt.action_void("2026-06-01", "test")
                self.assertEqual(item.amount_residual, 10000)

    def test_a_credit_note_in_between_lowers_the_base_from_its_date(self):
        """I-03 with a credit note: 500 for 30 days, then 400 for 15."""
        self.policy.rate = 2
        item = self.invoice(500, "2026-06-01", "2026-07-01")
        credit = self.invoice(100, "2026-07-31", move_type="out_refund")
        (item | credit).reconcile()
        receipt = self.receipt([item], [self.cash_value(400)], date="2026-08-15")
        self.assertEqual(receipt.interest_ids.mapped("amount"), [14])
        for operations in self._post(receipt, "2026-09-01"):
            self.assertEqual(operations.move_ids.amount_untaxed, 14)

    def test_a_change_of_rate_in_the_period(self):
        """I-12: 15 days at 3 % and 31 at 4 %."""
        self.env["cobranzas.rate"].create(
            [
                {"kind": "moratory", "rate": rate, "date_from": day, "company_id": self.company.id}
                for day, rate in (("2026-01-01", 3), ("2026-10-01", 4))
            ]
        )
        self.policy.rate_source = "table"
        item = self.invoice(10000, "2026-09-01", "2026-09-15")
        receipt = self.receipt([item], [self.cash_value(10000)], date="2026-10-31")
        self.assertEqual(receipt.interest_ids.mapped("amount"), [563.33])
        for operations in self._post(receipt, "2026-11-01"):
            charges = operations.charge_ids.sorted("date_from")
            self.assertEqual(charges.mapped("amount"), [150, 413.33])
            self.assertEqual(operations.move_ids.amount_untaxed, 563.33)

    def _late_dollars(self):
        """1,000 dollars, due on 31-01, booked at 1,000 pesos; 1,100 since February."""
        self.dollars = self.make_rates({"2026-01-01": 1 / 1000, "2026-02-01": 1 / 1100})
        self.customer.with_company(self.company).cobranzas_clause_currency_id = self.dollars
        return self.invoice(1000, "2026-01-01", "2026-01-31", currency=self.dollars)

    def test_dollars_collected_in_dollars_make_no_difference(self):
        """X-08, RG 5616: interest is in the document's currency, at its rate."""
        item = self._late_dollars()
        journal = self.env["account.journal"].create(
            {"name": "Dólares", "code": "DOL", "type": "bank", "currency_id": self.dollars.id}
        )
        receipt = self.receipt(
            [item],
            [{"journal_id": journal.id, "amount": 1000, "operation_number": "1"}],
            date="2026-03-02",
            currency_id=self.dollars.id,
        )
        self.assertEqual(receipt.interest_ids.mapped("amount"), [30])
        self.assertEqual(receipt.exchange_ids.mapped("amount_total"), [])
        for operations in self._post(receipt):
            note = operations.move_ids
            self.assertEqual((operations.kind, note.currency_id), ("late_interest", self.dollars))
            self.assertEqual(note.amount_untaxed, 30)
            self.assertEqual(note.line_ids.filtered("tax_ids").balance, -30000)

    def test_dollars_collected_in_pesos(self):
        item = self._late_dollars()
        receipt = self.receipt([item], [self.cash_value(1100000)], date="2026-03-02")
        self.assertEqual(receipt.interest_ids.mapped("amount"), [30])
        self.assertEqual(receipt.exchange_ids.mapped("amount"), [100000])
        self.assertEqual(receipt.amount_difference, 0)
        for operations in self._post(receipt):
            notes = {o.kind: o.move_ids for o in operations}
            self.assertEqual(notes["exchange_note"].amount_total, 100000)
            self.assertEqual(notes["exchange_note"].amount_residual, 0)
            self.assertEqual(notes["late_interest"].amount_residual, 34.5)
            self.assertFalse(receipt.partial_ids.exchange_move_id)

    def test_what_was_agreed_stands_while_other_notes_are_made(self):
        """The note of the difference adds a line; interest stays as an accountant typed it."""
        item = self._late_dollars()
        receipt = self.receipt([item], [self.cash_value(1100000)], date="2026-03-02")
        receipt.interest_ids.amount = 20
        for operations in self._post(receipt):
            notes = {o.kind: o.move_ids for o in operations}
            self.assertEqual(notes["late_interest"].amount_untaxed, 20)
            self.assertEqual(receipt.interest_ids.amount, 20)

    def test_collect_now_stays_ticked_when_the_money_is_typed(self):
        item = self.invoice(1000, "2026-01-01", "2026-01-31")
        receipt = self.receipt([item], date="2026-03-02")
        receipt.interest_ids.is_collected = True
        receipt.value_ids = [Command.create(self.cash_value(1034.5))]
        self.assertEqual((receipt.interest_ids.is_collected, receipt.amount_difference), (True, 0))
