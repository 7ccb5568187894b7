"""Statements sent by e-mail: to whom, once each, and what becomes of those that fail (REP-03)."""

from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..lib.statements import StatementCommon

LINE = "cobranzas.statement.run.line"


@tagged("post_install", "-at_install")
class TestStatementRun(StatementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice(10, "2026-01-05", due="2026-01-05")
        cls.invoice(20, "2026-01-06", due="2026-03-05", partner=cls.other_customer)

    def _states(self, run):
        return [(line.display_name, line.state, line.reason or "") for line in run.line_ids]

    # ------------------------------------------------------------------
    # Who
    # ------------------------------------------------------------------

    def test_scopes(self):
        paid = self.env["res.partner"].create({"name": "Pagador", "email": "p@example.com"})
        self.receipt(
            [self.invoice(5, "2026-01-07", partner=paid)],
            [self.cash_value(5)],
            partner_id=paid.id,
            date="2026-01-08",
        ).action_post()
        quiet = self.env["res.partner"].create({"name": "Quieto", "email": "q@example.com"})
        both, late = ["Almacén El Ceibo", "Ñandú Hnos."], ["Almacén El Ceibo"]
        table = (
            ({}, both),
            ({"scope": "overdue"}, late),
            ({"amount_min": 20}, ["Ñandú Hnos."]),
            ({"amount_min": 20.01}, None),
            ({"scope": "overdue", "amount_min": 20}, None),
            ({"scope": "moved"}, [*both, "Pagador"]),
            ({"scope": "moved", "kind": "pending"}, both),
            ({"date_to": "2026-01-05"}, late),
            ({"partner_ids": [Command.set(self.customer.ids)]}, late),
            ({"scope": "chosen", "partner_ids": [Command.set(quiet.ids)]}, ["Quieto"]),
        )
        for filters, wanted in table:
            with self.subTest(filters=filters):
                run = self.run_of(**filters)
                if wanted is None:
                    with self.assertRaisesRegex(UserError, "No customer matches"):
                        run.action_prepare()
                    continue
                run.action_prepare()
                self.assertEqual(run.line_ids.mapped("display_name"), wanted)

    def test_by_collector(self):
        user = self.make_collector("cobrador", self.other_customer)
        collector = self.env["cobranzas.collector"].search([("user_id", "=", user.id)])
        run = self.prepared(collector_ids=collector.ids)
        self.assertEqual(run.line_ids.partner_id, self.other_customer)

    def test_why_one_is_not_written_to(self):
        partner = self.customer
        invoices = {"parent_id": partner.id, "type": "invoice", "name": "Pagos"}
        table = (
            ({"email": False}, "No e-mail address: enter one"),
            ({"email": "ceibo arroba x"}, "ceibo arroba x is not an e-mail address"),
            ({"email": "negra@example.com"}, "negra@example.com asked for no more e-mails"),
            ({"active": False}, "The customer is archived"),
            ({"active": True, "email": "ceibo@example.com"}, None),
            ({"child_ids": [Command.create({**invoices, "email": "pagos@example.com"})]}, None),
        )
        self.env["mail.blacklist"]._add("negra@example.com")
        for vals, reason in table:
            with self.subTest(vals=vals):
                partner.write(vals)
                line = self.prepared(partner).line_ids
                if reason:
                    self.assertEqual((line.state, line.email_to), ("skipped", False))
                    self.assertRegex(line.reason, reason)
                else:
                    self.assertEqual((line.state, line.reason), ("pending", False))
        self.assertEqual(line.email_to, "pagos@example.com")

    def test_nobody_has_an_address(self):
        self.customer.email = False
        run = self.prepared(self.customer)
        with self.assertRaisesRegex(UserError, "has nobody left to write to"):
            run.action_start()
        self.customer.email = "ceibo@example.com"
        run.action_draft()
        self.assertFalse(run.line_ids)
        run.action_prepare()
        run.action_start()
        self.assertEqual(run.line_ids.state, "sent")

    def test_the_preview_adds_up(self):
        self.other_customer.email = False
        self.invoice(3, "2026-01-07", currency=self.eur)
        run = self.prepared()
        self.assertEqual((run.line_count, run.pending_count, run.skipped_count), (2, 1, 1))
        self.assertEqual(run.totals, f"EUR 3.00 · {self.currency} 30.00")
        run.line_ids.filtered(lambda line: line.state == "skipped").action_leave_out()
        self.assertEqual(run.line_ids.partner_id, self.customer)

    # ------------------------------------------------------------------
    # Once
    # ------------------------------------------------------------------

    def test_one_email_each(self):
        run = self.prepared()
        run.action_start()
        self.assertEqual(run.line_ids.mapped("state"), ["sent", "sent"])
        self.assertEqual((run.state, run.progress), ("done", 100))
        mails = (
            self.env["mail.mail"]
            .sudo()
            .search([("mail_message_id", "in", run.line_ids.message_id.ids)])
        )
        self.assertEqual(mails.mapped("state"), ["outgoing", "outgoing"])
        self.assertEqual(mails.recipient_ids, self.customer | self.other_customer)
        self.assertEqual(mails.mapped("email_from"), [self.company.email_formatted] * 2)
        with self.assertRaisesRegex(UserError, "Prepare the list first"):
            run.action_start()
        with self.assertRaisesRegex(UserError, "Everything was sent"):
            run.action_retry()
        self.assertEqual(len(run.line_ids.message_ids.filtered("partner_ids")), 2)

    def test_the_customer_shows_it(self):
        """Its notes say that it was sent, and to whom, but no amount: who sees notes sees all."""
        self.customer.message_ids.unlink()
        line = self.sent(self.customer)
        note = self.customer.message_ids
        self.assertRegex(note.body, r"Statement of Account</a> sent to ceibo@example.com")
        self.assertIn(f'data-oe-id="{line.id}"', note.body)
        self.assertNotIn("10.00", note.body)
        self.assertEqual(note.author_id, self.env.user.partner_id)
        self.assertFalse(self.customer.message_follower_ids)

    def test_many_are_left_to_the_scheduler(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Cliente {number}", "email": f"{number}@x.com"} for number in range(5)]
        )
        run = self.prepared(*partners, scope="chosen")
        cron = self.env.ref("l10n_cobranzas.cobranzas_statement_run_cron")
        before = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        run.action_start()
        self.assertEqual((run.state, run.sent_count), ("sending", 0))
        self.assertEqual(
            self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)]), before + 1
        )
        run.action_cancel()
        self.assertEqual(run._send_slice(run.line_ids), 1)
        self.assertEqual((run.state, run.sent_count), ("cancelled", 0))
        run.action_start()
        run._send_slice(run.line_ids)
        run._finish()
        self.assertEqual((run.state, run.sent_count), ("done", 5))

    # ------------------------------------------------------------------
    # What fails
    # ------------------------------------------------------------------

    def _break_template(self, name):
        """Make the e-mail of one customer fail, as a template that was edited badly does."""
        template = self.env.ref("l10n_cobranzas.mail_template_statement").copy()
        template.body_html = (
            f'<p><t t-if="object.display_name == \'{name}\'" t-out="1 / 0"/>'
            '<t t-out="object.balances"/></p>'
        )
        return template

    def test_one_that_fails_is_told_and_the_others_go_on(self):
        template = self._break_template(self.customer.name)
        run = self.prepared(template_id=template.id)
        run.action_start()
        self.assertEqual(run.line_ids.mapped("state"), ["failed", "sent"])
        self.assertIn("Failed to render", run.line_ids[0].problem)
        self.assertEqual((run.state, run.failed_count), ("done", 1))
        template.body_html = "<p>Bien</p>"
        run.action_retry()
        self.assertEqual(run.line_ids.mapped("state"), ["sent", "sent"])
        self.assertEqual(len(run.line_ids.message_ids.filtered("partner_ids")), 2)

    def test_an_error_nobody_thought_of(self):
        """Half an e-mail leaves nothing behind."""
        model = type(self.env[LINE])

        def fail(line, message):
            raise RuntimeError("disco lleno")

        with (
            patch.object(model, "_note_sent", fail),
            self.assertLogs("odoo.addons.l10n_cobranzas", "ERROR"),
        ):
            line = self.sent(self.customer)
        self.assertEqual((line.state, line.reason), ("failed", "It could not be made: disco lleno"))
        self.assertFalse(line.message_ids.filtered("partner_ids"))

    def test_what_changed_since_the_list_was_made(self):
        """It is judged anew when it goes out: address, debt, and what is left of it."""
        third = self.env["res.partner"].create({"name": "Tercero", "email": "t@example.com"})
        item = self.invoice(8, "2026-01-05", partner=third)
        # what is paid later was pending at the date: only today's debts can go away
        run = self.prepared(kind="pending", date_to=fields.Date.today())
        self.customer.email = False
        self.invoice(1, "2026-01-05", partner=self.other_customer)
        values = [self.cash_value(8)]
        self.receipt([item], values, partner_id=third.id, date="2026-01-06").action_post()
        run.action_start()
        self.assertEqual(
            self._states(run),
            [
                (
                    "Almacén El Ceibo",
                    "skipped",
                    "No e-mail address: enter one on the customer.",
                ),
                ("Ñandú Hnos.", "sent", ""),
                ("Tercero", "skipped", "Nothing is pending any more."),
            ],
        )
        self.assertEqual(run.line_ids[1].balances, f"{self.currency} 21.00")

    def test_what_became_of_the_email(self):
        line = self.sent(self.customer)
        notification = line.message_id.notification_ids.sudo()
        for status, delivery, problem in (
            ("ready", "queued", False),
            ("sent", "delivered", False),
            ("bounce", "failed", "Invalid email address"),
            ("exception", "failed", "Invalid email address"),
        ):
            with self.subTest(status=status):
                notification.write(
                    {"notification_status": status, "failure_type": "mail_email_invalid"}
                )
                line.invalidate_recordset(["delivery", "problem"])
                self.assertEqual((line.delivery, line.problem), (delivery, problem))
        line.run_id.action_retry()
        self.assertEqual(line.state, "sent")
        self.assertNotEqual(line.message_id.notification_ids, notification)

    # ------------------------------------------------------------------
    # From a customer or a group
    # ------------------------------------------------------------------

    def _compose(self, action):
        context = {**action["context"], "mail_notify_force_send": False}
        return Form(self.env["mail.compose.message"].with_context(**context)).save()

    def test_write_to_one_customer(self):
        composer = self._compose(self.customer.action_cobranzas_send_statement())
        line = self.env[LINE].browse(composer._evaluate_res_ids())
        self.assertEqual(composer.partner_ids, self.customer)
        self.assertEqual(len(composer.attachment_ids), 1)
        self.assertIn("INV/2026/00001", composer.body)
        self.assertEqual((line.state, line.run_id.state), ("pending", "prepared"))
        composer.action_send_mail()
        self.assertEqual((line.state, line.run_id.state), ("sent", "done"))
        self.assertEqual(line.message_id.partner_ids, self.customer)
        self.assertIn("sent to ceibo@example.com", self.customer.message_ids[0].body)

    def test_write_to_one_without_address(self):
        self.customer.email = False
        with self.assertRaisesRegex(UserError, "El Ceibo can't be written to. No e-mail address"):
            self.customer.action_cobranzas_send_statement()

    def test_write_to_one_group(self):
        group = self.make_group(self.customer, self.other_customer)
        composer = self._compose(group.action_cobranzas_send_statement())
        self.assertEqual(composer.partner_ids, self.customer | self.other_customer)

    def test_write_to_several_customers(self):
        action = (self.customer | self.other_customer).action_cobranzas_send_statement()
        run = self.env["cobranzas.statement.run"].browse(action["res_id"])
        self.assertEqual((run.state, run.line_count), ("prepared", 2))

    def test_not_sent_after_all(self):
        """Opened and closed: it is dropped after a week, as if nothing had been."""
        self.customer.action_cobranzas_send_statement()
        kept = self.prepared(self.other_customer)
        run = self.env["cobranzas.statement.run"].search([("is_single", "=", True)])
        run._gc_not_sent()
        self.assertTrue(run.exists())
        week = fields.Datetime.now() - timedelta(days=8)
        self.env.flush_all()
        self.env.cr.execute("UPDATE cobranzas_statement_run SET create_date = %s", [week])
        self.env.invalidate_all()
        run._gc_not_sent()
        self.assertFalse(run.exists())
        self.assertTrue(kept.exists())

    def test_the_report_of_one_customer(self):
        report = self.env["cobranzas.report"].browse(
            self.env["cobranzas.report"].action_open("statement")["res_id"]
        )
        report.partner_from_id = self.other_customer
        action = self.customer.action_cobranzas_statement()
        self.assertEqual(action["res_id"], report.id)
        self.assertEqual(report.partner_ids, self.customer)
        self.assertFalse(report.partner_from_id)
        group = self.make_group(self.customer)
        group.action_cobranzas_statement()
        self.assertEqual((report.debtor_group_ids, report.partner_ids.ids), (group, []))

    # ------------------------------------------------------------------
    # Guards
    # ------------------------------------------------------------------

    def test_refusals(self):
        run = self.prepared(self.customer)
        empty = self.make_group()
        other = self.env["mail.template"].search([("model", "!=", LINE)], limit=1)
        table = (
            (lambda: run.write({"date_to": "2026-02-28"}), "go back to draft"),
            (lambda: self.run_of(date_from="2026-02-01"), "ends before it begins"),
            (lambda: self.run_of(template_id=other.id), "is not an e-mail of statements"),
            (lambda: self.run_of(scope="chosen").action_prepare(), "Choose the customers"),
            (lambda: self.run_of().action_start(), "Prepare the list first"),
            (lambda: self.prepared(debtor_group_ids=empty.ids), "Choose the customers"),
            (lambda: run.action_cancel(), "It is not being sent"),
            (lambda: self.sent(self.customer).run_id.unlink(), "it stays, to tell which"),
            (lambda: self.sent(self.customer).run_id.action_draft(), "can't be taken back"),
        )
        for call, message in table:
            with self.subTest(message=message), self.assertRaisesRegex(UserError, message):
                call()
        for vals in ({"state": "done"}, {"user_id": self.env.ref("base.user_admin").id}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                run.write(vals)
        with self.assertRaises(AccessError):
            self.env["cobranzas.statement.run"].with_context(default_state="sending").create({})
