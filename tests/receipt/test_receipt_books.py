"""Pre-printed books, spoiled forms and the limit of documents of a book (REC-14)."""

import psycopg2
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestReceiptBooks(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.book = cls.env["cobranzas.receipt.book"].create(
            {
                "name": "Talonario de calle",
                "company_id": cls.company.id,
                "mode": "preprinted",
                "prefix": "X 0001-",
                "padding": 4,
                "number_from": 11,
                "number_to": 20,
            }
        )

    def _draft(self, number=None, amount=10, **kw):
        typed = {} if number is None else {"preprinted_number": number}
        return self.receipt(
            [], [self.cash_value(amount)], **{"book_id": self.book.id, **typed, **kw}
        )

    def _posted(self, number, **kw):
        receipt = self._draft(number, **kw)
        receipt.action_post()
        return receipt

    def test_typed_number_names_the_receipt(self):
        receipt = self._posted(15)
        self.assertEqual((receipt.name, self.book.number_next), ("X 0001-0015", 16))
        self.assertEqual(self._posted(12).name, "X 0001-0012")  # a form left behind
        self.assertEqual(self.book.number_next, 16)

    def test_the_next_free_number_is_proposed(self):
        one, two = self._draft(), self._draft()
        self.assertEqual((one | two).mapped("preprinted_number"), [11, 12])
        self.assertEqual(self.book._get_free_numbers(2, one.ids), [11, 13])
        batch = self.env["cobranzas.receipt"].create(
            [{"partner_id": self.customer.id, "book_id": self.book.id} for _index in range(2)]
        )
        self.assertEqual(batch.mapped("preprinted_number"), [13, 14])

    def test_the_form_proposes_and_asks(self):
        auto = self.env["cobranzas.receipt.book"]._default_for(self.company, "receipt")
        with Form(self.env["cobranzas.receipt"]) as form:
            form.partner_id = self.customer
            self.assertEqual((form.book_id, form.preprinted_number), (auto, 0))
            form.book_id = self.book
            self.assertEqual(form.preprinted_number, 11)
            form.preprinted_number = 17
        self.assertEqual(form.record.preprinted_number, 17)
        form.record.book_id = auto
        self.assertEqual(form.record.preprinted_number, 0)

    def test_what_can_not_be_typed(self):
        self._posted(11)
        for number, sentence in (
            (0, "Type the number of the paper form"),
            (10, r"X 0001-0010 is not in book Talonario de calle, .* X 0001-0011 to X 0001-0020"),
            (21, "X 0001-0021 is not in book"),
            (11, "X 0001-0011 of book Talonario de calle is already used"),
        ):
            with self.subTest(number=number), self.assertRaisesRegex(UserError, sentence):
                self._draft(number).action_post()

    def test_no_end(self):
        self.book.number_to = 0
        self.assertEqual(self._posted(90001).name, "X 0001-90001")

    def test_voided_numbers_stay_used(self):
        receipt = self._posted(11)
        receipt.action_void("2026-02-02", "Error")
        with self.assertRaisesRegex(UserError, "is already used"):
            self._draft(11).action_post()

    def test_numbers_of_an_earlier_prefix_or_mode_stay_used(self):
        self._posted(11)
        self.book.prefix = "Y-"
        with self.assertRaisesRegex(UserError, "is already used"):
            self._draft(11).action_post()
        auto = self.env["cobranzas.receipt.book"]._default_for(self.company, "receipt")
        self.receipt([], [self.cash_value(1)]).action_post()
        auto.mode = "preprinted"
        with self.assertRaisesRegex(UserError, "RC 00000001 of book .* is already used"):
            self._draft(1, book_id=auto.id).action_post()

    def test_back_to_automatic(self):
        draft = self._draft(12)
        self._posted(12)
        self.book.mode = "auto"
        draft.action_post()
        self.assertEqual((draft.name, draft.preprinted_number), ("X 0001-0013", 0))

    def test_the_book_runs_out(self):
        self._posted(20)
        self.assertEqual(self.book.number_next, 21)
        self.assertEqual(self._draft().preprinted_number, 0)

    def test_posting_several_of_both_modes(self):
        drafts = self._draft(14) | self.receipt([], [self.cash_value(1)]) | self._draft(12)
        drafts |= self.receipt([], [self.cash_value(2)])
        drafts.action_post()
        self.assertEqual(
            drafts.mapped("name"), ["X 0001-0014", "RC 00000001", "X 0001-0012", "RC 00000002"]
        )
        self.assertEqual(self.book.number_next, 15)

    def test_posting_several_with_one_number(self):
        drafts = self._draft(14) | self._draft(14)
        with self.assertRaisesRegex(UserError, "0014 is typed on two of these receipts"):
            drafts.action_post()

    @mute_logger("odoo.sql_db")
    def test_the_index_is_the_last_word(self):
        self._posted(14)
        other = self._posted(15)
        with self.assertRaises(psycopg2.errors.UniqueViolation), self.env.cr.savepoint():
            self.env.cr.execute(
                "UPDATE cobranzas_receipt SET number = 14 WHERE id = %s", [other.id]
            )

    def test_a_copy_takes_a_number_of_its_own(self):
        self.assertEqual(self._posted(11).copy().preprinted_number, 12)

    def test_the_number_is_fixed_once_posted(self):
        with self.assertRaisesRegex(UserError, "no longer a draft"):
            self._posted(11).preprinted_number = 12

    # ------------------------------------------------------------------
    # Spoiled forms
    # ------------------------------------------------------------------

    def _spoil(self, number, book=None, env=None):
        return (env or self.env)["cobranzas.receipt.spoiled"].create(
            {"book_id": (book or self.book).id, "number": number, "reason": "Se manchó"}
        )

    def test_spoiled_forms_are_not_used(self):
        cashier = self.make_user("test_cashier", "l10n_cobranzas.group_cobranzas_cashier")
        spoiled = self._spoil(11, env=self.env(user=cashier))
        self.assertEqual(self._draft().preprinted_number, 12)
        with self.assertRaisesRegex(UserError, "X 0001-0011 .* is marked as spoiled"):
            self._draft(11).action_post()
        with self.assertRaisesRegex(UserError, "can't change"):
            spoiled.number = 13
        with self.assertRaises(AccessError):
            spoiled.unlink()
        with self.assertRaisesRegex(ValidationError, "has spoiled forms"):
            self.book.mode = "auto"
        spoiled.sudo().unlink()
        self.assertEqual(self._posted(11).name, "X 0001-0011")

    def test_what_can_not_be_spoiled(self):
        self._posted(12)
        auto = self.env["cobranzas.receipt.book"]._default_for(self.company, "receipt")
        for number, book, sentence in (
            (12, self.book, "is already used"),
            (9, self.book, "is not in book"),
            (5, auto, "is not pre-printed"),
        ):
            with self.subTest(number=number), self.assertRaisesRegex(UserError, sentence):
                self._spoil(number, book)

    def test_collectors_do_not_spoil(self):
        collector = self.make_user("test_collector", "l10n_cobranzas.group_cobranzas_collector")
        with self.assertRaises(AccessError):
            self._spoil(11, env=self.env(user=collector))

    # ------------------------------------------------------------------
    # Limit of documents
    # ------------------------------------------------------------------

    def _limited(self, limit, items=3):
        self.env["cobranzas.receipt.book"]._default_for(self.company, "receipt").max_lines = limit
        return [self.invoice(100, due=f"2026-01-1{index}") for index in range(items)]

    def test_the_proposal_keeps_to_the_limit(self):
        one, two, _three = self._limited(2)
        for values in ([], [self.cash_value(300)]):
            with self.subTest(values=values):
                receipt = self.receipt([], values)
                receipt.action_propose()
                self.assertEqual(receipt.line_ids.move_line_id, one | two)
        receipt.action_post()
        self.assertEqual(receipt.amount_on_account, 100)

    def test_the_proposal_keeps_to_the_limit_with_credits(self):
        one, *_rest = self._limited(2)
        credit = self.invoice(250, move_type="out_refund", date="2026-01-10")
        receipt = self.receipt([credit], [self.cash_value(20)])
        receipt.action_propose()
        self.assertEqual(
            {line.move_line_id: line.amount for line in receipt.line_ids}, {credit: -100, one: 100}
        )
        receipt.action_post()
        self.assertEqual((credit.amount_residual, one.amount_residual), (-150, 0))

    def test_listing_does_not_count(self):
        items = self._limited(2)
        receipt = self.receipt([], [self.cash_value(200)])
        receipt.action_load_documents()
        self.assertEqual(len(receipt.line_ids), 3)
        receipt.line_ids[:2].is_selected = True
        receipt._check_line_limit()
        receipt.line_ids[2].amount = 1
        with self.assertRaisesRegex(UserError, "allows 2 documents in a receipt; this one has 3"):
            receipt.action_post()
        receipt.line_ids[2].amount = 0
        receipt.action_post()
        self.assertEqual([item.amount_residual for item in items], [0, 0, 100])

    def test_finding_stops_at_the_limit(self):
        one, two, three = self._limited(2)
        receipt = self.receipt([one])
        two.with_context(cobranzas_receipt_id=receipt.id).action_cobranzas_add_to_receipt()
        find = three.with_context(cobranzas_receipt_id=receipt.id)
        with self.assertRaisesRegex(UserError, "allows 2 documents"):
            find.action_cobranzas_add_to_receipt()

    def test_the_form_warns_beyond_the_limit(self):
        one, two, _three = self._limited(1)
        receipt = self.env["cobranzas.receipt"].new(
            {
                "partner_id": self.customer.id,
                "line_ids": [Command.create({"move_line_id": one.id})],
            }
        )
        self.assertFalse(receipt._onchange_line_limit())
        receipt.line_ids += receipt.line_ids.new({"move_line_id": two.id})
        self.assertIn("allows 1 documents", receipt._onchange_line_limit()["warning"]["message"])
