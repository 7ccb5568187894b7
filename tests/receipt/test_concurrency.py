"""Two users at once, on real transactions: one wins, the other is told what is left (REC-13)."""

from functools import partial

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.transactions import TransactionsCommon


@tagged("post_install", "-at_install")
class TestConcurrency(TransactionsCommon):
    def _prepare(self, receipts):
        """Commit an invoice of 100 and a draft for each amount; return the item and the drafts."""
        (item_id,) = self._make_documents(1, 100)
        with self.registry.cursor() as cr:
            drafts = self._env(cr)["cobranzas.receipt"].create(
                [self._receipt_vals({item_id: amount}) for amount in receipts]
            )
            return item_id, drafts.ids

    def _post(self, receipt_id, env):
        env["cobranzas.receipt"].browse(receipt_id).action_post()

    def _post_at_once(self, receipt_ids):
        """Post the receipts together; return None or what the refusal says for each."""
        answers = self._at_once(*(partial(self._post, number) for number in receipt_ids))
        return [answer and str(answer) for answer in answers]

    def _residual(self, item_id):
        with self.registry.cursor() as cr:
            return self._env(cr)["account.move.line"].browse(item_id).amount_residual

    def test_two_receipts_for_the_same_document(self):
        item_id, (one, two) = self._prepare([100, 100])
        answers = self._post_at_once([one, two])
        self.assertEqual(answers.count(None), 1, answers)
        refusal = next(answer for answer in answers if answer)
        self.assertRegex(refusal, r"^INV/2026/\d+ is already paid")
        self.assertEqual(self._residual(item_id), 0)

    def test_the_loser_is_told_the_new_balance(self):
        item_id, (one, two) = self._prepare([70, 60])
        answers = self._post_at_once([one, two])
        self.assertEqual(answers.count(None), 1, answers)
        refusal = next(answer for answer in answers if answer)
        self.assertRegex(
            refusal, r"The balance of INV/2026/\d+ is now .*(30|40)\.00; the receipt settles"
        )
        self.assertIn(self._residual(item_id), (30, 40))

    def test_both_fit(self):
        item_id, (one, two) = self._prepare([30, 60])
        self.assertEqual(self._post_at_once([one, two]), [None, None])
        self.assertEqual(self._residual(item_id), 10)
        with self.registry.cursor() as cr:
            receipts = self._env(cr)["cobranzas.receipt"].browse([one, two])
            self.assertEqual(len(set(receipts.mapped("name"))), 2)

    def test_double_click(self):
        """The same receipt posted twice at once makes one set of entries."""
        item_id, (one,) = self._prepare([100])
        answers = self._post_at_once([one, one])
        self.assertEqual(answers.count(None), 1, answers)
        self.assertRegex(next(answer for answer in answers if answer), "is already posted")
        with self.registry.cursor() as cr:
            self.assertEqual(len(self._env(cr)["cobranzas.receipt"].browse(one).payment_ids), 1)
        self.assertEqual(self._residual(item_id), 0)

    def _number(self, receipt_ids, number):
        """Commit a pre-printed book and the number typed on each receipt; return the book."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            book = env["cobranzas.receipt.book"].create(
                {"name": "Talonario", "prefix": "T ", "mode": "preprinted", "number_next": 50}
            )
            env["cobranzas.receipt"].browse(receipt_ids).write(
                {"book_id": book.id, "preprinted_number": number}
            )
            return book.id

    def test_the_same_form_number(self):
        """Also a number behind the counter, that moves nothing on: one is told."""
        for number in (7, 80):
            with self.subTest(number=number):
                drafts = [self._prepare([10])[1][0] for _cashier in range(2)]
                self._number(drafts, number)
                answers = self._post_at_once(drafts)
                self.assertEqual(answers.count(None), 1, answers)
                refusal = next(answer for answer in answers if answer)
                self.assertRegex(refusal, rf"Number T 0*{number} of book Talonario is already used")

    def test_a_form_is_spoiled_while_it_is_posted(self):
        _item, (draft,) = self._prepare([10])
        book = self._number([draft], 7)
        answers = self._at_once(partial(self._post, draft), partial(self._spoil, book))
        self.assertEqual(answers.count(None), 1, answers)

    def _spoil(self, book_id, env):
        env["cobranzas.receipt.spoiled"].create({"book_id": book_id, "number": 7, "reason": "x"})

    def test_the_same_creation_at_once(self):
        """Both calls return the one receipt they made, whoever came first."""
        (item_id,) = self._make_documents(1, 100)
        vals = self._receipt_vals({item_id: 100}, submission_key="al mismo tiempo")
        answers = self._at_once(*[lambda env: env["cobranzas.receipt"].create(vals).id] * 4)
        with self.registry.cursor() as cr:
            receipt = self._env(cr)["cobranzas.receipt"].search(
                [("submission_key", "=", "al mismo tiempo")]
            )
            self.assertEqual(answers, receipt.ids * 4)
            self.assertEqual(len(receipt.line_ids), 1)

    def test_a_draft_is_made_while_its_document_is_collected(self):
        """Neither waits for the other nor runs again."""
        item_id, (one,) = self._prepare([60])
        calls = []

        def create(env):
            calls.append(env)
            return env["cobranzas.receipt"].create(self._receipt_vals({item_id: 40})).id

        with self.registry.cursor() as cr:
            self._env(cr)["cobranzas.receipt"].browse(one).action_post()
            self.assertNotIsInstance(self._call(create), UserError)
            cr.commit()
        self.assertEqual(len(calls), 1)

    def test_a_number_given_back_is_taken_by_the_next(self):
        """No gap: who waits for a number gets it when its first taker fails."""
        _item, (one,) = self._prepare([30])
        _item, (two,) = self._prepare([60])
        with self.registry.cursor() as cr:
            first = self._env(cr)["cobranzas.receipt"].browse(one)
            first.action_post()
            number = first.name
            cr.rollback()
            self.assertFalse(first.name)
        self.assertEqual(self._post_at_once([two]), [None])
        with self.registry.cursor() as cr:
            self.assertEqual(self._env(cr)["cobranzas.receipt"].browse(two).name, number)

    def test_a_batch_beside_single_receipts_numbers_without_gap(self):
        drafts = [self._prepare([10])[1][0] for _n in range(6)]

        def post_batch(env):
            env["cobranzas.receipt"].browse(drafts[:3]).action_post()

        calls = [post_batch, *(partial(self._post, number) for number in drafts[3:])]
        self.assertEqual(self._at_once(*calls), [None] * 4)
        with self.registry.cursor() as cr:
            book = self._env(cr)["cobranzas.receipt"].browse(drafts).book_id
            numbers = self._env(cr)["cobranzas.receipt"].search(
                [("book_id", "=", book.id), ("number", ">", 0)]
            )
            self.assertEqual(sorted(numbers.mapped("number")), list(range(1, len(numbers) + 1)))
            self.assertEqual(book.number_next, len(numbers) + 1)

    def _draft(self, env, **value):
        """A draft receipt with one value, of 100."""
        return env["cobranzas.receipt"].create(
            {
                "partner_id": self.partner_id,
                "date": "2026-02-01",
                "value_ids": [Command.create({"amount": 100, **value})],
            }
        )

    def test_two_receipts_for_the_same_deposit(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            company = env["res.company"].browse(self.company_id)
            company.cobranzas_deposit_account_id = env["account.account"].create(
                {
                    "name": "Unidentified Deposits",
                    "code": "UNIDD",
                    "account_type": "liability_current",
                    "reconcile": True,
                }
            )
            deposit = env["cobranzas.deposit"].create({"date": "2026-01-20", "amount": 100})
            deposit.action_post()
            method = deposit.journal_id.inbound_payment_method_line_ids.filtered(
                lambda line: line.code == "cobranzas_deposit"
            )
            found = self._draft(env, payment_method_line_id=method.id)
            picked = self._draft(env, payment_method_line_id=method.id, deposit_id=deposit.id)
            item, drafts = deposit.item_id, (found.id, picked.id)
        answers = self._post_at_once(drafts)
        self.assertEqual(answers.count(None), 1, answers)
        refusal = next(answer for answer in answers if answer)
        self.assertRegex(refusal, "is already used by|No pending deposit in")
        self.assertEqual(self._residual(item.id), 0)

    def test_two_receipts_for_the_same_coupon(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            journal = env["account.journal"].search(
                [("type", "=", "bank"), ("company_id", "=", self.company_id)], limit=1
            )
            method = env["account.payment.method.line"].create(
                {
                    "journal_id": journal.id,
                    "payment_method_id": env.ref("l10n_cobranzas.account_payment_method_card").id,
                }
            )
            coupon = {
                "payment_method_line_id": method.id,
                "card_brand_id": env.ref("l10n_cobranzas.cobranzas_card_brand_visa").id,
                "coupon_number": "42",
                "instalments": 1,
            }
            drafts = [self._draft(env, **coupon).id for _time in range(2)]
        answers = self._post_at_once(drafts)
        self.assertEqual(answers.count(None), 1, answers)
        self.assertRegex(next(answer for answer in answers if answer), "is already in")

    def _receive_check(self, name):
        """Commit a draft of a customer of its own with the cheque; return its id."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            journal = env["account.journal"].search(
                [("company_id", "=", self.company_id), ("code", "=", "VAL")]
            )
            if not journal:
                method = env.ref("l10n_latam_check.account_payment_method_new_third_party_checks")
                journal = env["account.journal"].create(
                    {
                        "name": "Valores",
                        "code": "VAL",
                        "type": "cash",
                        "company_id": self.company_id,
                        "inbound_payment_method_line_ids": [
                            Command.create({"payment_method_id": method.id})
                        ],
                    }
                )
            lines = journal.inbound_payment_method_line_ids
            portfolio = lines.filtered(lambda line: line.code == "new_third_party_checks")
            bank = env["res.bank"].search([], limit=1) or env["res.bank"].create({"name": "B"})
            check = {
                "name": name,
                "bank_id": bank.id,
                "issuer_vat": "20-05536168-2",
                "payment_date": "2026-03-01",
                "amount": 10,
                "payment_method_line_id": portfolio[:1].id,
            }
            vals = {
                "partner_id": env["res.partner"].create({"name": f"Trae {name}"}).id,
                "date": "2026-02-01",
                "check_ids": [Command.create(check)],
            }
            return env["cobranzas.receipt"].create(vals).id

    def test_two_cashiers_take_the_same_cheque(self):
        """Each of a customer of its own, so that no lock of a customer makes them wait."""
        drafts = [self._receive_check("77") for _cashier in range(2)]
        answers = self._post_at_once(drafts)
        self.assertEqual(answers.count(None), 1, answers)
        refusal = next(answer for answer in answers if answer)
        self.assertRegex(refusal, "Cheque 00000077 of .* was received before, in RC")
