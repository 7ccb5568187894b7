"""Several workers, some of them killed, send notices in real transactions: each once (DESIGN 8)."""

import os
import random
import signal
import time
from unittest.mock import patch

from odoo import Command, sql_db
from odoo.tests import tagged
from odoo.tests.common import get_db_name

from ..lib.notices import NOTICE, RUN, allow
from ..lib.transactions import TransactionsCommon

MANY = 30
PLAN_SLICE = "odoo.addons.l10n_cobranzas.models.collecting.cobranzas_notice_run.SLICE"
SEND_SLICE = "odoo.addons.l10n_cobranzas.models.collecting.notice_send.SLICE"


@tagged("post_install", "-at_install")
class TestNoticeWorkers(TransactionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.registry.cursor() as cr:
            env = cls._env(cr)
            env["cobranzas.notice.plan"].search([]).active = False
            plan = env["cobranzas.notice.plan"].create(
                {
                    "name": "Obreros",
                    "company_id": cls.company_id,
                    "step_ids": [
                        Command.create(
                            {
                                "name": "Aviso",
                                "days": 3,
                                "template_id": env.ref(
                                    "l10n_cobranzas.mail_template_notice_friendly"
                                ).id,
                            }
                        )
                    ],
                }
            )
            cls.plan_id = plan.id

    def setUp(self):
        super().setUp()
        gate = patch.object(self.registry["res.partner"], "_cobranzas_contact_answers", allow)
        for patcher in (patch(PLAN_SLICE, 7), patch(SEND_SLICE, 5), gate):
            patcher.start()
            self.addCleanup(patcher.stop)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            partners = env["res.partner"].create(
                [
                    {"name": f"Deudor {number}", "email": f"deudor{number}@example.com"}
                    for number in range(MANY)
                ]
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
                                {"name": "x", "price_unit": 100, "tax_ids": [Command.clear()]}
                            )
                        ],
                    }
                    for partner in partners
                ]
            )
            moves.action_post()
            self.partner_ids = partners.ids
            env["res.company"].browse(self.company_id).cobranzas_notices_active = True
        self.addCleanup(self._switch_off)

    def _switch_off(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            env["res.company"].browse(self.company_id).cobranzas_notices_active = False
            env[RUN].search([("company_id", "=", self.company_id)]).unlink()

    @staticmethod
    def _work(env):
        env[RUN]._cron_run()

    def _found(self):
        """Notices by state; checks that each has one e-mail and one row of the log if sent."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            notices = env[NOTICE].search([("partner_id", "in", self.partner_ids)])
            self.assertEqual(len(notices.partner_id), len(notices), "planned twice")
            sent = notices.filtered(lambda notice: notice.state == "sent")
            mails = env["mail.mail"].search(
                [("model", "=", NOTICE), ("res_id", "in", notices.ids)]
            )
            self.assertEqual(sorted(mails.mapped("res_id")), sorted(sent.ids))
            log = env["cobranzas.contact.log"].search(
                [("partner_id", "in", self.partner_ids), ("channel", "=", "email")]
            )
            self.assertEqual(sorted(log.partner_id.ids), sorted(sent.partner_id.ids))
            self.assertEqual(len(log), len(sent))
            return len(notices), len(sent)

    def test_three_workers(self):
        """They share the run; none sends what another does, and none fails."""
        answers = self._at_once(self._work, self._work, self._work)
        self.assertEqual(answers, [None] * 3)
        self._call(self._work)  # what was left for the next time, if anything
        self.assertEqual(self._found(), (MANY, MANY))
        self._call(self._work)
        self.assertEqual(self._found(), (MANY, MANY))

    def test_workers_killed_at_random(self):
        """Each loses what it was at, a slice planned or one message; the next goes on with that."""
        rng, deaths = random.Random(14), 0
        for _attempt in range(12):
            deaths += self._kill_a_worker(rng.uniform(0.05, 0.9))
            planned, sent = self._found()
            self.assertLessEqual(sent, planned)
            if sent == MANY:
                break
        self.assertGreaterEqual(deaths, 2, "no worker was killed at work")
        self._call(self._work)
        self.assertEqual(self._found(), (MANY, MANY))

    def _kill_a_worker(self, seconds):
        """Let a process of its own work for a while, and kill it; return whether it was at work."""
        child = os.fork()
        if not child:
            self._work_slowly()
        time.sleep(seconds)
        ended, _status = os.waitpid(child, os.WNOHANG)
        if ended:
            return False
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return True

    def _work_slowly(self):
        """In the child: work with a connection of its own, pausing so that it dies in between."""
        # kept: what closes a connection of the parent's would end it there too
        kept = sql_db._Pool, sql_db._Pool_readonly, self.registry._db
        sql_db._Pool = sql_db._Pool_readonly = None
        self.registry._db = sql_db.db_connect(get_db_name())
        notices = self.registry[NOTICE]
        note_sent = notices._note_sent

        def slow(notice, *args):
            note_sent(notice, *args)
            notice.env.flush_all()
            time.sleep(0.02)

        try:
            with patch.object(notices, "_note_sent", slow):
                self._call(self._work)
        finally:
            os._exit(len(kept))

    def test_stopped_half_way(self):
        """Switched off while it sends: what is planned waits, and goes out once it is on again."""
        notices = self.registry[NOTICE]
        deliver, calls = notices._deliver, []

        def stop(notice, draft):
            calls.append(notice.id)
            if len(calls) == 3:
                with self.registry.cursor() as cr:
                    company = self._env(cr)["res.company"].browse(self.company_id)
                    company.cobranzas_notices_active = False
            return deliver(notice, draft)

        with patch.object(notices, "_deliver", stop):
            self._call(self._work)
        planned, sent = self._found()
        self.assertEqual(planned, MANY)
        self.assertLess(sent, MANY)
        with self.registry.cursor() as cr:
            company = self._env(cr)["res.company"].browse(self.company_id)
            company.cobranzas_notices_active = True
        self._call(self._work)
        self.assertEqual(self._found(), (MANY, MANY))
