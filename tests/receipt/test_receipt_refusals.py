"""Bad input: one clear sentence, nothing posted, nothing lost."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestReceiptRefusals(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company_data = cls.setup_other_company()

    def assertRefused(self, receipt, sentence):
        """Posting says ``sentence`` (one line) and leaves no entry, payment or number."""
        before = self.env["account.move"].search_count([])
        number = receipt.book_id.number_next
        with self.assertRaisesRegex(UserError, sentence) as caught, self.env.cr.savepoint():
            receipt.action_post()
        self.assertNotIn("\n", str(caught.exception))
        receipt.invalidate_recordset()
        self.assertRecordValues(receipt, [{"state": "draft", "name": False}])
        self.assertEqual(receipt.book_id.number_next, number)
        self.assertEqual(self.env["account.move"].search_count([]), before)

    def test_empty_receipt(self):
        self.assertRefused(self.receipt(), "The receipt is empty")

    def test_nothing_pays(self):
        self.assertRefused(self.receipt([self.invoice(10)]), "Nothing pays these documents")

    def test_zero_document_amount(self):
        receipt = self.receipt([(self.invoice(10), 0)], [self.cash_value(10)])
        self.assertRefused(receipt, "The amount for INV/2026/00001 is zero")

    def test_negative_document_amount(self):
        receipt = self.receipt([(self.invoice(10), -5)], [self.cash_value(10)])
        self.assertRefused(receipt, "The amount for INV/2026/00001 can't be negative")

    def test_above_the_balance(self):
        receipt = self.receipt([(self.invoice(100), 100.01)], [self.cash_value(100.01)])
        self.assertRefused(
            receipt,
            r"The balance of INV/2026/00001 is now \$\s?100.00; the receipt settles \$\s?100.01",
        )

    def test_zero_value(self):
        self.assertRefused(self.receipt([], [self.cash_value(0)]), "must be above zero")

    @mute_logger("odoo.sql_db")
    def test_negative_value(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.receipt([], [self.cash_value(-1)])
            self.env.flush_all()

    def test_document_of_another_company(self):
        company = self.other_company_data["company"]
        move = self.init_invoice(
            "out_invoice", partner=self.customer, amounts=[50], post=True, company=company
        )
        receipt = self.receipt([self.item(move)], [self.cash_value(50)])
        self.assertRefused(receipt, f"belongs to another company, {company.name}")

    def test_journal_of_another_company(self):
        journal = self.other_company_data["default_journal_cash"]
        with self.assertRaises(UserError):
            self.receipt([], [{"journal_id": journal.id, "amount": 5}]).action_post()

    def test_document_of_another_customer(self):
        receipt = self.receipt(
            [self.invoice(50, partner=self.other_customer)], [self.cash_value(50)]
        )
        self.assertRefused(receipt, "is of another customer, Ñandú Hnos.")

    def test_document_already_paid(self):
        item = self.invoice(50)
        late = self.receipt([item], [self.cash_value(50)])
        self.receipt([item], [self.cash_value(50)]).action_post()
        self.assertRefused(late, "INV/2026/00001 is already paid")

    def test_document_partly_paid_meanwhile(self):
        item = self.invoice(50)
        late = self.receipt([item], [self.cash_value(50)])
        self.receipt([(item, 20)], [self.cash_value(20)]).action_post()
        self.assertRefused(
            late, r"The balance of INV/2026/00001 is now \$\s?30.00; the receipt settles \$\s?50.00"
        )

    def test_draft_document(self):
        move = self.init_invoice("out_invoice", partner=self.customer, amounts=[50])
        item = self.item(move)
        receipt = self.receipt([(item, 50)], [self.cash_value(50)])
        self.assertRefused(receipt, "is not posted")

    def test_item_that_is_not_receivable(self):
        item = self.invoice(50)
        revenue = item.move_id.invoice_line_ids
        receipt = self.receipt([(revenue, -50)], [self.cash_value(50)])
        self.assertRefused(receipt, "is not on a receivable account")

    def test_missing_operation_number(self):
        receipt = self.receipt([], [self.transfer_value(50, number=" ")])
        self.assertRefused(receipt, "needs its operation number")
        self.bank.inbound_payment_method_line_ids.cobranzas_operation_number_required = False
        receipt.action_post()
        self.assertEqual(receipt.state, "posted")

    def test_incomplete_cheque(self):
        self.assertRefused(self.receipt([], [], [self.check(50, number=" ")]), "needs its number")
        self.assertRefused(
            self.receipt([], [], [self.check(50, bank_id=False)]), "Cheque 12345678 needs its bank"
        )
        self.assertRefused(self.receipt([], [], [self.check(0)]), "must be above zero")

    def test_closed_period(self):
        self.company.fiscalyear_lock_date = "2026-02-28"
        receipt = self.receipt([], [self.cash_value(50)])
        self.assertRefused(receipt, r"The period of 02/01/2026 is closed \(until 02/28/2026\)")

    def test_values_short(self):
        receipt = self.receipt([self.invoice(100)], [self.cash_value(99.99)])
        self.assertRefused(receipt, r"The values are \$\s?0.01 short")

    def test_rounding_without_accounts(self):
        self.company.cobranzas_rounding_tolerance = 1
        receipt = self.receipt([self.invoice(100)], [self.cash_value(99.5)])
        self.assertRefused(receipt, "Choose the accounts for rounding")

    def test_change_without_journal(self):
        receipt = self.receipt([], [self.cash_value(50)], excess="change")
        self.assertRefused(receipt, "Choose the cash journal that gives change")

    def test_credit_beyond_the_documents(self):
        items = [self.invoice(100), self.invoice(150, move_type="out_refund")]
        self.assertRefused(self.receipt(items), "The credits exceed the documents")
        receipt = self.receipt(items, [self.cash_value(10)])
        self.assertRefused(receipt, "is left over")

    def test_book_is_used_up_or_missing(self):
        book = self.env["cobranzas.receipt.book"].create(
            {"name": "Short", "company_id": self.company.id, "number_to": 1, "max_lines": 2}
        )
        self.receipt([], [self.cash_value(5)], book_id=book.id).action_post()
        self.assertRefused(
            self.receipt([], [self.cash_value(5)], book_id=book.id), "has no number left"
        )
        book.number_to = 5
        items = [self.invoice(n) for n in (1, 2, 3)]
        receipt = self.receipt(items, [self.cash_value(6)], book_id=book.id)
        self.assertRefused(receipt, "allows 2 documents in a receipt; this one has 3")
        receipt = self.receipt([], [self.cash_value(5)])
        receipt.book_id = False
        with self.assertRaisesRegex(UserError, "has no receipt book"):
            receipt.action_post()

    def test_application_with_values(self):
        book = self.env["cobranzas.receipt.book"].search(
            [("company_id", "=", self.company.id), ("kind", "=", "application")]
        )
        receipt = self.receipt([], [self.cash_value(5)], kind="application", book_id=book.id)
        self.assertRefused(receipt, "An application takes no values")

    def test_posting_twice(self):
        receipt = self.receipt([], [self.cash_value(5)])
        receipt.action_post()
        with self.assertRaisesRegex(UserError, "is already posted"):
            receipt.action_post()
        self.assertEqual(len(receipt.payment_ids), 1)

    def test_posted_receipts_do_not_change(self):
        item = self.invoice(100)
        receipt = self.receipt([item], [self.cash_value(100)], [])
        receipt.action_post()
        for what, change in (
            ("date", lambda: receipt.write({"date": "2026-03-01"})),
            ("partner", lambda: receipt.write({"partner_id": self.other_customer.id})),
            ("lines", lambda: receipt.write({"line_ids": [Command.clear()]})),
            ("line", lambda: receipt.line_ids.write({"amount": 1})),
            ("value", lambda: receipt.value_ids.write({"amount": 1})),
            ("line unlink", receipt.line_ids.unlink),
            ("value unlink", receipt.value_ids.unlink),
            (
                "new value",
                lambda: self.env["cobranzas.receipt.value"].create(
                    {"receipt_id": receipt.id, **self.cash_value(5)}
                ),
            ),
            ("unlink", receipt.unlink),
            ("propose", receipt.action_propose),
        ):
            with self.subTest(what=what), self.assertRaises(UserError), self.env.cr.savepoint():
                change()
        receipt.write({"note": "Left at the counter"})
        self.assertEqual(receipt.note, "Left at the counter")

    def test_customer_without_a_receivable_account(self):
        item = self.invoice(100)
        self.customer.property_account_receivable_id = False
        receipt = self.receipt([item], [self.cash_value(150)])
        with self.assertRaisesRegex(UserError, "has no receivable account"):
            receipt.action_post()

    def test_state_and_number_are_not_given_by_hand(self):
        with self.assertRaises(UserError):
            self.receipt(state="posted")
        with self.assertRaises(UserError):
            self.receipt(name="RC 99")

    @mute_logger("odoo.sql_db")
    def test_same_document_twice(self):
        item = self.invoice(100)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.receipt([(item, 50), (item, 50)])

    def test_hostile_customer_name(self):
        self.customer.name = "=1+1 <script>alert('x')</script> %(name)s {0}"
        item = self.invoice(100)
        receipt = self.receipt([item], [self.cash_value(100)])
        receipt.action_post()
        html = self.env["ir.actions.report"]._render_qweb_html(
            "l10n_cobranzas.report_receipt", receipt.ids
        )[0]
        self.assertNotIn(b"<script>alert('x')", html)
        self.assertIn(b"%(name)s {0}", html)

    def test_document_changed_after_it_was_listed(self):
        """A forgotten draft receipt never keeps an invoice from being mended."""
        item = self.invoice(100)
        receipt = self.receipt([item], [self.cash_value(100)])
        move = item.move_id
        move.button_draft()
        move.invoice_line_ids.price_unit = 70
        move.action_post()
        self.assertTrue(item.exists())
        self.assertRefused(receipt, r"The balance of INV/2026/00001 is now \$\s?70.00")

    def test_instalment_that_vanished_after_it_was_listed(self):
        move = self.invoice(100).move_id
        move.button_draft()
        move.invoice_payment_term_id = self.pay_terms_b
        move.action_post()
        items = self.item(move)
        self.assertEqual(len(items), 2)
        receipt = self.receipt(items, [self.cash_value(100)])
        move.button_draft()
        move.invoice_payment_term_id = self.pay_terms_a
        move.action_post()
        gone = receipt.line_ids.filtered(lambda line: not line.move_line_id)
        self.assertEqual(gone.mapped("name"), ["INV/2026/00001"])
        self.assertEqual(gone.currency_id, self.company.currency_id)
        gone.sequence = 0  # judged first
        self.assertRefused(receipt, "INV/2026/00001 changed since it was listed")
        gone.unlink()
        receipt.line_ids.amount = 100
        receipt.action_post()
        self.assertEqual(self.item(move).amount_residual, 0)
