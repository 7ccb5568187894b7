"""Messages between a debtor and who collects from it; forms that act once."""

from datetime import timedelta

from markupsafe import Markup
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..lib.portal_ask import PortalAskCommon


@tagged("post_install", "-at_install")
class TestPortalAsk(PortalAskCommon):
    def ask(self, text="¿Cuánto debo?", access=None):
        access = access or self.access
        return access.debtor._cobranzas_ask_from_portal(access, text).with_env(self.env)

    def shown(self, access=None):
        access = access or self.access
        return access.debtor._cobranzas_get_portal_messages(access)

    def answer(self, text, user=None, debtor=None, **vals):
        action = (debtor or self.customer).with_user(user or self.marta).action_cobranzas_answer()
        dialogs = self.env[action["res_model"]].with_user(user or self.marta)
        dialog = dialogs.with_context(**action["context"]).create({"text": text, **vals})
        dialog.action_send()
        return dialog

    def test_asked_and_answered(self):
        message = self.ask("¿Cuánto <b>debo</b>?\nGracias")
        self.assertEqual(message.author_id, self.contact)
        self.assertEqual(message.notified_partner_ids, self.marta.partner_id)
        self.assertNotIn(self.contact, self.customer.message_partner_ids)
        self.assertTrue(self.customer.cobranzas_reply_unread)
        row = self.log()[0]
        self.assertEqual(
            (row.channel, row.direction, row.contact_id), ("portal", "in", self.contact)
        )
        self.answer("Mil & pico")
        self.assertFalse(self.customer.cobranzas_reply_unread)
        mail = self.env["mail.mail"].search([("recipient_ids", "in", self.contact.ids)])
        self.assertIn("Mil &amp; pico", mail.body_html)
        found = self.shown()
        self.assertEqual(
            [(each["author"], each["mine"]) for each in found], [("Celia", True), ("marta", False)]
        )
        self.assertIn("&lt;b&gt;debo&lt;/b&gt;", found[0]["body"])

    def test_nothing_else_is_shown(self):
        """Neither notes nor other messages of the customer, nor what is another company's."""
        self.ask()
        self.customer._cobranzas_note({self.customer.id: "Secreto"})
        self.customer.message_post(body="Nota", subtype_xmlid="mail.mt_note")
        self.customer.message_post(body="De ventas", subtype_xmlid="mail.mt_comment")
        other = self.setup_other_company(name="Otra")["company"]
        elsewhere = self.visit(self.customer, self.contact, other)
        self.ask("Allá", elsewhere)
        self.assertEqual(len(self.shown()), 1)
        self.assertEqual([each["body"] for each in self.shown(elsewhere)], ["<p>Allá</p>"])
        self.assertFalse(self.shown(self.visit(self.other_customer)))

    def test_who_reads_it(self):
        """Who sees what the debtor owes, not everybody who reads contacts."""
        message = self.ask()
        nobody = self.make_user("nadie", "base.group_user")
        for user, reads in (
            (self.marta, True),
            (self.cashier, True),
            (self.nora, False),
            (nobody, False),
        ):
            with self.subTest(user.login):
                found = self.env["mail.message"].with_user(user).search([("id", "=", message.id)])
                self.assertEqual(bool(found), reads)

    def test_refused(self):
        for words, text in (("Write a message", " \n "), ("shorten", "x" * 2001)):
            with self.assertRaisesRegex(UserError, words):
                self.ask(text)
        self.company.cobranzas_portal_ask = False
        with self.assertRaisesRegex(UserError, "does not offer"):
            self.ask()

    def test_answers_of_own_debtors_to_their_contacts(self):
        self.ask()
        with self.assertRaises(AccessError):
            self.answer("Hola", self.nora)
        with self.assertRaisesRegex(UserError, "told to nobody else"):
            self.answer("Hola", contact_id=self.other_customer.id)
        with self.assertRaises(AccessError):
            self.answer("Hola", self.make_user("nadie", "base.group_user"))
        self.assertEqual(len(self.shown()), 1)

    def test_answered_by_mail(self):
        """An e-mail that answers a message of the page is one of the page."""
        self.ask()
        self.answer("Mil")
        sent = self.customer.message_ids.filtered(lambda each: "Mil" in each.body)
        self.assertFalse(self.customer.cobranzas_reply_unread)
        thread = self.env["res.partner"].sudo().browse(self.customer.id)
        mail = {"parent_id": sent.id, "author_id": self.contact.id, "body": Markup("<p>Pago</p>")}
        thread.message_update(mail)
        thread.message_post(**mail, message_type="email", subtype_xmlid="mail.mt_comment")
        self.assertTrue(self.customer.cobranzas_reply_unread)
        self.assertEqual(self.shown()[-1]["body"], "<p>Pago</p>")
        self.assertEqual(self.log()[0].channel, "email")
        # another one is not
        thread.message_post(body="Otra cosa", message_type="email", author_id=self.contact.id)
        self.assertEqual(len(self.shown()), 3)

    def test_notices_wait(self):
        self.ask()
        plan = self.env["cobranzas.notice.plan"].search([], limit=1)
        self.assertTrue(plan)
        drafts = self.read_notices()
        self.assertRegex(drafts[self.customer].reason, "nobody has read")

    def read_notices(self):
        reader = self.env["cobranzas.notice.reader"]
        return reader._read(self.company, self.customer, self.env.cr.now())

    def test_notices_wait_for_transfers(self):
        template = self.env.ref("l10n_cobranzas.mail_template_notice_friendly")
        step = {"name": "1", "days": 1, "template_id": template.id}
        plan = self.env["cobranzas.notice.plan"].create(
            {"name": "Plan", "company_id": self.company.id, "step_ids": [(0, 0, step)]}
        )
        self.customer.with_company(self.company).cobranzas_notice_plan_id = plan
        asked = {told.key: told.left for told in self.read_notices()[self.customer].decision.told}
        self.assertEqual(asked, {self.old.id: 1000_00, self.next.id: 600_00})
        advice = self.advise(1100, [self.old])
        asked = {told.key: told.left for told in self.read_notices()[self.customer].decision.told}
        self.assertEqual(asked, {self.next.id: 500_00})
        self.advise(500, reference="2")
        draft = self.read_notices()[self.customer]
        self.assertFalse(draft.decision.step)
        self.assertRegex(draft.reason, "says that it transferred")
        advice.sudo().date_wait = self.at(-1)
        asked = {told.key: told.left for told in self.read_notices()[self.customer].decision.told}
        self.assertEqual(asked, {self.old.id: 500_00, self.next.id: 600_00})

    # ------------------------------------------------------------------
    # Forms
    # ------------------------------------------------------------------

    def once(self, key="k1", digest="d", access=None, make=None):
        access = access or self.access
        made = []
        answer = access.env["cobranzas.portal.submission"]._once(
            access, "ask", (key, digest), make or (lambda: made.append(1) or "Listo")
        )
        return answer, len(made)

    def test_sent_twice_acts_once(self):
        self.assertEqual(self.once(), ("Listo", 1))
        self.assertEqual(self.once(), ("Listo", 0))
        self.assertEqual(self.once("k2"), ("Listo", 1))
        with self.assertRaisesRegex(UserError, "other contents"):
            self.once(digest="e")
        # the same key of another visitor is another form
        self.assertEqual(self.once(access=self.visit(self.customer)), ("Listo", 1))
        for key in ("", None, "x" * 65):
            with self.assertRaisesRegex(UserError, "incomplete"):
                self.once(key)

    def test_how_often_in_a_day(self):
        self.company.cobranzas_portal_day_most = 2
        self.once("a")
        self.once("b")
        with self.assertRaisesRegex(UserError, "tomorrow"):
            self.once("c")
        self.assertEqual(self.once("b"), ("Listo", 0))
        sent = self.env["cobranzas.portal.submission"].search([])
        self.env.cr.execute(
            "UPDATE cobranzas_portal_submission SET create_date = %s",
            (self.env.cr.now() - timedelta(days=2),),
        )
        sent.invalidate_recordset()
        self.assertEqual(self.once("c"), ("Listo", 1))

    def test_what_is_refused_may_be_sent_again(self):
        def fail():
            raise UserError("No")

        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.once(make=fail)
        self.assertEqual(self.once(), ("Listo", 1))
