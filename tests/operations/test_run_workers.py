"""Several workers book one run, in real transactions: each customer once (DESIGN 8)."""

from odoo import Command
from odoo.tests import tagged

from ..lib.run_workers import RUN, RunWorkersCommon

MANY = 12


@tagged("post_install", "-at_install")
class TestRunWorkers(RunWorkersCommon):
    SLICE = 3

    def setUp(self):
        super().setUp()
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
            self.run_ids, self.partner_ids = run.ids, partners.ids
        self.addCleanup(self._stop)

    def _found(self):
        """The state of the run, its lines done and to do; each done once, as the ledger says."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            run = env[RUN].browse(self.run_ids)
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

    def test_two_workers(self):
        self.assertEqual(self._found(), ("running", 0, MANY))
        answers = self._at_once(self._work, self._work)
        self.assertEqual(answers, [None] * 2)
        self._call(self._work)
        self.assertEqual(self._found(), ("done", MANY, 0))
        self._call(self._work)
        self.assertEqual(self._found(), ("done", MANY, 0))

    def test_a_killed_worker(self):
        """It loses the slice it was at; the next call goes on with that one and the rest."""
        self._work_killed_at(3)
        self.assertEqual(self._found(), ("running", 6, MANY - 6))
        self._call(lambda env: env[RUN].browse(self.run_ids).action_start())
        self._call(self._work)
        self.assertEqual(self._found(), ("done", MANY, 0))

    def test_kill_9(self):
        """A process killed by the system while it books leaves whole slices; the rest follows."""
        self._work_killed_by_system()
        _state, done, left = self._found()
        self.assertEqual(done % 3, 0)
        self.assertGreater(done, 0)
        self.assertGreater(left, 0)
        self._call(self._work)
        self.assertEqual(self._found(), ("done", MANY, 0))
