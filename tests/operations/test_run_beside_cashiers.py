"""A run goes on while cashiers change what it is to book: the scheduler would not call it again."""

import threading
import time
from unittest.mock import patch

from odoo import Command
from odoo.addons.l10n_cobranzas.models.ledger.locking import prepare_customer_locks
from odoo.tests import tagged
from odoo.tools import SQL
from psycopg2.errors import SerializationFailure

from ..lib.transactions import TransactionsCommon

RUN = "cobranzas.operation.run"
BOOKING = "odoo.addons.l10n_cobranzas.models.operations.operation_run_book"
WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


@tagged("post_install", "-at_install")
class TestRunBesideCashiers(TransactionsCommon):
    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            partner = env["res.partner"].create({"name": "Cliente en la caja"})
            line = Command.create({"name": "x", "price_unit": 100, "tax_ids": [Command.clear()]})
            moves = env["account.move"].create(
                [
                    {
                        "move_type": kind,
                        "partner_id": partner.id,
                        "invoice_date": "2026-01-10",
                        "invoice_line_ids": [line],
                    }
                    for kind in ("out_invoice", "out_refund")
                ]
            )
            moves.action_post()
            run = env[RUN].create(
                {
                    "kind": "application",
                    "date": "2026-02-01",
                    "company_id": self.company_id,
                    "partner_ids": [Command.set(partner.ids)],
                }
            )
            run.action_prepare()
            run.action_start()
            self.run_id, self.customer_id = run.id, partner.id
            self.item_ids = run.line_ids.move_line_id.ids

    def _work(self):
        """Work as the scheduler does, which does not try again."""
        with self.registry.cursor() as cr:
            self._env(cr)[RUN]._cron_run()

    def _state(self):
        with self.registry.cursor() as cr:
            run = self._env(cr)[RUN].browse(self.run_id)
            return run.state, run.mapped("line_ids.state")

    def _wait_until_it_waits(self):
        until = time.monotonic() + 30
        with self.registry.cursor() as cr:
            while time.monotonic() < until:
                cr.execute(SQL(WAITING))
                if cr.fetchone()[0]:
                    return
                cr.commit()
                time.sleep(0.05)
        self.fail("the run does not wait for the customer's turn")

    def test_it_sees_what_was_booked_while_it_waited_for_the_customer(self):
        with self.registry.cursor() as cashier:
            cashier.execute(prepare_customer_locks([self.customer_id]))
            cashier.execute(
                SQL(
                    "UPDATE account_move_line SET name = 'touched' WHERE id = ANY (%s)",
                    self.item_ids,
                )
            )
            with patch(f"{BOOKING}.TRIES", 1):
                worker = threading.Thread(target=self._work)
                worker.start()
                self._wait_until_it_waits()
                cashier.commit()
                worker.join(timeout=60)
        self.assertEqual(self._state(), ("done", ["done"]))

    def _refuse(self, times):
        """Let PostgreSQL refuse to book, the first ``times`` times."""
        runs, calls = self.registry[RUN], []
        book = runs._book

        def refused(run, ready):
            calls.append(run.id)
            if len(calls) <= times:
                raise SerializationFailure
            book(run, ready)

        return patch.object(runs, "_book", refused)

    def test_what_is_refused_is_tried_again(self):
        with self._refuse(2):
            self._work()
        self.assertEqual(self._state(), ("done", ["done"]))

    def test_not_for_ever(self):
        with self._refuse(100), self.assertRaises(SerializationFailure):
            self._work()
        self.assertEqual(self._state(), ("running", ["pending"]))
        self._work()
        self.assertEqual(self._state(), ("done", ["done"]))

    def _count_calls(self):
        """How many calls of the scheduled action wait, of any moment."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            cron = env.ref("l10n_cobranzas.cobranzas_operation_run_cron")
            return env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])

    def test_a_call_that_is_out_of_time_asks_for_the_next(self):
        """Else a long run would work ten seconds a minute."""
        before = self._count_calls()
        with patch.object(self.registry["ir.cron"], "_commit_progress", return_value=0.0):
            self._work()
        self.assertEqual(self._state(), ("running", ["pending"]))
        self.assertEqual(self._count_calls(), before + 1)
        self._work()
        self.assertEqual(self._state(), ("done", ["done"]))
        self.assertEqual(self._count_calls(), before + 1)
