"""Early payment at the receipt: the discount of the table of rates, its note, its undo (CHG-04)."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..lib.charges import ChargesCommon


@tagged("post_install", "-at_install")
class TestEarlyPayment(ChargesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.cobranzas_early_at_receipt = "ask"
        cls.customer.cobranzas_uses_rates = True
        cls.rate()
        cls.tax.name, cls.revenue.name = "15%", "Sales"
        # 15 % inside; 10 % less twenty days before
        cls.early = cls.taxed_invoice(1150, due="2026-02-21")

    @classmethod
    def rate(cls, rate=0.5, **kw):
        return cls.env["cobranzas.rate"].create(
            {
                "kind": "early_payment",
                "rate": rate,
                "rate_period": "day",
                "date_from": "2026-01-01",
                "company_id": cls.company.id,
                **kw,
            }
        )

    def collect(self, lines, received, date="2026-02-01", **kw):
        receipt = self.receipt(lines, [self.cash_value(received)], date=date, **kw)
        self.assertEqual(receipt.amount_difference, 0)
        receipt.action_post()
        return receipt

    # ------------------------------------------------------------------
    # What is proposed
    # ------------------------------------------------------------------

    def test_the_date_decides(self):
        receipt = self.receipt([self.early])
        for day, days, amount in (
            ("2026-02-01", -20, -115),
            ("2026-02-11", -10, -57.5),
            ("2026-02-20", -1, -5.75),
            ("2026-02-21", 0, 0),
            ("2026-03-01", 0, 0),
        ):
            with self.subTest(day=day):
                receipt.date = day
                row = receipt.early_ids
                self.assertEqual((row.days, row.amount, row.base), (days, amount, amount and 1150))
                self.assertEqual(receipt.amount_documents, 1150 + amount)

    def test_the_rate_of_the_day_and_currency_counts(self):
        self.rate(0.25, date_from="2026-02-11")
        self.rate(1, currency_id=self.make_rates({"2026-01-01": 1}).id)
        receipt = self.receipt([self.early])
        self.assertEqual(receipt.early_ids.amount, -115)
        receipt.date = "2026-02-11"
        self.assertEqual((receipt.early_ids.amount, receipt.early_ids.rate), (-28.75, -2.5))

    def test_who_has_none(self):
        self.customer.cobranzas_uses_rates = False
        self.assertFalse(self.receipt([self.early]).early_ids)

    def test_alternative_dates_win(self):
        for condoned in (False, True):
            with self.subTest(condoned=condoned):
                dated = self.taxed_invoice(1150, due="2026-02-21")
                dated.cobranzas_alternative_ids = [
                    Command.create({"date": "2026-02-05", "amount": 1100})
                ]
                if condoned:
                    dated.action_cobranzas_condone("test")
                receipt = self.receipt([dated])
                self.assertFalse(receipt.early_ids)
                self.assertEqual(
                    receipt.adjustment_ids.mapped("amount"), [] if condoned else [-50]
                )

    def test_cores_own_discount_wins(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "Core",
                "early_discount": True,
                "discount_days": 10,
                "discount_percentage": 2,
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 100, "nb_days": 40})
                ],
            }
        )
        move = self.early.move_id
        move.button_draft()
        move.invoice_payment_term_id = term
        move.action_post()
        self.assertFalse(self.receipt([self.item(move)]).early_ids)

    def test_debts_that_no_sale_made_have_none(self):
        entry = self.env["account.move"].create(
            {
                "date": "2026-01-10",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": self.early.account_id.id,
                            "partner_id": self.customer.id,
                            "date_maturity": "2026-02-21",
                            "debit": 100,
                        }
                    ),
                    Command.create({"account_id": self.revenue.id, "credit": 100}),
                ],
            }
        )
        entry.action_post()
        self.assertFalse(self.receipt([self.item(entry)]).early_ids)

    def test_automatic_allocation_takes_the_discount(self):
        second = self.taxed_invoice(2300, due="2026-02-21")
        receipt = self.receipt([], [self.cash_value(1035 + 2070)])
        receipt.action_propose()
        self.assertEqual(receipt.line_ids.mapped("amount"), [1035, 2070])
        self.assertEqual(set(receipt.early_ids.mapped("amount")), {-115, -230})
        self.assertEqual((receipt.amount_documents, receipt.amount_difference), (3105, 0))
        receipt.action_post()
        self.assertEqual((self.early | second).mapped("amount_residual"), [0, 0])

    def test_modes(self):
        """Mode, rows, whether the note is made, whether posting asks."""
        for mode, rows, made in (("always", 1, 1), ("ask", 1, 1), ("never", 0, 0), ("warn", 1, 0)):
            with self.subTest(mode=mode):
                self.company.cobranzas_early_at_receipt = mode
                item = self.taxed_invoice(1150, due="2026-02-21")
                receipt = self.receipt([item], [self.cash_value(1150 - 115 * made)])
                self.assertEqual(len(receipt.early_ids), rows)
                self.assertEqual(bool(receipt.charge_warning), mode == "warn")
                self.assertEqual(len(receipt._get_questions()), mode == "ask")
                self.assertEqual(receipt.amount_difference, 0)
                receipt.action_post()
                self.assertEqual(len(receipt.charge_operation_ids), made)
                self.assertEqual(item.amount_residual, 0)

    # ------------------------------------------------------------------
    # What is booked
    # ------------------------------------------------------------------

    def test_ledger(self):
        before = self.ledger_snapshot()
        receipt = self.collect([self.early], 1035)
        operation = receipt.charge_operation_ids
        self.assertEqual((operation.kind, operation.name[:3]), ("early_payment", "DPP"))
        note = operation.move_ids
        name = self.customer.name
        self.assertLedger(
            note | receipt.payment_ids.move_id,
            f"""
            Sales                | {name} |  100.00 |    0.00 |    0.00
            Tax Received         | {name} |   15.00 |    0.00 |    0.00
            Account Receivable   | {name} |    0.00 |  115.00 |    0.00
            Outstanding Receipts | {name} | 1035.00 |    0.00 | 1035.00
            Account Receivable   | {name} |    0.00 | 1035.00 |    0.00
            """,
        )
        self.assertEqual(note.reversed_entry_id, self.early.move_id)
        self.assertEqual(self.early.amount_residual, 0)
        charge = operation.charge_ids
        self.assertEqual(
            (charge.kind, charge.days, charge.base, charge.rate, charge.amount, charge.note_id),
            ("early_payment", 20, 1150, -10, -115, note),
        )
        receipt.action_void("2026-02-10", "test")
        self.assertRestored(before)
        self.assertEqual(charge.state, "freed")
        again = self.receipt([self.early])
        self.assertEqual(again.early_ids.amount, -115)

    def test_paid_in_part(self):
        """450 of 1,150 settles 500; what is left has no second discount."""
        receipt = self.collect([(self.early, 450)], 450)
        self.assertEqual((receipt.early_ids.amount, receipt.early_ids.base), (-50, 500))
        self.assertEqual(receipt.charge_operation_ids.move_ids.amount_total, 50)
        self.assertEqual(self.early.amount_residual, 650)
        second = self.collect([self.early], 650, "2026-02-05")
        self.assertFalse(second.early_ids)
        self.assertFalse(second.charge_operation_ids)
        self.assertEqual(self.early.amount_residual, 0)

    def test_the_payment_decides_whichever_way_it_is_typed(self):
        """What is settled of 1,150, what is paid, what the note is for."""
        for settled, paid, discount in (
            (1150, 1035, 115),
            (1100, 1035, 115),
            (1035, 1035, 115),
            (1034, 1034, 114.89),
            (9, 9, 1),
            (0.01, 0.01, 0),
        ):
            with self.subTest(settled=settled):
                receipt = self.receipt([(self.early, settled)])
                self.assertEqual(receipt.amount_documents, paid)
                self.assertEqual(sum(receipt.early_ids.mapped("amount")), -discount)

    def test_two_receipts_discount_a_document_once(self):
        one, two = (
            self.receipt([(self.early, 450)], [self.cash_value(450)]) for _each in range(2)
        )
        self.assertEqual((one | two).early_ids.mapped("amount"), [-50, -50])
        one.action_post()
        with self.assertRaisesRegex(UserError, "discounted already: untick its note"):
            two.action_post()
        self.env.invalidate_all()
        self.assertEqual((two.state, self.early.amount_residual), ("draft", 650))
        two.early_ids.is_selected = False
        two.action_post()
        self.assertEqual(self.early.amount_residual, 200)

    def test_edited(self):
        receipt = self.receipt([self.early], [self.cash_value(1100)])
        receipt.early_ids.amount = -50
        self.assertEqual((receipt.amount_documents, receipt.amount_difference), (1100, 0))
        receipt.action_post()
        self.assertEqual(receipt.charge_operation_ids.move_ids.amount_total, 50)
        self.assertEqual(self.early.amount_residual, 0)

    def test_no_surcharge(self):
        receipt = self.receipt([self.early], [self.cash_value(1200)])
        receipt.early_ids.amount = 50
        with self.assertRaisesRegex(UserError, "an early payment is discounted"):
            receipt.with_context(cobranzas_confirmed=True).action_post()

    def test_left_out(self):
        receipt = self.receipt([self.early], [self.cash_value(1150)])
        receipt.early_ids.is_selected = False
        self.assertEqual((receipt.amount_documents, receipt.amount_difference), (1150, 0))
        receipt.action_post()
        self.assertFalse(receipt.charge_operation_ids)

    def test_who_changes_it(self):
        """Mode, what a cashier writes to the row, the refusal."""
        cashier = self.make_user("caja.pronto", "l10n_cobranzas.group_cobranzas_cashier")
        for mode, vals, refused in (
            ("ask", {"amount": -100}, True),
            ("always", {"is_selected": False}, True),
            ("ask", {"is_selected": False}, False),
            ("always", {}, False),
        ):
            with self.subTest(mode=mode, **vals):
                self.company.cobranzas_early_at_receipt = mode
                item = self.taxed_invoice(1150, due="2026-02-21")
                draft = self.receipt([item]).with_user(cashier)
                draft.value_ids = [Command.create(self.cash_value(1150 if vals else 1035))]
                draft.early_ids.write(vals)
                post = draft.with_context(cobranzas_confirmed=True).action_post
                if refused:
                    with self.assertRaisesRegex(AccessError, "only an accountant"):
                        post()
                else:
                    post()
                    self.assertEqual(item.amount_residual, 0)

    def test_missing_product(self):
        self.company.cobranzas_discount_product_id = False
        receipt = self.receipt([self.early], [self.cash_value(1035)])
        with self.assertRaisesRegex(UserError, "Choose the Product for Discounts"):
            receipt.with_context(cobranzas_confirmed=True).action_post()

    # ------------------------------------------------------------------
    # Customers, currencies, by hand
    # ------------------------------------------------------------------

    def test_each_customer_of_a_group_has_a_note_of_its_own(self):
        self.env["cobranzas.debtor.group"].create(
            {
                "name": "Grupo Los Alerces",
                "member_ids": [
                    Command.create({"partner_id": partner.id})
                    for partner in self.customer | self.other_customer
                ],
            }
        )
        theirs = self.taxed_invoice(2300, due="2026-02-21", partner=self.other_customer)
        third = self.taxed_invoice(230, due="2026-02-11", partner=self.other_customer)
        self.other_customer.cobranzas_uses_rates = True
        before = self.ledger_snapshot()
        receipt = self.collect(
            [self.early, theirs, third], 1035 + 2070 + 218.5, allocate_by_group=True
        )
        operations = receipt.charge_operation_ids
        self.assertEqual(
            {(each.partner_id, each.move_ids.amount_total) for each in operations},
            {(self.customer, 115), (self.other_customer, 241.5)},
        )
        items = self.early | theirs | third
        self.assertEqual(items.mapped("amount_residual"), [0, 0, 0])
        receipt.action_void("2026-02-10", "test")
        self.assertRestored(before)

    def test_foreign_document(self):
        """USD 115 of discount at the 1,000 of the document, whatever the receipt's rate."""
        usd = self.make_rates({"2026-01-01": 1 / 1000, "2026-02-01": 1 / 1100})
        item = self.taxed_invoice(1150, due="2026-02-21", currency=usd)
        before = self.ledger_snapshot()
        for currency, received in ((usd, 1035), (self.company.currency_id, 1035 * 1100)):
            with self.subTest(currency=currency.name):
                receipt = self.receipt([item], currency_id=currency.id)
                self.assertEqual(receipt.early_ids.currency_id, usd)
                self.assertEqual((receipt.early_ids.amount, receipt.early_ids.base), (-115, 1150))
                value = self.cash_value(received, currency_id=currency.id)
                receipt.value_ids = [Command.create(value)]
                self.assertEqual(receipt.amount_difference, 0)
                receipt.action_post()
                note = receipt.charge_operation_ids.move_ids
                self.assertEqual((note.currency_id, note.amount_total), (usd, 115))
                self.assertEqual(sum(note.line_ids.mapped("credit")), 115000)
                self.assertEqual(
                    (item.amount_residual_currency, item.amount_residual), (0, 0)
                )
                receipt.action_void("2026-02-10", "test")
                self.assertRestored(before)

    def test_by_hand(self):
        """Of what is left on the day; an amount that is typed is told."""
        operation = self.operation("early_payment", [self.early], partner_id=self.customer.id)
        self.assertEqual(operation.line_ids.amount, -115)
        before = self.ledger_snapshot()
        operation.action_confirm()
        self.assertEqual(self.early.amount_residual, 1035)
        self.assertFalse(self.receipt([self.early]).early_ids)
        self.assertUndoes(operation, before)
        again = self.operation(
            "early_payment", [(self.early, -50)], partner_id=self.customer.id, confirm=True
        )
        self.assertIn("agreed", again.move_ids.invoice_line_ids.name)

    def test_documents_under_a_clause(self):
        """The discount is on the document; the difference of rates on what is paid of it.

        1,150 dollars at 1,000, paid at 1,100: 115 are discounted, 1,035 differ by 103,500.
        """
        usd = self.make_rates({"2026-01-01": 1 / 1000, "2026-02-01": 1 / 1100})
        self.customer.with_company(self.company).cobranzas_clause_currency_id = usd
        self.early.move_id.button_draft()
        for total, currency, discount in (
            (1150, usd, 115),
            (1150000, self.company.currency_id, 115000),
        ):
            for typed in (False, True):
                with self.subTest(currency=currency.name, typed=typed):
                    item = self.taxed_invoice(total, due="2026-02-21", currency=currency)
                    before = self.ledger_snapshot()
                    receipt = self.receipt([item] if typed else [], [self.cash_value(1138500)])
                    if not typed:
                        receipt.action_propose()
                    self.assertEqual(receipt.early_ids.amount, -discount)
                    self.assertEqual(receipt.exchange_ids.amount, 103500)
                    self.assertEqual(receipt.amount_difference, 0)
                    receipt.action_post()
                    notes = receipt.charge_operation_ids.move_ids
                    self.assertEqual(
                        [(note.move_type, note.amount_total) for note in notes.sorted("id")],
                        [("out_refund", discount), ("out_invoice", 103500)],
                    )
                    self.assertEqual(notes.mapped("amount_residual"), [0, 0])
                    self.assertEqual(item.amount_residual, 0)
                    self.assertFalse(receipt.partial_ids.exchange_move_id)
                    receipt.action_void("2026-02-10", "test")
                    self.assertRestored(before)
                    item.move_id.button_draft()
                    item.move_id.button_cancel()

    def test_the_difference_follows_the_discount(self):
        """1,150 dollars at 1,000, paid at 1,100: the discount as it is typed, the difference."""
        usd = self.make_rates({"2026-01-01": 1 / 1000, "2026-02-01": 1 / 1100})
        self.customer.with_company(self.company).cobranzas_clause_currency_id = usd
        item = self.taxed_invoice(1150, due="2026-02-21", currency=usd)

        def check(discount, difference):
            self.assertEqual(sum(receipt.early_ids.mapped("amount")), discount)
            self.assertEqual(receipt.exchange_ids.amount, difference)
            self.assertEqual(receipt.amount_documents, difference * 11)

        receipt = self.receipt([item], date="2026-02-11")
        check(-57.5, 109250)
        receipt.date = "2026-02-01"
        check(-115, 103500)
        receipt.early_ids.amount = -50
        check(-50, 110000)
        receipt.date = "2026-02-11"
        receipt.early_ids.amount = -100
        check(-100, 105000)
        receipt.early_ids.is_selected = False
        check(-100, 115000)
        with Form(receipt) as form, form.early_ids.edit(0) as row:
            row.amount = -150
            row.is_selected = True
        check(-150, 100000)
        receipt.early_ids.unlink()
        check(0, 115000)
        receipt.line_ids.amount = 1092.5
        check(-57.5, 109250)
        receipt.exchange_ids.amount = 109000
        receipt.value_ids = [Command.create(self.cash_value(1092500 + 109000))]
        receipt.exchange_ids.amount = 109000
        self.assertEqual(receipt.amount_difference, 0)
        receipt.action_post()
        notes = [each.move_ids.amount_total for each in receipt.charge_operation_ids.sorted("id")]
        self.assertEqual(notes, [57.5, 109000])
