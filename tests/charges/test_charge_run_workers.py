"""Several workers charge interest, in real transactions: each document once (CHG-03, DESIGN 8)."""

from odoo import Command
from odoo.tests import tagged

from ..lib.run_workers import RUN, RunWorkersCommon

MANY = 8


@tagged("post_install", "-at_install")
class TestChargeRunWorkers(RunWorkersCommon):
    SLICE = 2

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            company = env["res.company"].browse(self.company_id)
            company.cobranzas_interest_product_id = env["product.product"].create(
                {"name": "Intereses", "taxes_id": [Command.clear()]}
            )
            policy = env["cobranzas.interest.policy"].create(
                {"name": "Mora", "rate": 3.0, "company_id": company.id}
            )
            company.cobranzas_interest_policy_id = policy
            partners = env["res.partner"].create(
                [{"name": f"C {n}", "cobranzas_bears_interest": True} for n in range(MANY)]
            )
            moves = env["account.move"].create(
                [
                    {
                        "move_type": "out_invoice",
                        "partner_id": partner.id,
                        "invoice_date": "2026-01-10",
                        "invoice_date_due": "2026-01-10",
                        "invoice_payment_term_id": False,
                        "invoice_line_ids": [
                            Command.create(
                                {"name": "x", "price_unit": 1000, "tax_ids": [Command.clear()]}
                            )
                        ],
                    }
                    for partner in partners
                ]
            )
            moves.action_post()
            items = moves.line_ids.filtered(lambda i: i.account_type == "asset_receivable")
            self.item_ids = items.ids
            self.partner_ids = partners.ids
            self.run_ids = [self._make_run(env).id, self._make_run(env).id]
        self.addCleanup(self._stop)

    def _make_run(self, env):
        run = env[RUN].create(
            {
                "kind": "late_interest",
                "date": "2026-02-09",
                "company_id": self.company_id,
                "partner_ids": [Command.set(self.partner_ids)],
            }
        )
        run.action_prepare()
        return run

    def _start(self, *runs):
        self._call(lambda env: env[RUN].browse(runs).action_start() and None)

    def _found(self):
        """Lines done and to do of both runs; each document charged 30 once, as the ledger says."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            lines = env[RUN].browse(self.run_ids).line_ids
            done = lines.filtered(lambda line: line.state == "done")
            charges = env["cobranzas.charge"].search([("partner_id", "in", self.partner_ids)])
            self.assertEqual(charges.move_line_id, done.move_line_id)
            self.assertEqual(len(charges), len(done))
            self.assertEqual(set(charges.note_id.mapped("amount_total")) - {30.0}, set())
            self.assertEqual(len(charges.note_id), len(done))
            states = lines.mapped("state")
            return states.count("done"), states.count("pending"), states.count("failed")

    def test_two_workers_of_one_run(self):
        self._start(self.run_ids[0])
        self.assertEqual(self._at_once(self._work, self._work), [None] * 2)
        self._call(self._work)
        self.assertEqual(self._found(), (MANY, MANY, 0))

    def test_two_runs_at_once(self):
        """Prepared on the same documents: what one has charged, the other leaves out."""
        self._start(*self.run_ids)
        self._at_once(self._work, self._work)
        self._call(self._work)
        done, pending, failed = self._found()
        self.assertEqual((done, pending), (MANY, 0))
        with self.registry.cursor() as cr:
            lost = self._env(cr)[RUN].browse(self.run_ids).line_ids
            lost = lost.filtered(lambda line: line.state == "failed")
            self.assertEqual(len(lost), failed)
            for reason in lost.mapped("reason"):
                self.assertIn("Somebody else charged", reason)

    def test_two_sessions_start_one_document(self):
        """Two operations of the same document, confirmed at once: the second is refused."""

        def confirm(env):
            operation = env["cobranzas.operation"].create(
                {
                    "kind": "late_interest",
                    "company_id": self.company_id,
                    "date": "2026-02-09",
                    "line_ids": [Command.create({"move_line_id": self.item_ids[0]})],
                }
            )
            operation.action_confirm()

        answers = self._at_once(confirm, confirm)
        self.assertEqual(len([answer for answer in answers if answer is None]), 1, answers)
        with self.registry.cursor() as cr:
            charges = self._env(cr)["cobranzas.charge"]
            found = charges.search([("move_line_id", "=", self.item_ids[0])])
            self.assertEqual(len(found), 1)

    def test_a_killed_worker(self):
        """It loses the slice it was at; the next call goes on with that one and the rest."""
        self._start(self.run_ids[0])
        self._work_killed_at(2)
        self.assertEqual(self._found(), (2, 2 * MANY - 2, 0))
        self._start(self.run_ids[0])
        self._call(self._work)
        self.assertEqual(self._found(), (MANY, MANY, 0))

    def test_kill_9(self):
        """A process killed by the system while it books leaves whole slices; the rest follows."""
        self._start(self.run_ids[0])
        self._work_killed_by_system()
        done, _pending, _failed = self._found()
        self.assertEqual(done, 2)
        self._call(self._work)
        self.assertEqual(self._found(), (MANY, MANY, 0))
