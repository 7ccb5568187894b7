"""Eight cashiers over the same documents: nothing paid twice, nothing lost (REC-13)."""

import logging
import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.transactions import TransactionsCommon

_logger = logging.getLogger(__name__)

WORKERS, CALLS, DOCUMENTS, ORIGINAL = 8, 4, 50, 100.0
REFUSAL = r"^(INV/\d+/\d+ is already paid: |The balance of INV/\d+/\d+ is now ).+\.$"


@pytest.mark.slow
@tagged("post_install", "-at_install")
class TestManyCashiers(TransactionsCommon):
    """Each makes, posts and now and then voids receipts of random documents and amounts.

    Who wins is left to chance. What must hold then is not: every call ended posted or refused
    with one sentence, and the ledger is what the receipts left standing say.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.items = cls._make_documents(DOCUMENTS, ORIGINAL)
        cls.calls = []  # (what, answer, tries, seconds)
        with ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(cls()._work, range(WORKERS)))

    def _work(self, worker):
        rng = random.Random(worker)
        for _n in range(CALLS):
            receipt = self._note("create", lambda env: self._create(env, rng))
            if receipt and self._note("action_post", receipt) and rng.random() < 0.25:
                self._note("action_void", receipt, "2026-02-03", "Error")

    def _note(self, what, call, *words):
        """Call over RPC, counting the tries; return what was done, or None when refused."""
        tries = 0

        def counted(env):
            nonlocal tries
            tries += 1
            if what == "create":
                return call(env)
            return getattr(env["cobranzas.receipt"].browse(call), what)(*words)

        start = time.perf_counter()
        try:
            answer = self._call(counted)
        except Exception as error:  # noqa: BLE001  to be reported with its sentence
            answer = error
        self.calls.append((what, answer, tries, time.perf_counter() - start))
        return None if isinstance(answer, Exception) else answer

    def _create(self, env, rng):
        """A draft on three to eight documents: part of each, by two transfers."""
        items = env["account.move.line"].browse(rng.sample(self.items, rng.randint(3, 8)))
        parts = {item.id: round(rng.uniform(0.05, 0.3) * ORIGINAL, 2) for item in items}
        part = round(sum(parts.values()) * rng.random() + 0.01, 2)
        vals = self._receipt_vals(parts)
        vals["value_ids"][0][2]["amount"] -= part
        vals["value_ids"].append(
            Command.create(
                {"journal_id": self.journals["wallet"], "amount": part, "operation_number": "BV 1"}
            )
        )
        return env["cobranzas.receipt"].create(vals).id

    def _receipts(self, env, *states):
        return env["cobranzas.receipt"].search(
            [("company_id", "=", self.company_id), ("state", "in", states)]
        )

    def test_every_call_ends_done_or_refused_in_one_sentence(self):
        answers = [answer for _what, answer, _tries, _seconds in self.calls]
        for answer in answers:
            if isinstance(answer, Exception):
                self.assertIsInstance(answer, UserError)
                self.assertRegex(str(answer), REFUSAL)
        for what in ("create", "action_void"):
            answers = [row[1] for row in self.calls if row[0] == what]
            self.assertFalse([answer for answer in answers if isinstance(answer, Exception)])

    def test_nobody_comes_near_the_last_try(self):
        """A call run again waits for its turn and then sees all: two tries, of core's five."""
        for what in ("create", "action_post", "action_void"):
            rows = [row for row in self.calls if row[0] == what]
            seconds = sorted(row[3] for row in rows) or [0.0]
            _logger.info(
                "%s: %s calls, median %.2f s, worst %.2f s, tries %s",
                what,
                len(rows),
                seconds[len(rows) // 2],
                seconds[-1],
                sorted({row[2] for row in rows}),
            )
        self.assertLessEqual(max(row[2] for row in self.calls), 3)

    def test_each_document_is_paid_what_the_receipts_say(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            lines = self._receipts(env, "posted").line_ids
            for item in env["account.move.line"].browse(self.items):
                paid = sum(line.amount for line in lines if line.move_line_id == item)
                self.assertAlmostEqual(ORIGINAL - item.amount_residual, paid, 2)
                self.assertGreaterEqual(item.amount_residual, 0)
                partials = item.matched_credit_ids.filtered("cobranzas_receipt_id")
                self.assertAlmostEqual(sum(partials.mapped("amount")), paid, 2)

    def test_each_receipt_is_whole(self):
        with self.registry.cursor() as cr:
            posted = self._receipts(self._env(cr), "posted")
            self.assertTrue(posted)
            for receipt in posted:
                self.assertEqual(len(receipt.payment_ids), 2)
                self.assertEqual(set(receipt.move_ids.mapped("state")), {"posted"})
                self.assertFalse(any(receipt._get_receivable_items().mapped("amount_residual")))
                for line in receipt.line_ids:
                    partials = receipt.partial_ids.filtered(
                        lambda partial, line=line: partial.debit_move_id == line.move_line_id
                    )
                    self.assertAlmostEqual(sum(partials.mapped("amount")), line.amount, 2)

    def test_a_voided_receipt_leaves_nothing(self):
        with self.registry.cursor() as cr:
            for receipt in self._receipts(self._env(cr), "voided"):
                self.assertFalse(receipt.partial_ids)
                items = receipt.move_ids.line_ids
                self.assertEqual(len(receipt.move_ids), 4)
                self.assertFalse(any(items.mapped("amount_residual")))
                for account in items.account_id:
                    mine = items.filtered(lambda item, account=account: item.account_id == account)
                    self.assertAlmostEqual(sum(mine.mapped("balance")), 0, 2)

    def test_the_ledger_adds_up(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            collected = sum(self._receipts(env, "posted").line_ids.mapped("amount"))
            documents = env["account.move.line"].browse(self.items)
            ledger = env["account.move.line"].search(
                [("account_id", "=", documents.account_id.id), ("parent_state", "=", "posted")]
            )
            self.assertAlmostEqual(
                sum(ledger.mapped("balance")), DOCUMENTS * ORIGINAL - collected, 2
            )
            self.assertAlmostEqual(
                sum(ledger.mapped("amount_residual")), DOCUMENTS * ORIGINAL - collected, 2
            )

    def test_numbers_have_no_gap_and_no_double(self):
        with self.registry.cursor() as cr:
            receipts = self._receipts(self._env(cr), "posted", "voided")
            self.assertEqual(sorted(receipts.mapped("number")), list(range(1, len(receipts) + 1)))
            done = [row for row in self.calls if row[0] == "action_post" and row[1] is True]
            self.assertEqual(len(receipts), len(done))
