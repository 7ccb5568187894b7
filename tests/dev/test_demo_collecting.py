"""The demo data of the collections work: who does it, and what the last month of it left."""

from datetime import timedelta

import pytest
from odoo import fields
from odoo.tests import tagged

from ..lib.demo import DemoCommon

pytestmark = pytest.mark.slow

ROLES = {
    "collector": "group_cobranzas_collector",
    "cashier": "group_cobranzas_cashier",
    "accountant": "group_cobranzas_accountant",
    "manager": "group_cobranzas_manager",
}


@tagged("post_install", "-at_install")
class TestDemoCollecting(DemoCommon):
    def test_users_of_every_role(self):
        for login, group in ROLES.items():
            user = self.user(login)
            self.assertTrue(user.has_group(f"l10n_cobranzas.{group}"), login)
            self.assertTrue(user.has_group("base.group_multi_currency"), login)
            self.assertEqual(user.company_id, self.company)
            self.assertTrue(self.company in user.company_ids)
        reprint = "l10n_cobranzas.group_cobranzas_reprint"
        held = {login: self.user(login).has_group(reprint) for login in ROLES}
        self.assertEqual(
            held, {"collector": False, "cashier": False, "accountant": True, "manager": True}
        )

    def test_the_collector_sees_own_debtors_and_those_of_who_is_absent(self):
        collector = self.user("collector")
        seen = self.env["cobranzas.receipt"].with_user(collector).search([])
        own, absent = "Martín Ledesma", "Norma Figueroa"
        debtors = seen.sudo().partner_id.cobranzas_collector_id
        self.assertEqual(set(debtors.mapped("name")), {own, absent})
        self.assertLess(len(seen), len(self.receipts))
        absence = self.env["cobranzas.collector.absence"].search(
            [("date_from", "<=", self.today), ("date_to", ">=", self.today)]
        )
        self.assertEqual(absence.collector_id.name, absent)
        self.assertEqual(absence.substitute_id.user_id, collector)

    def test_whom_to_ask(self):
        groups = self.of_company("cobranzas.contact.group")
        self.assertEqual([len(group.contact_ids) for group in groups], [2, 1, 2])
        history = self.env["cobranzas.collector.assignment"].search([("reason", "!=", False)])
        self.assertEqual(history.old_collector_id.name, "Martín Ledesma")
        self.assertEqual(history.partner_id.cobranzas_collector_id, history.new_collector_id)

    def test_channels_that_debtors_want_or_not(self):
        permissions = self.env["cobranzas.contact.permission"].search([])
        self.assertEqual(set(permissions.mapped("state")), {"authorised", "refused"})
        refused = permissions.filtered(
            lambda each: (each.state, each.channel) == ("refused", "call")
        )
        self.assertFalse(refused.partner_id._cobranzas_may_contact("call"))

    def test_the_agenda_has_something_for_today_and_something_late(self):
        for login in ("collector", "calle"):
            agenda = self.env["mail.activity"].with_user(self.user(login))
            mine = agenda.search(
                [("user_id.login", "=", login), ("res_model", "=", "res.partner")]
            )
            states = set(mine.mapped("state"))
            self.assertLessEqual({"today", "overdue", "planned"}, states, login)

    def test_promises_of_every_state(self):
        promises = self.of_company("cobranzas.promise")
        states = {state: len(found) for state, found in promises.grouped("state").items()}
        self.assertEqual(
            states, {"kept": 3, "partly": 2, "broken": 3, "open": 5, "replaced": 1}
        )
        missed = promises.filtered(lambda promise: promise.state == "broken")
        notes = missed.partner_id.message_ids.filtered(lambda note: missed[0].name in note.body)
        self.assertEqual(len(notes), 2)
        self.assertLess(max(notes.mapped("date")).date(), self.today)
        again = promises.filtered("replaces_id")
        self.assertEqual((again.level, len(again.line_ids), again.state), (2, 2, "open"))
        self.assertEqual({each for each in promises.mapped("is_account")}, {True, False})
        for promise in promises:
            self.assertLessEqual(promise.date, self.today)
            if promise.state in ("kept", "partly", "broken"):
                self.assertLessEqual(promise.date_state, self.today)
        before = {promise: promise.state for promise in promises}
        promises._evaluate()
        self.assertEqual({promise: promise.state for promise in promises}, before)

    def test_disputes_of_every_end(self):
        disputes = self.of_company("cobranzas.dispute")
        states = {state: len(found) for state, found in disputes.grouped("state").items()}
        self.assertEqual(
            states, {"open": 4, "accepted": 1, "partly": 1, "rejected": 1, "withdrawn": 1}
        )
        still = disputes.filtered(lambda dispute: dispute.state == "open")
        self.assertTrue(still.filtered(lambda dispute: dispute.date_target < self.today))
        self.assertEqual(len(still.activity_id), 4)
        credited = disputes.filtered("amount_accepted")
        self.assertEqual(set(credited.credit_note_id.mapped("state")), {"draft"})
        for dispute in credited:
            self.assertAlmostEqual(dispute.credit_note_id.amount_total, dispute.amount_accepted, 2)

    def test_a_month_of_contacts(self):
        log = self.of_company("cobranzas.contact.log")
        self.assertGreater(len(log), 60)
        self.assertGreater(min(log.mapped("date")).date(), self.today - timedelta(days=45))
        self.assertLess(max(log.mapped("date")), fields.Datetime.now())
        self.assertLessEqual({"call", "visit", "email", "whatsapp"}, set(log.mapped("channel")))
        self.assertEqual(len(log.filtered("corrects_id")), 1)
        self.assertEqual(len(log.filtered("gate_rule")), 1)
        self.assertEqual(len(log.filtered(lambda row: row.direction == "in")), 3)
        unread = self.env["res.partner"].search([("cobranzas_reply_unread", "=", True)])
        self.assertEqual(unread.name, "Mercadito Los Andes")

    def test_notices_sent_and_planned_but_no_mail(self):
        self.assertTrue(self.company.cobranzas_notices_active)
        notices = self.of_company("cobranzas.notice")
        states = notices.grouped("state")
        self.assertGreater(len(states["sent"]), 15)
        self.assertGreater(len(states["planned"]), 3)
        self.assertEqual((len(states["failed"]), len(states["cancelled"])), (1, 1))
        self.assertLess(max(states["sent"].mapped("date_sent")), fields.Datetime.now())
        self.assertFalse(self.env["cobranzas.notice"].search(notices._get_due_domain()))
        prepared = states["planned"].filtered("is_prepared")
        self.assertIn("letter", prepared.mapped("channel"))
        self.assertFalse(self.env["mail.mail"].search([("model", "=", "cobranzas.notice")]))
        plans = notices.plan_id
        self.assertEqual(len(plans), 2)
        runs = self.of_company("cobranzas.notice.run")
        self.assertEqual((len(runs), set(runs.mapped("state"))), (5, {"done"}))

    def test_no_mail_or_sms_waits_to_leave(self):
        self.assertFalse(self.env["mail.mail"].search([("state", "=", "outgoing")]))
        self.assertFalse(self.env["sms.sms"].search([]))

    def test_the_worklist_of_each_collector(self):
        rows = self.of_company("cobranzas.worklist")
        self.assertGreater(len(rows), 15)
        self.assertEqual(len(rows.filtered("snoozed_until")), 2)
        self.assertTrue(rows.filtered("promised"))
        self.assertTrue(rows.filtered("disputed"))
        seen = rows.with_user(self.user("collector")).search([])
        self.assertTrue(seen)
        self.assertLess(len(seen), len(rows))

    def test_an_agency_has_the_debts_of_two_debtors(self):
        batch = self.of_company("cobranzas.agency.handover")
        self.assertEqual((batch.state, batch.debtor_count), ("handed", 2))
        self.assertLess(batch.date, self.today)
        items = batch.line_ids.filtered(lambda line: line.status == "in_force").move_line_id
        self.assertEqual(items.cobranzas_agency_id, batch.agency_id)

    def test_a_debtor_opens_its_page_and_can_pay_there(self):
        links = self.of_company("cobranzas.portal.link")
        self.assertEqual(links.mapped("state"), ["active", "active"])
        found = links._find(links[0]._get_token())
        self.assertEqual(found.partner_id, links[0].partner_id)
        provider = self.of_company("payment.provider").filtered(lambda each: each.code == "demo")
        self.assertEqual((provider.state, provider.journal_id.type), ("test", "bank"))

    def test_a_slip_took_cash_and_cheques_to_the_bank(self):
        deposit = self.of_company("cobranzas.bank.deposit")
        self.assertEqual(deposit.state, "done")
        self.assertTrue(deposit.check_ids)
        self.assertGreater(deposit.amount_cash, 0)
