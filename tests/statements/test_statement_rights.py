"""A collector sends statements of the own debtors, and no others; figures are theirs (COL-10)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..lib.statements import StatementCommon


@tagged("post_install", "-at_install")
class TestStatementRights(StatementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.customer
        cls.foreign = cls.other_customer
        cls.collector = cls.make_collector("cobrador", cls.own)
        cls.accountant = cls.make_user("contadora", "l10n_cobranzas.group_cobranzas_accountant")
        for partner in (cls.own, cls.foreign):
            cls.invoice(10, "2026-01-05", partner=partner)

    def test_own_debtors(self):
        lines = self.sent(user=self.collector)
        self.assertEqual(lines.partner_id, self.own)
        self.assertEqual(lines.state, "sent")
        self.assertEqual(lines.message_id.author_id, self.collector.partner_id)
        self.assertEqual(lines.with_user(self.collector).balances, f"{self.currency} 10.00")

    def test_one_of_another_collector(self):
        with self.assertRaisesRegex(UserError, "Ñandú Hnos. is not one of your debtors"):
            self.prepared(self.foreign, scope="chosen", user=self.collector)
        with self.assertRaisesRegex(UserError, "Ñandú Hnos. is not one of your debtors"):
            self.foreign.with_user(self.collector).action_cobranzas_send_statement()
        action = self.own.with_user(self.collector).action_cobranzas_send_statement()
        self.assertEqual(action["res_model"], "mail.compose.message")

    def test_a_group_takes_all_its_members(self):
        """One with members of others is not theirs to send: their own debtors get their own."""
        group = self.make_group(self.own, self.foreign)
        lines = self.prepared(by_group=True, user=self.collector).line_ids
        self.assertEqual((lines.partner_id, lines.group_id.ids), (self.own, []))
        with self.assertRaisesRegex(UserError, "is not one of your debtors"):
            group.with_user(self.collector).action_cobranzas_send_statement()
        self.foreign.cobranzas_collector_id = self.own.cobranzas_collector_id
        run = self.prepared(by_group=True, user=self.collector)
        run.action_start()
        self.assertEqual(run.line_ids.group_id, group)
        self.assertEqual(run.line_ids.balances, f"{self.currency} 20.00")

    def test_an_accountant_sends_to_all(self):
        lines = self.sent(user=self.accountant)
        self.assertEqual(lines.partner_id, self.own | self.foreign)

    def test_what_others_sent(self):
        """A collector sees neither others' runs nor what they say; an accountant does."""
        line = self.sent(self.own)
        report = self.env["ir.actions.report"]
        run, message = line.run_id, line.message_id
        calls = {
            "line": lambda user: line.with_user(user).balances,
            "run": lambda user: run.with_user(user).name,
            "print": lambda user: line.with_user(user).action_print(),
            "pdf": lambda user: report.with_user(user)._render_qweb_html(
                "l10n_cobranzas.report_statement", line.ids
            ),
            "message": lambda user: message.with_user(user).check_access("read") or True,
        }
        for name, call in calls.items():
            with self.subTest(what=name):
                self.env.invalidate_all()
                with self.assertRaises(AccessError):
                    call(self.collector)
                self.env.invalidate_all()
                self.assertTrue(call(self.accountant))

    def test_a_debtor_that_moved_on(self):
        """Reassigned between the list and the sending: it is not sent, and says why."""
        run = self.prepared(user=self.collector)
        self.own.cobranzas_collector_id = False
        run.action_start()
        line = run.sudo().line_ids
        self.assertEqual(
            (line.state, line.reason),
            ("skipped", "The customer is not one of your debtors any more."),
        )

    def test_forging(self):
        """Neither whose rights read the figures, nor the list, is written by hand."""
        runs = self.env["cobranzas.statement.run"].with_user(self.collector)
        with self.assertRaises(AccessError):
            runs.create({"date_to": "2026-01-31", "user_id": self.accountant.id})
        run = self.prepared(user=self.collector)
        for call in (
            lambda: run.write({"user_id": self.accountant.id}),
            lambda: run.line_ids.write({"partner_id": self.foreign.id}),
            lambda: run.line_ids.create({"run_id": run.id, "partner_id": self.foreign.id}),
        ):
            with self.assertRaises(AccessError):
                call()
