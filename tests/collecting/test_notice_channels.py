"""By which channel a notice goes, when the rules allow it, and what comes back (COL-05)."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.addons.l10n_cobranzas.engine.contact import Answer
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..lib.notices import NOTICE, NoticeCommon

REPLY = """Message-Id: <reply-{number}@example.com>
From: {author}
To: catchall@example.com
In-Reply-To: {parent}
References: {parent}
Subject: Re: documentos
Content-Type: text/plain; charset=utf-8

{text}
"""
BOUNCE = """Return-Path: <>
Message-Id: <bounce-{number}@example.com>
From: MAILER-DAEMON@example.com
To: bounce@example.com
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

No such user.
--b
Content-Type: message/delivery-status

Final-Recipient: rfc822; {address}
Action: failed
Status: 5.1.1

--b
Content-Type: message/rfc822

Message-Id: {parent}
To: {address}
Subject: documentos

--b--
"""


@tagged("post_install", "-at_install")
class TestNoticeChannels(NoticeCommon):
    def _activities(self, partner):
        return self.env["mail.activity"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", partner.id)]
        )

    def _gate(self, **answers):
        """Let the rules of contact answer so, by channel; the others allow everything."""

        def answer(partners, channel, _at=None):
            return {partner: answers.get(channel, Answer(True)) for partner in partners}

        return patch.object(self.registry["res.partner"], "_cobranzas_contact_answers", answer)

    # ------------------------------------------------------------------
    # The rules of contact
    # ------------------------------------------------------------------

    def test_the_real_rules(self):
        """What the gate says is what happens, at whatever hour this runs."""
        self.overdue(100, 20)
        partners = self.registry["res.partner"]
        with patch.object(partners, "_cobranzas_contact_answers", self.real_gate):
            self.plan_today()
            [notice] = self.notices()
            planned = notice.date_planned
            self.assertTrue(self.customer._cobranzas_may_contact("email", planned))
            self.send()
        now = fields.Datetime.now()
        self.assertEqual(notice.state, "sent" if planned <= now else "planned")
        self.assertEqual(bool(notice.reason), planned > now)

    def test_it_waits_for_the_next_legal_moment(self):
        self.overdue(100, 20)
        later = fields.Datetime.now() + timedelta(hours=9)
        with self._gate(email=Answer(False, "Not at night (Ley 1)", later)):
            self.work()
            [notice] = self.notices()
            self.assertEqual((notice.state, notice.date_planned), ("planned", later))
            self.assertIn("Not at night (Ley 1)", notice.reason)
            [row] = self.preview()
            self.assertIn("dealt with already", row[3])
            # the moment comes, and the rules still don't allow it
            notice.sudo().date_planned = fields.Datetime.now()
            self.send()
            self.assertEqual((notice.state, notice.date_planned), ("planned", later))
            self.assertFalse(self.mails_of(notice))
        notice.sudo().date_planned = fields.Datetime.now()
        self.send()
        self.assertEqual(notice.state, "sent")

    def test_a_channel_that_is_never_allowed(self):
        """The second channel is taken; with none left it is not sent, and says the rule."""
        self.overdue(100, 5)
        never = Answer(False, "Only authorised channels (Ley 2300)")
        with self._gate(email=never):
            told = self.told(self.work())
        self.assertEqual(told, [("Almacén El Ceibo", "Amable", "sms", "sent")])
        self.overdue(100, 5, partner=self.other_customer)
        self.other_customer.phone = "+54 11 4321-9999"
        with self._gate(email=never, sms=never):
            self.work()
        [notice] = self.notices().filtered(lambda each: each.partner_id == self.other_customer)
        self.assertEqual(notice.state, "skipped")
        self.assertIn("Ley 2300", notice.reason)

    def test_one_message_at_a_time_to_a_debtor(self):
        """Two notices to one debtor are not read before the first one is in the log."""
        self.overdue(100, 5)
        self.plan_today()
        asked, read = [], type(self.env["cobranzas.notice.reader"])._read

        def spy(reader, company, debtors, at, notices=None):
            asked.append([debtor.id for debtor in debtors])
            return read(reader, company, debtors, at, notices)

        with patch.object(self.registry["cobranzas.notice.reader"], "_read", spy):
            self.send()
        self.assertTrue(all(len(set(ids)) == len(ids) for ids in asked))

    # ------------------------------------------------------------------
    # Channels
    # ------------------------------------------------------------------

    def test_a_missing_address_takes_the_next_channel(self):
        self.customer.email = False
        self.overdue(100, 5)
        collector = self.make_collector("rosa", self.customer)
        [notice] = self.work()
        self.assertEqual((notice.channel, notice.state), ("sms", "sent"))
        sms = self.env["sms.sms"].search([("mail_message_id", "=", notice.message_id.id)])
        self.assertEqual("".join(filter(str.isdigit, sms.number)), "541143211234")
        self.assertIn("100.00", sms.body)
        self.assertEqual(sms.state, "outgoing")
        activity = self._activities(self.customer)
        self.assertEqual(activity.user_id, collector)
        self.assertIn("No e-mail address", activity.note)
        self.assertEqual(self.log_of(self.customer), [("sms", "out")])

    def test_a_blacklisted_address_takes_the_next_channel(self):
        self.env["mail.blacklist"]._add("ceibo@example.com")
        self.overdue(100, 5)
        [notice] = self.work()
        self.assertEqual((notice.channel, notice.state), ("sms", "sent"))

    def test_one_day_in_a_text_message(self):
        self.make_plan(("Mensaje", 1, "sms", False), sequence=1)
        self.overdue(100, 1)
        [notice] = self.work()
        sms = self.env["sms.sms"].search([("mail_message_id", "=", notice.message_id.id)])
        self.assertIn("the oldest by 1 day.", sms.body)
        self.assertNotIn("1 days", sms.body)

    def test_whatsapp_is_sent_by_the_collector(self):
        self.make_plan(("Mensaje", 1, "whatsapp", False), sequence=1)
        self.customer.name = "<b>Ceibo</b> & Hijos"
        self.overdue(100, 5)
        user = self.make_collector("rosa", self.customer)
        [notice] = self.work()
        self.assertEqual((notice.state, notice.is_prepared), ("planned", True))
        self.assertFalse(self.log_of(self.customer))
        activity = self._activities(self.customer)
        self.assertEqual((activity.user_id, activity.summary), (user, "Send by WhatsApp"))
        self.work()
        self.assertEqual(len(self._activities(self.customer)), 1)
        late = Answer(False, "Too late (Ley 3)", fields.Datetime.now() + timedelta(1))
        with self._gate(whatsapp=late), self.assertRaisesRegex(UserError, "Too late"):
            notice.with_user(user).action_send_whatsapp()
        action = notice.with_user(user).action_send_whatsapp()
        self.assertTrue(action["url"].startswith("https://wa.me/541143211234?text="))
        self.assertNotIn("<", action["url"])
        self.assertEqual(notice.state, "sent")
        self.assertEqual(self.log_of(self.customer), [("whatsapp", "out")])
        self.assertFalse(self._activities(self.customer).filtered("active"))
        with self.assertRaisesRegex(UserError, "not waiting"):
            notice.with_user(user).action_send_whatsapp()

    def test_whatsapp_of_who_paid_meanwhile(self):
        self.make_plan(("Mensaje", 1, "whatsapp", False), sequence=1)
        item = self.overdue(100, 5)
        [notice] = self.work()
        self.receipt([item], [self.cash_value(100)]).action_post()
        action = notice.action_send_whatsapp()
        self.assertEqual(action["tag"], "display_notification")
        self.assertEqual(notice.state, "cancelled")
        self.assertFalse(self.log_of(self.customer))

    def test_letters_are_printed_together(self):
        self.make_plan(("Carta", 1, "letter", False), sequence=1)
        partners = self.customer | self.other_customer
        partners.street = "Av. <i>Siempreviva</i> 742"
        items = [self.overdue(100, 5, partner=partner) for partner in partners]
        letters = self.work()
        self.assertEqual(letters.mapped("is_prepared"), [True, True])
        self.assertFalse(self.log_of(self.customer))
        self.receipt([items[0]], [self.cash_value(100)]).action_post()
        action = letters.action_print_letters()
        self.assertEqual(action["type"], "ir.actions.report")
        self.assertEqual(sorted(letters.mapped("state")), ["cancelled", "sent"])
        self.assertEqual(self.log_of(self.other_customer), [("letter", "out")])
        sent = letters.filtered(lambda letter: letter.state == "sent")
        html = self.env["ir.actions.report"]._render_qweb_html(
            "l10n_cobranzas.report_notice_letter", sent.ids
        )[0].decode()
        self.assertIn("100.00", html)
        self.assertNotIn("<i>Siempreviva", html)
        sent.action_print_letters()  # again, without a second row of the log
        self.assertEqual(self.log_of(self.other_customer), [("letter", "out")])

    def test_letters_wait_for_the_rules_too(self):
        self.make_plan(("Carta", 1, "letter", False), sequence=1)
        self.customer.street = "Av. Siempreviva 742"
        self.overdue(100, 5)
        [letter] = self.work()
        late = Answer(False, "Twice this week (Ley 4)", fields.Datetime.now() + timedelta(1))
        with self._gate(letter=late):
            action = letter.action_print_letters()
        self.assertIn("Ley 4", action["params"]["message"])
        self.assertEqual((letter.state, letter.is_prepared), ("planned", True))
        self.assertFalse(self.log_of(self.customer))
        letter.action_print_letters()
        self.assertEqual((letter.state, letter.reason), ("sent", False))

    def test_the_statement_goes_with_it(self):
        self.plan.step_ids.attach_statement = True
        self.overdue(100, 5)
        with patch.object(
            self.registry["cobranzas.statement.run.line"],
            "_render_pdf",
            lambda line: (f"{line._get_file_name()}.pdf", b"%PDF"),
        ):
            [notice] = self.work()
        self.assertEqual(notice.state, "sent", notice.reason)
        self.assertEqual(len(notice.message_id.attachment_ids), 1)
        self.assertFalse(self.env["cobranzas.statement.run"].search([]))

    # ------------------------------------------------------------------
    # What comes back
    # ------------------------------------------------------------------

    def _incoming(self, text):
        self.env["mail.thread"].message_process(False, text)

    def test_an_answer_stops_the_ladder_until_it_is_read(self):
        item = self.overdue(100, 5)
        [notice] = self.work()
        self._incoming(
            REPLY.format(
                number=1,
                author="Ceibo <ceibo@example.com>",
                parent=notice.message_id.message_id,
                text="Pagamos el <b>lunes</b>.",
            )
        )
        self.assertTrue(self.customer.cobranzas_reply_unread)
        self.assertEqual(self.log_of(self.customer), [("email", "out"), ("email", "in")])
        row = self.env["cobranzas.contact.log"].search([("direction", "=", "in")], limit=1)
        self.assertIn("Pagamos el", row.note)
        self.assertTrue(row.reached)
        item.date_maturity = self.today - timedelta(days=16)
        self.work()
        self.assertEqual(len(self.notices()), 1)
        self.assertIn("nobody has read it", self.preview()[0][3])
        user = self.make_collector("rosa", self.customer)
        self.customer.with_user(user).action_cobranzas_mark_reply_read()
        self.work()
        self.assertEqual([row[1] for row in self.told()], ["Amable", "Firme"])

    def test_only_who_collects_from_the_debtor_marks_answers_as_read(self):
        self.customer.sudo().cobranzas_reply_unread = True
        self.make_collector("rosa", self.customer)
        for user, words in (
            (self.make_collector("juan", self.other_customer), "another collector's debtor"),
            (new_test_user(self.env, "clerk", groups="base.group_user"), "Only who collects"),
            (new_test_user(self.env, "web", groups="base.group_portal"), "Only who collects"),
        ):
            with self.assertRaisesRegex(AccessError, words):
                self.customer.with_user(user).action_cobranzas_mark_reply_read()
        self.assertTrue(self.customer.cobranzas_reply_unread)

    def test_a_user_does_not_write_the_mark_by_hand(self):
        self.customer.with_user(self.env.user).write({"cobranzas_reply_unread": True})
        self.assertFalse(self.customer.cobranzas_reply_unread)

    def test_a_bounce_takes_the_next_channel(self):
        self.overdue(100, 5)
        user = self.make_collector("rosa", self.customer)
        [notice] = self.work()
        self._incoming(
            BOUNCE.format(
                number=1, address="ceibo@example.com", parent=notice.message_id.message_id
            )
        )
        self.assertEqual((notice.state, notice.is_second), ("planned", True))
        self.assertIn("came back", notice.reason)
        self.assertEqual(self._activities(self.customer).user_id, user)
        self.send()
        self.assertEqual((notice.state, notice.channel), ("sent", "sms"))
        self.assertEqual(self.log_of(self.customer), [("email", "out"), ("sms", "out")])

    def test_a_message_that_the_server_refused(self):
        self.overdue(100, 50)
        self.plan.step_ids.filtered(lambda step: step.name == "Final").channel = "email"
        [notice] = self.work()
        notice.message_id.notification_ids.sudo().write(
            {"notification_status": "exception", "failure_type": "mail_smtp"}
        )
        self.env[NOTICE].sudo()._follow_failures()
        self.assertEqual(notice.state, "failed")
        self.assertIn("did not arrive", notice.reason)
        self.assertTrue(self._activities(self.customer))
        self.assertEqual(self.env[NOTICE].sudo()._follow_failures(), 0)
