"""Several workers book one run, in real transactions: each customer once (DESIGN 8)."""

import os
import signal
import time
from unittest.mock import patch

from odoo import Command, sql_db
from odoo.tests import tagged
from odoo.tests.common import get_db_name

from ..lib.transactions import TransactionsCommon

MANY = 12
RUN = "cobranzas.operation.run"
BOOK = "odoo.addons.l10n_cobranzas.models.operations.operation_run_book"


class Killed(BaseException):
    """What a worker that is killed leaves: nothing catches it."""


@tagged("post_install", "-at_install")
class TestRunWorkers(TransactionsCommon):
    def setUp(self):
        super().setUp()
        slices = patch.multiple(BOOK, SLICE=3, SLICE_SECONDS=3600.0)
        slices.start()
        self.addCleanup(slices.stop)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            partners = env["res.partner"].create([{"name": f"C {n}"} for n in range(MANY)])
            moves = env["account.move"].create(
                [
                    {
                        "move_type": kind,
                        "partner_id": partner.id,
                        "invoice_date": "2026-01-10",
                        "invoice_line_ids": [
                            Command.create(
                                {"name": "x", "price_unit": amount, "tax_ids": [Command.clear()]}
                            )
                        ],
                    }
                    for partner in partners
                    for kind, amount in (("out_invoice", 100), ("out_refund", 60))
                ]
            )
            moves.action_post()
            run = env[RUN].create(
                {
                    "kind": "application",
                    "date": "2026-02-01",
                    "company_id": self.company_id,
                    "partner_ids": [Command.set(partners.ids)],
                }
            )
            run.action_prepare()
            run.action_start()
            self.run_id, self.partner_ids = run.id, partners.ids
        self.addCleanup(self._stop)

    def _stop(self):
        with self.registry.cursor() as cr:
            self._env(cr)[RUN].browse(self.run_id).filtered(
                lambda run: run.state == "running"
            ).action_cancel()

    def _found(self):
        """The state of the run, its lines done and to do; each done once, as the ledger says."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            run = env[RUN].browse(self.run_id)
            states = run.line_ids.mapped("state")
            done = run.line_ids.filtered(lambda line: line.state == "done")
            self.assertEqual(run.operation_ids, done.operation_id)
            self.assertEqual(len(done.operation_id), len(done))
            items = env["account.move.line"].search(
                [("partner_id", "in", self.partner_ids), ("account_type", "=", "asset_receivable")]
            )
            paid = {item.partner_id for item in items if item.amount_residual == 40}
            self.assertEqual(paid, set(done.partner_id))
            return run.state, states.count("done"), states.count("pending")

    @staticmethod
    def _run(env):
        env[RUN]._cron_run()

    def test_two_workers(self):
        self.assertEqual(self._found(), ("running", 0, MANY))
        answers = self._at_once(self._run, self._run)
        self.assertEqual(answers, [None] * 2)
        self._call(self._run)
        self.assertEqual(self._found(), ("done", MANY, 0))
        self._call(self._run)
        self.assertEqual(self._found(), ("done", MANY, 0))

    def test_a_killed_worker(self):
        """It loses the slice it was at; the next call goes on with that one and the rest."""
        runs = self.registry[RUN]
        book, calls = runs._book, []

        def killed(run, ready):
            calls.append(run.id)
            book(run, ready)
            if len(calls) == 3:
                raise Killed

        with patch.object(runs, "_book", killed), self.assertRaises(Killed):
            self._call(self._run)
        self.assertEqual(self._found(), ("running", 6, MANY - 6))
        self._call(lambda env: env[RUN].browse(self.run_id).action_start())
        self._call(self._run)
        self.assertEqual(self._found(), ("done", MANY, 0))

    def test_kill_9(self):
        """A process killed by the system while it books leaves whole slices; the rest follows."""
        child = os.fork()
        if not child:
            self._book_until_killed()
        deadline = time.monotonic() + 60
        while self._count_done() < 3 and time.monotonic() < deadline:
            time.sleep(0.05)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        _state, done, left = self._found()
        self.assertEqual(done % 3, 0)
        self.assertGreater(done, 0)
        self.assertGreater(left, 0)
        self._call(self._run)
        self.assertEqual(self._found(), ("done", MANY, 0))

    def _book_until_killed(self):
        """In a process of its own, with connections of its own: two slices, then wait for ever."""
        # kept: what closes a connection of the parent's would end it there too
        kept = sql_db._Pool, sql_db._Pool_readonly, self.registry._db
        sql_db._Pool = None
        self.registry._db = sql_db.db_connect(get_db_name())
        runs = self.registry[RUN]
        book, calls = runs._book, []

        def slow(run, ready):
            calls.append(run.id)
            book(run, ready)
            if len(calls) == 2:
                run.env.flush_all()
                time.sleep(600)

        try:
            with patch.object(runs, "_book", slow):
                self._call(self._run)
        finally:
            os._exit(len(kept))

    def _count_done(self):
        with self.registry.cursor() as cr:
            return self._env(cr)[f"{RUN}.line"].search_count(
                [("run_id", "=", self.run_id), ("state", "=", "done")]
            )
