"""What the tests of workers of month-end runs share: slices, and workers that are killed."""

import os
import signal
import time
from contextlib import contextmanager
from unittest.mock import patch

from .transactions import TransactionsCommon

RUN = "cobranzas.operation.run"
BOOK = "odoo.addons.l10n_cobranzas.models.operations.operation_run_book"


class Killed(BaseException):
    """What a worker that is killed leaves: nothing catches it."""


class RunWorkersCommon(TransactionsCommon):
    """``run_ids`` are those of the runs that the workers book; each test makes them."""

    SLICE = 0

    def setUp(self):
        super().setUp()
        slices = patch.multiple(BOOK, SLICE=self.SLICE, SLICE_SECONDS=3600.0)
        slices.start()
        self.addCleanup(slices.stop)

    def _stop(self):
        with self.registry.cursor() as cr:
            runs = self._env(cr)[RUN].browse(self.run_ids)
            runs.filtered(lambda run: run.state == "running").action_cancel()

    @staticmethod
    def _work(env):
        env[RUN]._cron_run()

    @contextmanager
    def _at_slice(self, count, call):
        """Call ``call(run)`` once a slice is booked and not committed yet: the ``count``-th."""
        runs = self.registry[RUN]
        book, calls = runs._book, []

        def counted(run, ready):
            calls.append(run.id)
            book(run, ready)
            if len(calls) == count:
                call(run)

        with patch.object(runs, "_book", counted):
            yield

    def _work_killed_at(self, count):
        """Let a worker be stopped by an exception at a slice."""

        def stop(_run):
            raise Killed

        with self._at_slice(count, stop), self.assertRaises(Killed):
            self._call(self._work)

    def _work_killed_by_system(self):
        """Let a worker, a process of its own, be killed at its second slice."""
        child = os.fork()
        if not child:
            with self._alone(), self._at_slice(2, self._wait_for_ever):
                self._call(self._work)
        deadline = time.monotonic() + 60
        while self._count_done() < self.SLICE and time.monotonic() < deadline:
            time.sleep(0.05)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)

    @staticmethod
    def _wait_for_ever(run):
        run.env.flush_all()
        time.sleep(600)

    def _count_done(self):
        with self.registry.cursor() as cr:
            return self._env(cr)[f"{RUN}.line"].search_count(
                [("run_id", "in", self.run_ids), ("state", "=", "done")]
            )
