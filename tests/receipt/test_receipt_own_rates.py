"""Documents settled at their own rate, with the difference in a note: it counts once (CHG-01)."""

import re

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..lib.withholdings import WithholdingsCommon


@tagged("post_install", "-at_install")
class TestReceiptOwnRates(WithholdingsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.usd = cls.env["res.currency"].create({"name": "XUS", "symbol": "U", "rounding": 0.01})
        cls.receivable.name = "Receivable"
        cls.gain, cls.loss = cls.allow_rounding()

    def rate(self, rate, date):
        """Record what a dollar is worth."""
        self.env["res.currency.rate"].create(
            {
                "name": date,
                "rate": 1 / rate,
                "currency_id": self.usd.id,
                "company_id": self.company.id,
            }
        )

    def dollars(self, amount, rate=1000, date="2026-01-10", **kw):
        """A posted invoice in dollars at a rate; returns its receivable item."""
        self.rate(rate, date)
        return self.invoice(amount, date=date, currency=self.usd, **kw)

    def collect(self, lines, values, rate, own=1000, **kw):
        """A draft receipt at ``rate``: lines in dollars at their own rate."""
        receipt = self.receipt(lines, values, **kw)
        receipt.rate_ids.filtered(lambda row: row.currency_id == self.usd).rate = rate
        self.settle_at_own_rate(receipt, own)
        return receipt

    def settle_at_own_rate(self, receipt, own=1000):
        lines = receipt.line_ids.filtered(lambda line: line.currency_id == self.usd)
        for line in lines:
            line.sudo().document_rate = own[line.move_line_id] if isinstance(own, dict) else own

    def post_and_void(self, receipt, table, items, left=()):
        """Post, compare the entries, and see that void restores all."""
        ledger = self.ledger_snapshot()
        self.assertEqual(receipt.amount_difference, 0)
        receipt.action_post()
        self.assertLedgerInBoth(receipt.move_ids, table)
        self.assertFalse(receipt.partial_ids.exchange_move_id)
        wanted = dict(left)
        for item in items:
            self.assertEqual(
                (item.amount_residual_currency, item.amount_residual), wanted.get(item, (0, 0))
            )
        for item in self.item(receipt.move_ids):
            self.assertEqual((item.amount_residual_currency, item.amount_residual), (0, 0))
        receipt.action_void("2026-02-10", "Error")
        self.assertRestored(ledger)

    def assertLedgerInBoth(self, moves, table):
        """Compare journal items: account | debit | credit | amount in currency."""
        found = "\n".join(
            f"{item.account_id.name} | {item.debit:.2f} | {item.credit:.2f} | "
            f"{item.currency_id.name if item.currency_id == self.usd else 'ARS'} "
            f"{item.amount_currency:.2f}"
            for item in moves.line_ids.sorted("id")
        )
        wanted = "\n".join(
            " | ".join(cell.strip() for cell in row.split("|"))
            for row in table.strip().splitlines()
        )
        self.assertEqual(found, wanted)

    # ------------------------------------------------------------------
    # The worked numbers
    # ------------------------------------------------------------------

    def test_x01_the_rate_rose(self):
        document, note = self.dollars(1210), self.invoice(121000)
        receipt = self.collect([document, note], [self.cash_value(1331000)], 1100)
        self.assertEqual(receipt.amount_documents, 1331000)
        self.post_and_void(
            receipt,
            """
            Outstanding Receipts | 1331000.00 | 0.00 | ARS 1331000.00
            Receivable | 0.00 | 1210000.00 | XUS -1210.00
            Receivable | 0.00 | 121000.00 | ARS -121000.00
            """,
            document | note,
        )

    def test_x02_the_rate_fell(self):
        document = self.dollars(1210)
        note = self.invoice(121000, move_type="out_refund")
        receipt = self.collect([document, note], [self.cash_value(1089000)], 900)
        self.post_and_void(
            receipt,
            """
            Outstanding Receipts | 1089000.00 | 0.00 | ARS 1089000.00
            Receivable | 0.00 | 1089000.00 | XUS -1089.00
            Receivable | 121000.00 | 0.00 | ARS 121000.00
            Receivable | 0.00 | 121000.00 | XUS -121.00
            """,
            document | note,
        )

    def test_x03_a_part(self):
        document, note = self.dollars(1210), self.invoice(50000)
        receipt = self.collect([(document, 500), note], [self.cash_value(550000)], 1100)
        self.post_and_void(
            receipt,
            """
            Outstanding Receipts | 550000.00 | 0.00 | ARS 550000.00
            Receivable | 0.00 | 500000.00 | XUS -500.00
            Receivable | 0.00 | 50000.00 | ARS -50000.00
            """,
            document | note,
            {document: (710, 710000)},
        )

    # ------------------------------------------------------------------
    # Other receipts
    # ------------------------------------------------------------------

    def test_a_receipt_in_dollars_paid_with_pesos(self):
        document, note = self.dollars(1210), self.invoice(121000)
        local = self.company.currency_id.id
        receipt = self.collect(
            [document, note],
            [self.cash_value(1331000, currency_id=local)],
            1100,
            currency_id=self.usd.id,
        )
        self.assertEqual((receipt.amount_documents, receipt.amount_values), (1210, 1210))
        self.post_and_void(
            receipt,
            """
            Outstanding Receipts | 1331000.00 | 0.00 | ARS 1331000.00
            Receivable | 0.00 | 1210000.00 | XUS -1210.00
            Receivable | 0.00 | 121000.00 | ARS -121000.00
            """,
            document | note,
        )

    def test_dollars_received_in_a_receipt_in_pesos(self):
        document, note = self.dollars(1210), self.invoice(121000)
        receipt = self.collect(
            [document, note], [self.cash_value(1210, currency_id=self.usd.id)], 1100
        )
        self.assertEqual(receipt.amount_values, 1331000)
        self.post_and_void(
            receipt,
            """
            Outstanding Receipts | 1331000.00 | 0.00 | XUS 1210.00
            Receivable | 0.00 | 1210000.00 | XUS -1210.00
            Receivable | 0.00 | 121000.00 | ARS -121000.00
            """,
            document | note,
        )

    def test_dollars_received_in_a_receipt_in_dollars(self):
        document, note = self.dollars(1210), self.invoice(121000)
        value = self.cash_value(1210, currency_id=self.usd.id)
        receipt = self.collect([document, note], [value], 1100, currency_id=self.usd.id)
        self.post_and_void(
            receipt,
            """
            Outstanding Receipts | 1331000.00 | 0.00 | XUS 1210.00
            Receivable | 0.00 | 1210000.00 | XUS -1210.00
            Receivable | 0.00 | 121000.00 | ARS -121000.00
            """,
            document | note,
        )

    def test_two_documents_of_two_rates(self):
        first = self.dollars(100)
        second = self.dollars(100, 1050, "2026-01-20")
        note = self.invoice(15000)
        receipt = self.collect(
            [first, second, note],
            [self.cash_value(220000)],
            1100,
            {first: 1000, second: 1050},
        )
        self.post_and_void(
            receipt,
            """
            Outstanding Receipts | 220000.00 | 0.00 | ARS 220000.00
            Receivable | 0.00 | 100000.00 | XUS -100.00
            Receivable | 0.00 | 105000.00 | XUS -100.00
            Receivable | 0.00 | 15000.00 | ARS -15000.00
            """,
            first | second | note,
        )

    def test_one_at_its_own_rate_and_one_at_the_receipts(self):
        own = self.dollars(100)
        other = self.dollars(100, 1100, "2026-02-01")
        receipt = self.collect([own, other], [self.cash_value(210000)], 1100, {own: 1000, other: 0})
        self.post_and_void(
            receipt,
            """
            Outstanding Receipts | 210000.00 | 0.00 | ARS 210000.00
            Receivable | 0.00 | 100000.00 | XUS -100.00
            Receivable | 0.00 | 110000.00 | XUS -100.00
            """,
            own | other,
        )

    def test_values_that_are_no_whole_cents_of_a_dollar(self):
        """33,333.33 pesos pay 33.33 dollars, and take 33,333.33 off: no cents are left over."""
        document = self.dollars(100)
        receipt = self.collect(
            [document], [self.cash_value(33333.33), self.transfer_value(66666.67)], 1100
        )
        self.post_and_void(
            receipt,
            """
            Outstanding Receipts | 33333.33 | 0.00 | ARS 33333.33
            Receivable | 0.00 | 33333.33 | XUS -33.33
            Outstanding Receipts | 66666.67 | 0.00 | ARS 66666.67
            Receivable | 0.00 | 66666.67 | XUS -66.67
            """,
            document,
        )

    def test_a_cheque_cash_and_a_withholding(self):
        document, note = self.dollars(1210), self.invoice(121000)
        receipt = self.collect(
            [document, note],
            [self.cash_value(300000)],
            1100,
            checks=[self.check(1000000)],
            withholding_ids=[Command.create(self.certificate(31000))],
        )
        ledger = self.ledger_snapshot()
        receipt.action_post()
        self.assertFalse(receipt.partial_ids.exchange_move_id)
        own = self.item(receipt.move_ids).filtered(lambda item: item.currency_id == self.usd)
        self.assertEqual(sum(own.mapped("balance")), -1210000)
        self.assertEqual(round(sum(own.mapped("amount_currency")), 2), -1210)
        for item in document | note | self.item(receipt.move_ids):
            self.assertEqual((item.amount_residual_currency, item.amount_residual), (0, 0))
        receipt.action_void("2026-02-10", "Error")
        self.assertRestored(ledger)

    def test_a_balance_that_rounding_left_odd(self):
        """Three lines of 33.33 at 1,033.37: what is booked is no product of total and rate."""
        self.rate(1033.37, "2026-01-10")
        move = self.invoice(33.33, currency=self.usd).move_id
        move.button_draft()
        for _n in range(2):
            move.invoice_line_ids[0].copy()
        move.action_post()
        document = self.item(move)
        self.assertNotEqual(document.balance, round(document.amount_currency * 1033.37, 2))
        paid = []
        for part in (33.34, 33.31, 33.34):
            receipt = self.collect([(document, part)], [], 1100, 1033.37)
            receipt.value_ids = [Command.create(self.cash_value(receipt.amount_documents))]
            receipt.action_post()
            self.assertFalse(receipt.partial_ids.exchange_move_id)
            paid.append(receipt.amount_documents)
        self.assertEqual((document.amount_residual_currency, document.amount_residual), (0, 0))
        self.assertEqual(round(sum(paid), 2), document.balance)

    def test_rounding_within_the_tolerance(self):
        """40 cents are missing: the document is paid whole, and they are a loss (REC-09)."""
        document = self.dollars(1210)
        receipt = self.collect([document], [self.cash_value(1209999.6)], 1100)
        ledger = self.ledger_snapshot()
        receipt.action_post()
        self.assertLedgerInBoth(
            receipt.move_ids,
            """
            Outstanding Receipts | 1209999.60 | 0.00 | ARS 1209999.60
            Receivable | 0.00 | 1210000.00 | XUS -1210.00
            Rounding Loss | 0.40 | 0.00 | ARS 0.40
            """,
        )
        self.assertFalse(receipt.partial_ids.exchange_move_id)
        receipt.action_void("2026-02-10", "Error")
        self.assertRestored(ledger)

    def test_too_little_is_refused(self):
        receipt = self.collect([self.dollars(1210)], [self.cash_value(1209000)], 900)
        with self.assertRaisesRegex(UserError, "1,000.00 short"):
            receipt.action_post()

    def test_a_credit_note_in_dollars(self):
        """As the document's rate is the credit's too, it pays it as it is: 100 dollars."""
        document, note = self.dollars(1210), self.invoice(111000)
        credit = self.invoice(100, currency=self.usd, move_type="out_refund")
        receipt = self.collect([document, note, credit], [self.cash_value(1221000)], 1100)
        self.post_and_void(
            receipt,
            """
            Outstanding Receipts | 1221000.00 | 0.00 | ARS 1221000.00
            Receivable | 0.00 | 1110000.00 | XUS -1110.00
            Receivable | 0.00 | 111000.00 | ARS -111000.00
            """,
            document | note | credit,
        )

    def test_a_credit_note_at_another_rate_than_the_document(self):
        """It takes 100 dollars off at 1,000, while it counts at 900: 10,000 would be no one's."""
        document = self.dollars(1210)
        credit = self.dollars(100, 900, "2026-01-20", move_type="out_refund")
        receipt = self.collect(
            [document, credit], [self.cash_value(1120000)], 1100, {document: 1000, credit: 900}
        )
        with self.assertRaisesRegex(UserError, "10,000.00 would pay no document"):
            receipt.action_post()
        dear = self.dollars(100, 1200, "2026-01-25", move_type="out_refund")
        receipt = self.collect(
            [document, dear], [self.cash_value(1090000)], 1100, {document: 1000, dear: 1200}
        )
        with self.assertRaisesRegex(UserError, "20,000.00 of the documents would"):
            receipt.action_post()

    def test_a_credit_in_dollars_that_pays_pesos(self):
        credit = self.dollars(100, move_type="out_refund")
        document = self.invoice(100000)
        receipt = self.collect([document, credit], [], 1100, kind="application")
        self.post_and_void(
            receipt,
            """
            Receivable | 100000.00 | 0.00 | XUS 100.00
            Receivable | 0.00 | 100000.00 | ARS -100000.00
            """,
            document | credit,
        )

    # ------------------------------------------------------------------
    # By hand, and later
    # ------------------------------------------------------------------

    def test_allocated_by_hand(self):
        document, note = self.dollars(1210), self.invoice(121000)
        receipt = self.collect(
            [document, note], [self.cash_value(1000000), self.transfer_value(331000)], 1100
        )
        tree = receipt.get_allocation_tree()
        self.assertEqual([row["rate"] for row in tree["documents"]], [1000, 0])
        cash, bank = (source["key"] for source in tree["sources"])
        on_document, on_note = (row["id"] for row in tree["documents"])
        rows = [(cash, on_document, 1000), (bank, on_document, 210), (bank, on_note, 121000)]
        receipt.save_allocations(
            [
                {"source": source, "document": line, "amount": amount}
                for source, line, amount in rows
            ]
        )
        self.post_and_void(
            receipt,
            """
            Outstanding Receipts | 1000000.00 | 0.00 | ARS 1000000.00
            Receivable | 0.00 | 1000000.00 | XUS -1000.00
            Outstanding Receipts | 331000.00 | 0.00 | ARS 331000.00
            Receivable | 0.00 | 210000.00 | XUS -210.00
            Receivable | 0.00 | 121000.00 | ARS -121000.00
            """,
            document | note,
        )

    def test_a_certificate_added_later_and_taken_off(self):
        """What it pays of the document is at the document's rate, and so are the totals."""
        document = self.dollars(1210)
        ledger = self.ledger_snapshot()
        receipt = self.collect([(document, 1000)], [self.cash_value(1000000)], 1100)
        receipt.action_post()
        receipt.action_change_withholdings(add=[self.certificate(50000.33)], reason="Arrived")
        self.assertEqual(
            (document.amount_residual_currency, document.amount_residual), (160, 159999.67)
        )
        line = receipt.line_ids
        self.assertEqual((line.amount, line.amount_booked), (1050, 1050000.33))
        self.assertEqual((receipt.amount_documents, receipt.amount_on_account), (1050000.33, 0))
        self.assertFalse(receipt.partial_ids.exchange_move_id)
        receipt.action_change_withholdings(remove=receipt.withholding_ids.ids, reason="Not theirs")
        self.assertEqual((line.amount, line.amount_booked), (1000, 1000000))
        self.assertEqual(
            (document.amount_residual_currency, document.amount_residual), (210, 210000)
        )
        receipt.action_void("2026-02-10", "Error")
        self.assertRestored(ledger)

    def test_posted_totals_stand(self):
        document = self.dollars(1210)
        receipt = self.collect([document], [self.cash_value(1210000)], 1100)
        receipt.action_post()
        line = receipt.line_ids
        self.env.add_to_compute(line._fields["amount_booked"], line)
        self.assertEqual((line.amount_booked, receipt.amount_documents), (1210000, 1210000))

    # ------------------------------------------------------------------
    # Who sets it
    # ------------------------------------------------------------------

    def test_no_client_sets_the_rate(self):
        receipt = self.receipt([self.dollars(1210)])
        cashier = self.make_user("cashier", "l10n_cobranzas.group_cobranzas_cashier")
        line = receipt.line_ids.with_user(cashier)
        for vals in ({"document_rate": 1}, {"amount_booked": 1}):
            with self.assertRaises(AccessError):
                line.write(vals)
            with self.assertRaises(AccessError):
                line.create({"receipt_id": receipt.id, **vals})
        with self.assertRaises(AccessError):
            line.with_context(default_document_rate=1).create({"receipt_id": receipt.id})

    def test_totals_follow_while_one_types(self):
        receipt = self.collect([self.dollars(1210)], [self.cash_value(1210000)], 1100)
        with Form(receipt) as form:
            with form.line_ids.edit(0) as line:
                line.amount = 500
            self.assertEqual((form.amount_documents, form.amount_on_account), (500000, 710000))
        self.assertEqual((receipt.line_ids.amount_booked, receipt.amount_documents), (500000,) * 2)

    def test_another_document_has_another_rate(self):
        receipt = self.collect([self.dollars(1210)], [], 1100)
        receipt.line_ids.move_line_id = self.dollars(10, 1050, "2026-01-20")
        receipt.line_ids.amount = 10
        self.assertEqual(
            (receipt.line_ids.document_rate, receipt.amount_documents),
            (0, 10 * receipt.rate_ids.rate),
        )

    def test_what_the_customer_reads(self):
        receipt = self.collect([self.dollars(1210)], [self.cash_value(1210000)], 1100)
        receipt.action_post()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "l10n_cobranzas.report_receipt", receipt.ids
        )
        text = " ".join(re.sub(r"<[^>]+>", " ", html.decode()).split())
        currency = self.company.currency_id
        self.assertIn(f"at 1,000.00 {currency.name} = ", text)
        self.assertIn("1,210,000.00", text)
