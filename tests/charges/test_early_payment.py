"""Early payment at the receipt: the discount of the table of rates, its note, its undo (CHG-04)."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..lib.early_payment import EarlyPaymentCommon


@tagged("post_install", "-at_install")
class TestEarlyPayment(EarlyPaymentCommon):
    # ------------------------------------------------------------------
    # What is proposed
    # ------------------------------------------------------------------

    def test_the_date_decides(self):
        receipt = self.receipt([self.early])
        for day, days, amount in (
            ("2026-02-01", 20, -115),
            ("2026-02-11", 10, -57.5),
            ("2026-02-20", 1, -5.75),
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
                self.assertEqual(receipt.adjustment_ids.mapped("amount"), [] if condoned else [-50])

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
        one, two = (self.receipt([(self.early, 450)], [self.cash_value(450)]) for _each in range(2))
        self.assertEqual((one | two).early_ids.mapped("amount"), [-50, -50])
        one.action_post()
        with self.assertRaisesRegex(UserError, r"now it is .*0\.00: press Suggest Again"):
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

    def test_edited_in_the_form(self):
        """An amount typed after the date or a value stands when they are saved together."""
        receipt = self.receipt([self.early])
        with Form(receipt) as form:
            form.date = "2026-02-11"
            with form.value_ids.new() as value:
                value.journal_id = self.cash
                value.amount = 1110
            with form.early_ids.edit(0) as row:
                row.amount = -40
        row = receipt.early_ids
        self.assertEqual((row.amount_suggested, row.amount), (-57.5, -40))
        self.assertEqual(receipt.amount_difference, 0)
        receipt.action_post()
        self.assertEqual(receipt.charge_operation_ids.move_ids.amount_total, 40)

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
