"""How far a run is reaches its user's open form, with each commit (DESIGN 8)."""

import json
from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from ..lib.statements import StatementCommon

BOOK = "odoo.addons.l10n_cobranzas.models.operations.operation_run_book.SLICE"


@tagged("post_install", "-at_install")
class TestRunProgress(StatementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls.make_user(
            "progress_accountant", "l10n_cobranzas.group_cobranzas_accountant"
        )

    def follow(self, run, work):
        """Let the scheduled action ``work`` do the run; return what each commit tells.

        [what its user's form is told, how much is still to do], commit by commit.
        """
        told = []
        cron = self.registry["ir.cron"]

        def commit(cron, processed=0, **kw):
            cron.env.cr.precommit.run()
            sent = bus.search([("id", ">", last)], order="id")
            mine = [json.loads(row.message) for row in sent if channel in row.channel]
            news = [row["payload"] for row in mine if row["type"] == "cobranzas_run_progress"]
            run.invalidate_recordset()
            told.append((news[seen[0] :], run.pending_count))
            seen[0] = len(news)
            return 1.0

        channel = f'"res.partner",{self.accountant.partner_id.id}]'
        bus = self.env["bus.bus"].sudo()
        last, seen = bus.search([], order="id desc", limit=1).id, [0]
        with patch.object(cron, "_commit_progress", commit):
            work()
            commit(self.env["ir.cron"])  # the scheduler's own, at the end
        return told

    def test_month_end_run(self):
        for partner in (self.customer, self.other_customer):
            self.invoice(100, partner=partner)
            self.invoice(60, move_type="out_refund", partner=partner)
        run = self.env["cobranzas.operation.run"].with_user(self.accountant)
        run = run.create(
            {
                "kind": "application",
                "date": "2026-02-01",
                "company_id": self.company.id,
                "partner_ids": [Command.set((self.customer | self.other_customer).ids)],
            }
        )
        run.action_prepare()
        run.action_start()
        news = {"model": "cobranzas.operation.run", "id": run.id}
        with patch(BOOK, 1):
            told = self.follow(run, self.env["cobranzas.operation.run"]._cron_run)
        self.assertEqual(told, [([], 2), ([news], 1), ([news], 0), ([news], 0)])
        self.assertEqual(run.state, "done")

    def test_statements(self):
        third = self.env["res.partner"].create({"name": "Tres", "email": "tres@example.com"})
        fourth = self.env["res.partner"].create({"name": "Cuatro", "email": "cuatro@example.com"})
        partners = (self.customer, self.other_customer, third, fourth)
        for partner in partners:
            self.invoice(100, partner=partner)
        run = self.prepared(*partners, user=self.accountant)
        run.action_start()
        self.assertEqual(run.state, "sending")
        news = {"model": "cobranzas.statement.run", "id": run.id}
        told = self.follow(run, self.env["cobranzas.statement.run"]._cron_send)
        self.assertEqual([row[0] for row in told], [[], *[[news]] * 5])
        self.assertEqual([row[1] for row in told], [4, 3, 2, 1, 0, 0])
        self.assertEqual(run.state, "done")
