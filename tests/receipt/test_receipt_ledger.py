"""What each receipt leaves in the ledger, as tables of journal items (REC-05, 08, 09, 10, 13)."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestReceiptLedger(CollectionsCommon):
    def test_full_payment_in_cash(self):
        item = self.invoice(1000)
        receipt = self.receipt([item], [self.cash_value(1000)])
        receipt.action_post()
        self.assertEqual(receipt.state, "posted")
        self.assertEqual(receipt.name, "RC 00000001")
        self.assertLedger(
            receipt.move_ids,
            """
            Outstanding Receipts | Almacén El Ceibo | 1000.00 | 0.00    | 1000.00
            Account Receivable   | Almacén El Ceibo | 0.00    | 1000.00 | 0.00
            """,
        )
        self.assertEqual(item.amount_residual, 0)
        self.assertEqual(item.move_id.payment_state, "paid")

    def test_partial_payment(self):
        item = self.invoice(1000)
        receipt = self.receipt([(item, 400)], [self.cash_value(400)])
        receipt.action_post()
        self.assertLedger(
            receipt.move_ids,
            """
            Outstanding Receipts | Almacén El Ceibo | 400.00 | 0.00   | 400.00
            Account Receivable   | Almacén El Ceibo | 0.00   | 400.00 | 0.00
            """,
        )
        self.assertEqual(item.amount_residual, 600)
        self.assertEqual(item.move_id.payment_state, "partial")

    def test_several_documents_and_values(self):
        """Values pay documents in order: one item per value, customer and account, exact."""
        first, second = self.invoice(1000), self.invoice(500.55)
        receipt = self.receipt(
            [first, second],
            [self.cash_value(300), self.transfer_value(900.55)],
            [self.check(200, "11"), self.check(100, "12", pay_date="2026-05-01")],
        )
        receipt.action_post()
        self.assertLedger(
            receipt.move_ids.sorted("id"),
            """
            Outstanding Receipts | Almacén El Ceibo | 300.00 | 0.00   | 300.00
            Account Receivable   | Almacén El Ceibo | 0.00   | 300.00 | 0.00
            Outstanding Receipts | Almacén El Ceibo | 900.55 | 0.00   | 900.55
            Account Receivable   | Almacén El Ceibo | 0.00   | 900.55 | 0.00
            Cheques de terceros  | Almacén El Ceibo | 300.00 | 0.00   | 300.00
            Account Receivable   | Almacén El Ceibo | 0.00   | 300.00 | 0.00
            """,
        )
        self.assertEqual((first | second).mapped("amount_residual"), [0, 0])
        self.assertRecordValues(
            receipt.payment_ids.l10n_latam_new_check_ids.sorted("id"),
            [
                {
                    "name": "00000011",
                    "amount": 200,
                    "payment_date": self.day("2026-03-01"),
                    "bank_id": self.bank_nacion.id,
                    "issuer_vat": "20-1",
                    "current_journal_id": self.portfolio.id,
                },
                {
                    "name": "00000012",
                    "amount": 100,
                    "payment_date": self.day("2026-05-01"),
                    "bank_id": self.bank_nacion.id,
                    "issuer_vat": "20-1",
                    "current_journal_id": self.portfolio.id,
                },
            ],
        )
        self.assertRecordValues(
            receipt.payment_ids.sorted("id"),
            [
                {"amount": 300, "memo": receipt.name, "journal_id": self.cash.id, "state": "paid"},
                {
                    "amount": 900.55,
                    "memo": f"{receipt.name} TR 1",
                    "journal_id": self.bank.id,
                    "state": "paid",
                },
                {
                    "amount": 300,
                    "memo": receipt.name,
                    "journal_id": self.portfolio.id,
                    "state": "paid",
                },
            ],
        )

    def test_wholly_on_account(self):
        receipt = self.receipt([], [self.transfer_value(750)])
        receipt.action_post()
        self.assertEqual(receipt.amount_on_account, 750)
        self.assertLedger(
            receipt.move_ids,
            """
            Outstanding Receipts | Almacén El Ceibo | 750.00 | 0.00   | 750.00
            Account Receivable   | Almacén El Ceibo | 0.00   | 750.00 | -750.00
            """,
        )

    def test_over_collected_stays_on_account(self):
        item = self.invoice(1000)
        receipt = self.receipt([item], [self.cash_value(1200)])
        self.assertEqual((receipt.amount_on_account, receipt.amount_difference), (200, 0))
        receipt.action_post()
        self.assertLedger(
            receipt.move_ids,
            """
            Outstanding Receipts | Almacén El Ceibo | 1200.00 | 0.00    | 1200.00
            Account Receivable   | Almacén El Ceibo | 0.00    | 1000.00 | 0.00
            Account Receivable   | Almacén El Ceibo | 0.00    | 200.00  | -200.00
            """,
        )

    def test_over_collected_gives_change(self):
        self.company.cobranzas_change_journal_id = self.cash
        item = self.invoice(1000)
        receipt = self.receipt([item], [self.cash_value(1200)], excess="change")
        receipt.action_post()
        self.assertEqual(receipt.amount_change, 200)
        self.assertLedger(
            receipt.move_ids.sorted("id"),
            """
            Outstanding Receipts | Almacén El Ceibo | 1200.00 | 0.00    | 1200.00
            Account Receivable   | Almacén El Ceibo | 0.00    | 1000.00 | 0.00
            Account Receivable   | Almacén El Ceibo | 0.00    | 200.00  | 0.00
            Outstanding Payments | Almacén El Ceibo | 0.00    | 200.00  | -200.00
            Account Receivable   | Almacén El Ceibo | 200.00  | 0.00    | 0.00
            """,
        )

    def test_rounding_loss(self):
        self.allow_rounding()
        first, second = self.invoice(600), self.invoice(400.30)
        receipt = self.receipt([first, second], [self.cash_value(1000)])
        self.assertAlmostEqual(receipt.amount_difference, -0.30)
        receipt.action_post()
        self.assertLedger(
            receipt.move_ids.sorted("id"),
            """
            Outstanding Receipts | Almacén El Ceibo | 1000.00 | 0.00   | 1000.00
            Account Receivable   | Almacén El Ceibo | 0.00    | 1000.00 | 0.00
            Account Receivable   | Almacén El Ceibo | 0.00    | 0.30   | 0.00
            Rounding Loss        | Almacén El Ceibo | 0.30    | 0.00   | 0.00
            """,
        )
        self.assertEqual((first | second).mapped("amount_residual"), [0, 0])

    def test_rounding_gain(self):
        self.allow_rounding()
        item = self.invoice(999.60)
        receipt = self.receipt([item], [self.cash_value(1000)])
        self.assertEqual(receipt.amount_on_account, 0)
        receipt.action_post()
        self.assertLedger(
            receipt.move_ids.sorted("id"),
            """
            Outstanding Receipts | Almacén El Ceibo | 1000.00 | 0.00   | 1000.00
            Account Receivable   | Almacén El Ceibo | 0.00    | 999.60 | 0.00
            Account Receivable   | Almacén El Ceibo | 0.00    | 0.40   | 0.00
            Account Receivable   | Almacén El Ceibo | 0.40    | 0.00   | 0.00
            Rounding Gain        | Almacén El Ceibo | 0.00    | 0.40   | 0.00
            """,
        )
        self.assertEqual(item.amount_residual, 0)

    def test_beyond_tolerance_stops(self):
        self.allow_rounding()
        item = self.invoice(1000.51)
        receipt = self.receipt([item], [self.cash_value(1000)])
        with self.assertRaisesRegex(UserError, r"\$\s?0\.51 short"):
            receipt.action_post()

    def test_credit_note_lowers_what_values_cover(self):
        item, credit = self.invoice(1000), self.invoice(300, move_type="out_refund")
        receipt = self.receipt([item, credit], [self.cash_value(700)])
        self.assertRecordValues(
            receipt, [{"amount_documents": 700, "amount_values": 700, "amount_difference": 0}]
        )
        receipt.action_post()
        self.assertLedger(
            receipt.move_ids,
            """
            Outstanding Receipts | Almacén El Ceibo | 700.00 | 0.00   | 700.00
            Account Receivable   | Almacén El Ceibo | 0.00   | 700.00 | 0.00
            """,
        )
        self.assertEqual((item | credit).mapped("amount_residual"), [0, 0])

    def test_credit_typed_without_its_sign(self):
        item, credit = self.invoice(1000), self.invoice(300, move_type="out_refund")
        receipt = self.receipt([item, (credit, 120)], [self.cash_value(880)])
        self.assertEqual(receipt.line_ids.mapped("amount"), [1000, -120])
        receipt.action_post()
        self.assertEqual((item | credit).mapped("amount_residual"), [0, -180])

    def test_credits_alone_against_debts(self):
        item, credit = self.invoice(300), self.invoice(300, move_type="out_refund")
        receipt = self.receipt([item, credit])
        receipt.action_post()
        self.assertFalse(receipt.move_ids)
        self.assertEqual((item | credit).mapped("amount_residual"), [0, 0])

    def test_on_account_applied_to_one_and_to_many(self):
        """REC-10: fully or partly, one or many at once, numbered, undone."""
        on_account = self.receipt([], [self.cash_value(1000)])
        on_account.action_post()
        credit = self.item(on_account.move_ids)
        one, two, three = self.invoice(250), self.invoice(300), self.invoice(900)
        first = self.receipt([(credit, 250), one], kind="application", date="2026-02-03")
        first.action_post()
        self.assertEqual(first.name, "AP 00000001")
        self.assertEqual(set(first.line_ids.mapped("name")), {on_account.name, one.move_name})
        self.assertEqual((credit | one).mapped("amount_residual"), [-750, 0])
        second = self.receipt([credit, two, (three, 450)], kind="application", date="2026-02-04")
        second.action_post()
        self.assertEqual((credit | two | three).mapped("amount_residual"), [0, 0, 450])
        first.action_void("2026-02-05", "Wrong invoice")
        self.assertEqual((credit | one).mapped("amount_residual"), [-250, 250])
        self.assertEqual((two | three).mapped("amount_residual"), [0, 450])

    def test_batch_of_receipts_posts_together(self):
        receipts = self.env["cobranzas.receipt"]
        items = self.env["account.move.line"]
        for number in range(5):
            item = self.invoice(100 + number)
            items |= item
            receipts |= self.receipt([item], [self.cash_value(100 + number)])
        receipts.action_post()
        self.assertEqual(set(receipts.mapped("state")), {"posted"})
        self.assertEqual(receipts.mapped("name"), [f"RC 0000000{n}" for n in range(1, 6)])
        self.assertFalse(any(items.mapped("amount_residual")))

    def test_one_bad_receipt_leaves_nothing_of_the_batch(self):
        good, bad = self.invoice(100), self.invoice(100)
        receipts = self.receipt([good], [self.cash_value(100)]) | self.receipt(
            [bad], [self.cash_value(90)]
        )
        with self.assertRaises(UserError), self.env.cr.savepoint():
            receipts.action_post()
        self.assertEqual(set(receipts.mapped("state")), {"draft"})
        self.assertFalse(receipts.payment_ids | receipts.move_ids.payment_ids)
        self.assertEqual((good | bad).mapped("amount_residual"), [100, 100])

    def test_listed_documents_not_ticked_are_left_out(self):
        first, second = self.invoice(100), self.invoice(200)
        receipt = self.receipt([], [self.cash_value(100)])
        receipt.action_load_documents()
        self.assertEqual(receipt.line_ids.move_line_id, first | second)
        receipt.line_ids[0].is_selected = True
        receipt.action_post()
        self.assertEqual(receipt.line_ids.move_line_id, first)
        self.assertEqual((first | second).mapped("amount_residual"), [0, 200])

    def test_instalments_are_documents_of_their_own(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "30/60",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": 30}),
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": 60}),
                ],
            }
        )
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": "2026-01-10",
                "invoice_payment_term_id": term.id,
                "invoice_line_ids": [
                    Command.create({"name": "x", "price_unit": 1000, "tax_ids": [Command.clear()]})
                ],
            }
        )
        move.action_post()
        first, second = self.item(move).sorted("date_maturity")
        receipt = self.receipt([second], [self.cash_value(500)])
        receipt.action_post()
        self.assertEqual((first.amount_residual, second.amount_residual), (500, 0))
