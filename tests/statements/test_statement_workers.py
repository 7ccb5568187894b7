"""Several workers send one run, in real transactions: each statement once (DESIGN 7)."""

from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from ..lib.transactions import TransactionsCommon

MANY = 24
RUN = "cobranzas.statement.run"


class Killed(BaseException):
    """What a worker that is killed leaves: nothing catches it."""


@tagged("post_install", "-at_install")
class TestStatementWorkers(TransactionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.registry.cursor() as cr:
            cls.partner_ids = (
                cls._env(cr)["res.partner"]
                .create(
                    [
                        {"name": f"Cliente {number}", "email": f"cliente{number}@example.com"}
                        for number in range(MANY)
                    ]
                )
                .ids
            )

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            run = self._env(cr)[RUN].create(
                {
                    "scope": "chosen",
                    "partner_ids": [Command.set(self.partner_ids)],
                    "date_from": "2026-01-01",
                    "date_to": "2026-01-31",
                    "attach_pdf": False,
                    "company_id": self.company_id,
                }
            )
            run.action_prepare()
            run.action_start()
            self.run_id = run.id
        self.addCleanup(self._stop)

    def _stop(self):
        with self.registry.cursor() as cr:
            self._env(cr)[RUN].browse(self.run_id).filtered(
                lambda run: run.state == "sending"
            ).action_cancel()

    def _found(self):
        """The state of the run, its lines by state, and the e-mails of each customer."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            run = env[RUN].browse(self.run_id)
            states = run.line_ids.mapped("state")
            mails = env["mail.mail"].search(
                [("model", "=", run.line_ids._name), ("res_id", "in", run.line_ids.ids)]
            )
            sent = run.line_ids.filtered(lambda line: line.state == "sent")
            self.assertEqual(len(set(mails.mapped("res_id"))), len(mails), "sent twice")
            self.assertEqual(set(mails.mapped("res_id")), set(sent.ids))
            return run.state, states.count("sent"), states.count("pending")

    @staticmethod
    def _send(env):
        env[RUN]._cron_send()

    def test_two_workers(self):
        """They share the run; none sends what the other does, and none fails."""
        self.assertEqual(self._found(), ("sending", 0, MANY))
        answers = self._at_once(self._send, self._send, self._send)
        self.assertEqual(answers, [None] * 3)
        self._call(self._send)  # what was left for the next time, if anything
        self.assertEqual(self._found(), ("done", MANY, 0))
        self._call(self._send)
        self.assertEqual(self._found(), ("done", MANY, 0))

    def test_a_killed_worker(self):
        """It loses the statement it was at; a second start goes on with that one and the rest."""
        lines = self.registry["cobranzas.statement.run.line"]
        deliver, calls = lines._deliver, []

        def killed(line, mail):
            calls.append(line.id)
            deliver(line, mail)
            if len(calls) == 5:
                raise Killed

        with patch.object(lines, "_deliver", killed), self.assertRaises(Killed):
            self._call(self._send)
        self.assertEqual(self._found(), ("sending", 4, MANY - 4))
        self._call(lambda env: env[RUN].browse(self.run_id).action_start())
        self._call(self._send)
        self.assertEqual(self._found(), ("done", MANY, 0))

    def test_stopped_half_way(self):
        """What was sent stays sent; nothing goes out after the stop, until it is started again."""
        lines = self.registry["cobranzas.statement.run.line"]
        deliver, calls = lines._deliver, []

        def stop(line, mail):
            calls.append(line.id)
            if len(calls) == 3:
                with self.registry.cursor() as cr:
                    self._env(cr)[RUN].browse(self.run_id).action_cancel()
            return deliver(line, mail)

        with patch.object(lines, "_deliver", stop):
            self._call(self._send)
        self.assertEqual(self._found(), ("cancelled", 3, MANY - 3))
        self._call(self._send)
        self.assertEqual(self._found(), ("cancelled", 3, MANY - 3))
        self._call(lambda env: env[RUN].browse(self.run_id).action_start())
        self._call(self._send)
        self.assertEqual(self._found(), ("done", MANY, 0))
