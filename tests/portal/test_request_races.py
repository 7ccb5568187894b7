"""Polls, a webhook and the cron on one payment, in real transactions: one receipt (COL-09)."""

import os
import random
from types import SimpleNamespace

from odoo.addons.l10n_cobranzas.models.portal.payment_request_cron import SLICE
from odoo.tests import tagged

from ..lib.payments import REQUEST, enable_demo_provider, make_access, make_transaction
from ..lib.transactions import TransactionsCommon

#: PAYMENT_RACES=1000 takes some minutes
RACES = int(os.environ.get("PAYMENT_RACES", 12))
KILLS = int(os.environ.get("PAYMENT_KILLS", 6))
QUERIES = 150  # about as many as a receipt takes


@tagged("post_install", "-at_install")
class TestRequestRaces(TransactionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.registry.cursor() as cr:
            env = cls._env(cr)
            company = env["res.company"].browse(cls.company_id)
            bank = env["account.journal"].browse(cls.journals["bank"])
            cls.provider_id = enable_demo_provider(env, company, bank).id
            env["res.partner"].browse(cls.partner_id).email = "cliente@example.com"

    def _begin(self, parts):
        """Commit a request of {item id: amount} and its transaction; return their ids."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            partner = env["res.partner"].browse(self.partner_id)
            access = make_access(env, env["res.company"].browse(self.company_id), partner)
            request = env[REQUEST]._make(access, parts)
            provider = env["payment.provider"].browse(self.provider_id)
            transaction = make_transaction(provider, request)
            return SimpleNamespace(
                request=request.id, transaction=transaction.id, reference=transaction.reference
            )

    def _webhook(self, paid):
        def call(env):
            data = {"reference": paid.reference, "simulated_state": "done"}
            env["payment.transaction"]._process("demo", data)

        return call

    def _poll(self, paid):
        """As the browser's poll: post-processed unless that is done, again when it failed."""

        def call(env):
            transaction = env["payment.transaction"].browse(paid.transaction)
            if not transaction.is_post_processed:
                transaction._post_process()

        return call

    @staticmethod
    def _cron(env):
        env["payment.transaction"]._cron_post_process()

    def _finish(self, paid):
        """What the cron does in the end, whatever the race left."""
        self._call(self._webhook(paid))
        self._call(self._cron)

    def _check(self, paid, amount):
        """One posted receipt, its one payment, nothing on account, one e-mail."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            request = env[REQUEST].browse(paid.request)
            transaction = env["payment.transaction"].browse(paid.transaction)
            receipts = env["cobranzas.receipt"].search([("payment_request_id", "=", request.id)])
            payments = env["account.payment"].search(
                [("payment_transaction_id", "=", transaction.id)]
            )
            self.assertEqual((receipts, len(receipts)), (request.receipt_id, 1))
            self.assertEqual((payments, len(payments)), (transaction.payment_id, 1))
            self.assertEqual((request.state, receipts.state), ("paid", "posted"))
            self.assertEqual((receipts.amount_total, receipts.amount_on_account), (amount, 0.0))
            self.assertFalse(request.problem)
            residuals = request.line_ids.move_line_id.mapped("amount_residual")
            self.assertEqual(set(residuals), {0.0})

    def _count_mails(self, paid):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            name = env[REQUEST].browse(paid.request).receipt_id.name
            return env["mail.mail"].search_count(
                [("subject", "ilike", name), ("recipient_ids", "in", [self.partner_id])]
            )

    @staticmethod
    def _follow(env):
        env[REQUEST]._cron_follow(env.cr.commit)

    def test_polls_webhook_and_cron_at_once(self):
        items = self._make_documents(RACES * 2, 100)
        made = []
        for place in range(RACES):
            first, second = items[2 * place : 2 * place + 2]
            paid = self._begin({first: None, second: None})
            calls = [self._webhook(paid), self._poll(paid), self._poll(paid), self._cron]
            random.shuffle(calls)
            self._at_once(*calls)
            if place % 2:  # the others have had their turn: now the second wave, all of it done
                self._at_once(self._poll(paid), self._poll(paid), self._cron)
            self._finish(paid)
            self._check(paid, 200.0)
            made.append(paid)
        for _slice in range(0, RACES, SLICE):
            self._at_once(self._follow, self._follow)
        self._call(self._follow)
        self.assertEqual({self._count_mails(paid) for paid in made}, {1})

    def test_done_before_all_of_them_come(self):
        items = self._make_documents(RACES, 100)
        for item in items:
            paid = self._begin({item: None})
            self._call(self._webhook(paid))
            self._at_once(self._poll(paid), self._poll(paid), self._cron, self._cron)
            self._finish(paid)
            self._check(paid, 100.0)

    def test_two_tabs_pay_one_request_at_once(self):
        (item,) = self._make_documents(1, 100)
        first = self._begin({item: None})
        with self.registry.cursor() as cr:
            env = self._env(cr)
            request = env[REQUEST].browse(first.request)
            provider = env["payment.provider"].browse(self.provider_id)
            other = make_transaction(provider, request)
            second = SimpleNamespace(
                request=request.id, transaction=other.id, reference=other.reference
            )
        self._call(self._webhook(first))
        self._call(self._webhook(second))
        self._at_once(self._poll(first), self._poll(second), self._cron)
        self._call(self._cron)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            receipts = env["cobranzas.receipt"].search(
                [("payment_request_id", "=", first.request)], order="id"
            )
            self.assertEqual(len(receipts), 2)
            self.assertEqual(sorted(receipts.mapped("amount_on_account")), [0.0, 100.0])
            self.assertTrue(env[REQUEST].browse(first.request).problem)

    def test_a_cashier_collects_the_document_at_once(self):
        items = self._make_documents(RACES // 2, 100)
        for item in items:
            paid = self._begin({item: None})
            self._call(self._webhook(paid))

            def collect(env, item=item):
                vals = self._receipt_vals({item: 100.0})
                env["cobranzas.receipt"].create(vals).action_post()

            self._at_once(self._poll(paid), collect, self._cron)
            self._finish(paid)
            with self.registry.cursor() as cr:
                env = self._env(cr)
                request = env[REQUEST].browse(paid.request)
                self.assertEqual(env["account.move.line"].browse(item).amount_residual, 0.0)
                left = request.receipt_id.amount_on_account
                self.assertIn(left, (0.0, 100.0))
                self.assertEqual(bool(request.problem), bool(left))

    def test_killed_in_the_middle_it_goes_on(self):
        rng, deaths = random.Random(15), 0
        for item in self._make_documents(KILLS, 100):
            paid = self._begin({item: None})
            self._call(self._webhook(paid))
            deaths += self._kill_at_query(self._poll(paid), rng.randint(1, QUERIES))
            deaths += self._kill_at_query(self._cron, rng.randint(1, QUERIES))
            self._finish(paid)
            self._check(paid, 100.0)
        self.assertGreaterEqual(deaths, KILLS // 2, "nothing was killed at work")
        self._kill_at_query(self._follow, rng.randint(1, 20))
        self._call(self._follow)
        self.assertEqual(self._count_mails(paid), 1)
