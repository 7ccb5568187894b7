"""Several workers, some of them killed, send notices in real transactions: each once (DESIGN 8)."""

import contextlib
import os
import random
import sys
import time
from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from ..lib.many_debtors import make_many_debtors
from ..lib.notices import NOTICE, RUN, allow
from ..lib.transactions import TransactionsCommon

FEW = 30
#: whose workers are killed; NOTICE_DEBTORS=10000 takes some minutes
MANY = int(os.environ.get("NOTICE_DEBTORS", 60))
KILLS = 20
QUERIES = 40  # about as many as a debtor takes
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
        gate.start()
        self.addCleanup(gate.stop)

    def _make(self, count):
        """Commit debtors with a document past due each; small slices for a small number."""
        if count < 1000:
            for patcher in (patch(PLAN_SLICE, 7), patch(SEND_SLICE, 5)):
                patcher.start()
                self.addCleanup(patcher.stop)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            self.partner_ids = make_many_debtors(env, count)
            env["res.company"].browse(self.company_id).cobranzas_notices_active = True
            if count >= 1000:
                cr.commit()
                cr.execute("ANALYZE account_move, account_move_line, res_partner")
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
            notices.fetch(["partner_id", "state"])
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
        self._make(FEW)
        answers = self._at_once(self._work, self._work, self._work)
        self.assertEqual(answers, [None] * 3)
        self._call(self._work)  # what was left for the next time, if anything
        self.assertEqual(self._found(), (FEW, FEW))
        self._call(self._work)
        self.assertEqual(self._found(), (FEW, FEW))

    def test_workers_killed_at_random(self):
        """Each loses what it was at, a slice planned or one message; the next goes on with that.

        What came out of it is what the preview listed before, row by row.
        """
        self._make(MANY)
        listed, rng, deaths = self._preview(), random.Random(14), 0
        most = 2 * QUERIES * MANY // KILLS
        for _attempt in range(KILLS):
            deaths += self._kill_at_query(self._work, rng.randint(1, most))
            planned, sent = self._found()
            self._print(f"a worker killed: {planned:,} planned, {sent:,} sent")
            if sent == MANY:
                break
        self.assertGreaterEqual(deaths, 2, "no worker was killed at work")
        with self._measure() as slices:
            self._call(self._work)
        for name, rows in slices.items():
            self._print_slices(name, rows)
        self.assertEqual(self._found(), (MANY, MANY))
        self._call(self._work)
        self.assertEqual(self._found(), (MANY, MANY))
        self.assertEqual(len(listed), MANY)
        self.assertEqual(self._sent_rows(), listed)

    def test_queries_do_not_grow(self):
        """The last debtors take as many queries as the first: a slice, and each message."""
        self._make(MANY if MANY < 1000 else FEW)
        with self._measure() as slices:
            self._call(self._work)
        for rows in slices.values():
            full = [row for row in rows if row[0] == rows[0][0]][1:]  # the first fills caches
            self.assertGreater(len(full), 2)
            self.assertLessEqual(full[-1][1], full[0][1], rows)

    def _print(self, text):
        if MANY >= 1000:
            sys.stdout.write(f"{text}\n")

    def _print_slices(self, name, rows):
        """Print what slices took at the beginning, in the middle and at the end."""
        for start in range(0, len(rows), max(1, len(rows) // 6)):
            part = rows[start : start + max(1, len(rows) // 6)]
            done = max(1, sum(row[0] for row in part))
            queries, spent = sum(row[1] for row in part), sum(row[2] for row in part)
            self._print(
                f"{name}: {done:,} from slice {start + 1}: {queries / done:.1f} queries and "
                f"{1000 * spent / done:.1f} ms each"
            )

    @contextlib.contextmanager
    def _measure(self):
        """Note what slices take: {method: [(how many were dealt with, queries, seconds)]}."""
        found = {"_plan_slice": [], "_send_slice": []}

        def measured(name, method):
            def call(records, *args):
                cr, start = records.env.cr, time.perf_counter()
                before = cr.sql_log_count
                done = [0]
                if args:  # sending tells how many as it goes

                    def progress(count=0, **kw):
                        done[0] += count
                        return args[0](count, **kw)

                    result = method(records, progress)
                else:
                    result = done[0] = method(records)
                if done[0]:
                    row = done[0], cr.sql_log_count - before, time.perf_counter() - start
                    found[name].append(row)
                return result

            return call

        with contextlib.ExitStack() as stack:
            for model, name in ((RUN, "_plan_slice"), (NOTICE, "_send_slice")):
                owner = self.registry[model]
                call = measured(name, getattr(owner, name))
                stack.enter_context(patch.object(owner, name, call))
            yield found

    def _preview(self):
        """What each debtor would get, by the preview, of which nothing is kept."""
        with self.registry.cursor() as cr:
            preview = self._env(cr)["cobranzas.notice.preview"].create(
                {"company_id": self.company_id}
            )
            preview.action_preview()
            rows = {
                line.partner_id.id: (
                    line.step_id.id,
                    line.channel,
                    line.address,
                    line.documents,
                    line.amount,
                )
                for line in preview.line_ids
                if line.partner_id.id in self.partner_ids
            }
            cr.rollback()
        return rows

    def _sent_rows(self):
        """What each debtor got, as ``_preview`` says it."""
        with self.registry.cursor() as cr:
            notices = self._env(cr)[NOTICE].search([("partner_id", "in", self.partner_ids)])
            return {
                notice.partner_id.id: (
                    notice.step_id.id,
                    notice.channel,
                    notice.address,
                    ", ".join(notice.item_ids.mapped("name")),
                    notice.amount,
                )
                for notice in notices
            }

    def test_stopped_half_way(self):
        """Switched off while it sends: what is planned waits, and goes out once it is on again."""
        self._make(FEW)
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
        self.assertEqual(planned, FEW)
        self.assertLess(sent, FEW)
        with self.registry.cursor() as cr:
            company = self._env(cr)["res.company"].browse(self.company_id)
            company.cobranzas_notices_active = True
        self._call(self._work)
        self.assertEqual(self._found(), (FEW, FEW))
