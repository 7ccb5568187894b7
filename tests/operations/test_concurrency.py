"""Two users operate on the same item at once, on real transactions: one wins (OPS)."""

from functools import partial

from odoo import Command
from odoo.tests import tagged

from ..lib.transactions import TransactionsCommon


@tagged("post_install", "-at_install")
class TestOperationConcurrency(TransactionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.registry.cursor() as cr:
            partners = cls._env(cr)["res.partner"].create([{"name": "Uno"}, {"name": "Dos"}])
            cls.others = partners.ids

    def _draft(self, kind, parts, **kw):
        """Commit a draft of a kind that takes ``parts`` = {item id: amount}; return its id."""
        with self.registry.cursor() as cr:
            lines = [
                Command.create({"move_line_id": item, "amount": amount})
                for item, amount in parts.items()
            ]
            vals = {"kind": kind, "date": "2026-02-01", "company_id": self.company_id}
            return self._env(cr)["cobranzas.operation"].create({**vals, "line_ids": lines, **kw}).id

    def _endorse(self, parts, to=0):
        return self._draft("endorsement", parts, new_partner_id=self.others[to])

    def _receipt(self, parts):
        with self.registry.cursor() as cr:
            return self._env(cr)["cobranzas.receipt"].create(self._receipt_vals(parts)).id

    @staticmethod
    def _confirm(number, env):
        env["cobranzas.operation"].browse(number).action_confirm()

    @staticmethod
    def _undo(number, env):
        env["cobranzas.operation"].browse(number).action_undo("2026-02-01", "prueba")

    @staticmethod
    def _post(number, env):
        env["cobranzas.receipt"].browse(number).action_post()

    def _residual(self, item):
        with self.registry.cursor() as cr:
            return self._env(cr)["account.move.line"].browse(item).amount_residual

    def _one_refusal(self, *calls):
        """Run the calls at once; one is refused: return what it is told, in one line."""
        answers = [answer and str(answer) for answer in self._at_once(*calls)]
        self.assertEqual(answers.count(None), len(calls) - 1, answers)
        refusal = next(answer for answer in answers if answer)
        self.assertNotIn("\n", refusal)
        return refusal

    def test_two_operations(self):
        (item,) = self._make_documents(1, 100)
        drafts = [self._endorse({item: 70}, to=0), self._endorse({item: 60}, to=1)]
        refusal = self._one_refusal(*(partial(self._confirm, number) for number in drafts))
        self.assertRegex(refusal, r"INV/2026/\d+.*(30|40)\.00")
        self.assertIn(self._residual(item), (30, 40))

    def test_both_fit(self):
        (item,) = self._make_documents(1, 100)
        drafts = [self._endorse({item: 30}, to=0), self._endorse({item: 60}, to=1)]
        answers = self._at_once(*(partial(self._confirm, number) for number in drafts))
        self.assertEqual(answers, [None, None])
        self.assertEqual(self._residual(item), 10)
        with self.registry.cursor() as cr:
            names = self._env(cr)["cobranzas.operation"].browse(drafts).mapped("name")
            self.assertEqual(len(set(names)), 2)

    def test_operation_and_receipt(self):
        """Whoever comes first wins; the other reads the balance that is left."""
        for _time in range(3):
            (item,) = self._make_documents(1, 100)
            draft, receipt = self._endorse({item: 70}), self._receipt({item: 60})
            calls = [partial(self._confirm, draft), partial(self._post, receipt)]
            refusal = self._one_refusal(*calls)
            self.assertRegex(refusal, r"INV/2026/\d+.*(30|40)\.00")
            self.assertIn(self._residual(item), (30, 40))

    def test_double_click(self):
        (item,) = self._make_documents(1, 100)
        draft = self._endorse({item: 50})
        refusal = self._one_refusal(*[partial(self._confirm, draft)] * 2)
        self.assertRegex(refusal, "END-")
        self.assertEqual(self._residual(item), 50)
        with self.registry.cursor() as cr:
            self.assertEqual(len(self._env(cr)["cobranzas.operation"].browse(draft).move_ids), 1)

    def test_undone_twice_at_once(self):
        (item,) = self._make_documents(1, 100)
        draft = self._endorse({item: 50})
        self.assertIsNone(self._call(partial(self._confirm, draft)))
        refusal = self._one_refusal(*[partial(self._undo, draft)] * 2)
        self.assertRegex(refusal, "is not done: there is nothing to undo")
        self.assertEqual(self._residual(item), 100)

    def test_undone_while_its_result_is_collected(self):
        """One of both: a receipt of an item that is gone, or an undo of one that was paid."""
        (item,) = self._make_documents(1, 100)
        draft = self._endorse({item: 100})
        self.assertIsNone(self._call(partial(self._confirm, draft)))
        with self.registry.cursor() as cr:
            result = self._env(cr)["cobranzas.operation"].browse(draft).result_ids.id
            vals = self._receipt_vals({result: 100}, partner_id=self.others[0])
            receipt = self._env(cr)["cobranzas.receipt"].create(vals).id
        self._one_refusal(partial(self._undo, draft), partial(self._post, receipt))
        # undone, and open again with the old customer; or paid by the new one
        undone = self._residual(item)
        self.assertIn(undone, (0, 100))
        self.assertEqual(self._residual(result), 0)

    def test_crossed_customers_do_not_deadlock(self):
        """A to B and B to A, over and over: every call is booked, none is told of a deadlock."""
        mine, yours = self._make_documents(2, 100)
        there = self._endorse({yours: 100}, to=0)
        self.assertIsNone(self._call(partial(self._confirm, there)))
        with self.registry.cursor() as cr:
            theirs = self._env(cr)["cobranzas.operation"].browse(there).result_ids.id
        for _time in range(3):
            back = self._draft("endorsement", {theirs: 10}, new_partner_id=self.partner_id)
            forth, receipt = self._endorse({mine: 10}), self._receipt({mine: 10})
            answers = self._at_once(
                partial(self._confirm, back),
                partial(self._confirm, forth),
                partial(self._post, receipt),
            )
            self.assertEqual(answers, [None] * 3)
        self.assertEqual((self._residual(mine), self._residual(theirs)), (40, 70))
