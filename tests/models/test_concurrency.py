"""Two users at once, on real transactions: one wins, the other is told what is left (REC-13)."""

import threading
from concurrent.futures import ThreadPoolExecutor

from odoo import SUPERUSER_ID, Command, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name


@tagged("post_install", "-at_install")
class TestConcurrency(BaseCase):
    """Commits to the database of the run, which is a throw-away copy, in a company of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            company = env["res.company"].create(
                {"name": "Concurrencia S.A.", "country_id": env.ref("base.ar").id}
            )
            env = env(context={"allowed_company_ids": company.ids})
            env["account.chart.template"].try_loading(
                "generic_coa", company=company, install_demo=False
            )
            cls.company_id = company.id
            cls.partner_id = env["res.partner"].create({"name": "Cliente de dos cajas"}).id

    def _env(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {"allowed_company_ids": [self.company_id]})

    def _prepare(self, receipts):
        """Commit an invoice of 100 and ``receipts`` drafts, (settled, received) each."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            move = env["account.move"].create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.partner_id,
                    "invoice_date": "2026-01-10",
                    "invoice_line_ids": [
                        Command.create(
                            {"name": "x", "price_unit": 100, "tax_ids": [Command.clear()]}
                        )
                    ],
                }
            )
            move.action_post()
            item = move.line_ids.filtered(
                lambda line: line.account_id.account_type == "asset_receivable"
            )
            journal = env["account.journal"].search(
                [("type", "=", "bank"), ("company_id", "=", self.company_id)], limit=1
            )
            drafts = env["cobranzas.receipt"].create(
                [
                    {
                        "partner_id": self.partner_id,
                        "date": "2026-02-01",
                        "line_ids": [Command.create({"move_line_id": item.id, "amount": amount})],
                        "value_ids": [
                            Command.create(
                                {
                                    "journal_id": journal.id,
                                    "amount": amount,
                                    "operation_number": "TR 1",
                                }
                            )
                        ],
                    }
                    for amount in receipts
                ]
            )
            return item.id, drafts.ids

    def _post(self, receipt_id, barrier):
        """Post as an RPC call does, retries included; return None or what the refusal says."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            env["res.company"].search_count([])  # takes the snapshot before the other commits
            barrier.wait(timeout=20)
            receipt = env["cobranzas.receipt"].browse(receipt_id)
            try:
                retrying(receipt.action_post, env)
            except UserError as error:
                cr.rollback()
                return str(error)
            cr.commit()
            return None

    def _post_at_once(self, receipt_ids):
        barrier = threading.Barrier(len(receipt_ids))
        with ThreadPoolExecutor(len(receipt_ids)) as pool:
            return list(pool.map(lambda receipt_id: self._post(receipt_id, barrier), receipt_ids))

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
        barrier = threading.Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            answers = [
                pool.submit(self._post, draft, barrier),
                pool.submit(self._spoil, book, 7, barrier),
            ]
            answers = [answer.result() for answer in answers]
        self.assertEqual(answers.count(None), 1, answers)

    def _spoil(self, book_id, number, barrier):
        """Mark a form as spoiled, retries included; return None or what the refusal says."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            env["res.company"].search_count([])
            barrier.wait(timeout=20)
            vals = {"book_id": book_id, "number": number, "reason": "x"}
            try:
                retrying(lambda: env["cobranzas.receipt.spoiled"].create(vals), env)
            except UserError as error:
                cr.rollback()
                return str(error)
            cr.commit()
            return None
