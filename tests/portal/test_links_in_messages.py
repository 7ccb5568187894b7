"""The link to the debtor's page in notices, statements and receipts (COL-05, COL-09)."""

import re
from unittest.mock import patch

from odoo.addons.l10n_cobranzas.engine.contact import Answer
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.notices import NoticeCommon

URL = re.compile(r"https?://[^\s\"'<>]+/statement/[0-9a-f]{64}")


@tagged("post_install", "-at_install")
class TestLinksInMessages(NoticeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.cobranzas_portal_active = True
        cls.Link = cls.env["cobranzas.portal.link"]
        cls.payables = cls.env["res.partner"].create(
            [
                {
                    "name": name,
                    "email": f"{name.lower()}@example.com",
                    "parent_id": cls.customer.id,
                    "type": "invoice",
                }
                for name in ("Ana", "Beto")
            ]
        )

    def _contacts(self, text):
        """The contacts whose links a text holds."""
        tokens = [url.rsplit("/", 1)[1] for url in URL.findall(str(text))]
        return [self.Link._find(token).contact_id.name for token in dict.fromkeys(tokens)]

    def _bodies(self, mail):
        """What is sent to each recipient of an e-mail."""
        return {each["partner_id"].name: each["body"] for each in mail._prepare_outgoing_list()}

    def test_each_contact_gets_its_own(self):
        self.overdue(1000, 5)
        (mail,) = self.mails_of(self.work())
        bodies = self._bodies(mail)
        self.assertEqual(set(bodies), {"Ana", "Beto"})
        for name, body in bodies.items():
            self.assertEqual(self._contacts(body), [name])
        links = self.Link.search([("partner_id", "=", self.customer.id)])
        self.assertEqual(set(links.mapped("origin")), {"notice"})

    def test_none_without_the_page(self):
        self.company.cobranzas_portal_active = False
        self.overdue(1000, 5)
        (mail,) = self.mails_of(self.work())
        self.assertNotIn("/statement/", mail.body_html)
        self.assertFalse(self.Link.search_count([]))

    def test_at_the_end_of_a_text_that_does_not_place_it(self):
        template = self.plan.step_ids[1].template_id
        template.body_html = "<p>Hola</p>"
        self.overdue(1000, 5)
        (mail,) = self.mails_of(self.work())
        self.assertEqual(len(URL.findall(mail.body_html)), 1)
        self.assertLess(mail.body_html.index("Hola"), mail.body_html.index("/statement/"))

    def test_in_text_messages(self):
        for channel in ("sms", "whatsapp"):
            with self.subTest(channel):
                self.plan.step_ids[1].write({"channel": channel, "next_channel": False})
                debtor = self.customer if channel == "sms" else self.other_customer
                debtor.phone = "+54 11 4321-1235"
                self.overdue(1000, 5, partner=debtor)
                notice = self.work().filtered(lambda each, who=debtor: each.partner_id == who)
                self.assertEqual(self._contacts(notice.text), [debtor.name])

    def test_on_a_letter_as_a_code(self):
        self.customer.street = "Av. Siempreviva 742"
        self.overdue(1000, 50)
        notice = self.work()
        self.assertEqual((notice.channel, notice.is_prepared), ("letter", True))
        self.assertIn("data:image/svg+xml;base64,", notice.letter_html)
        self.assertEqual(len(self._contacts(notice.letter_html)), 1)

    def test_of_a_batch_in_a_few_queries(self):
        partners = self.env["res.partner"].create([{"name": f"D{n}"} for n in range(200)])
        pairs = [(partner, partner) for partner in partners]
        self.Link._get_links(pairs[:1], self.company)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            links = self.Link._get_links(pairs, self.company)
            self.env.flush_all()
        self.assertEqual(len({link.id for link in links.values()}), 200)

    def test_statement(self):
        self.invoice(1000)
        line = self.sent(self.customer)
        mail = self.env["mail.mail"].search(
            [("model", "=", line._name), ("res_id", "=", line.id)]
        )
        for name, body in self._bodies(mail).items():
            self.assertEqual(self._contacts(body), [name])
        self.assertEqual(self._contacts(line._cobranzas_render_link_qr()), ["Ana"])

    def test_receipt_that_leaves_an_amount_on_account(self):
        item = self.overdue(100, 5)
        settled = self.receipt([(item, 100)], [self.cash_value(100)])
        settled.action_post()
        self.assertFalse(settled._cobranzas_render_link())
        receipt = self.receipt([], [self.cash_value(40)])
        receipt.action_post()
        template = self.env.ref("l10n_cobranzas.mail_template_receipt")
        body = template._generate_template(receipt.ids, ("body_html",))[receipt.id]["body_html"]
        self.assertEqual(self._contacts(body), ["Ana"])

    # ------------------------------------------------------------------
    # By hand
    # ------------------------------------------------------------------

    def _link_of(self, record, user):
        action = record.with_user(user).action_cobranzas_payment_link()
        return self.env[action["res_model"]].with_user(user).browse(action["res_id"])

    def test_by_hand_through_the_gate(self):
        user = self.make_collector("cobra", self.customer)
        link = self._link_of(self.customer, user)
        self.assertEqual(link.contact_id.name, "Ana")
        self.assertEqual(self._contacts(link.url), ["Ana"])
        self.assertEqual(self._link_of(self.payables[1], user).contact_id.name, "Beto")
        no = {link.contact_id: Answer(False, rule="No de noche.")}
        with (
            patch.object(
                type(self.customer), "_cobranzas_contact_answers", lambda *_args, **_kw: no
            ),
            self.assertRaisesRegex(UserError, "No de noche"),
        ):
            link.action_send()
        self.assertEqual(self.log_of(self.customer), [])

    def test_by_email_is_logged_once_it_is_sent(self):
        user = self.make_collector("cobra", self.customer)
        link = self._link_of(self.customer, user)
        action = link.action_send()
        self.assertEqual(self.log_of(self.customer), [])
        composer = self.env["mail.compose.message"].with_user(user)
        composer.with_context(**action["context"]).create({}).action_send_mail()
        self.assertEqual(self.log_of(self.customer), [("email", "out")])
        mail = self.env["mail.mail"].search(
            [("model", "=", link._name), ("res_id", "=", link.id)]
        )
        self.assertEqual(self._contacts(mail.body_html), ["Ana"])

    def test_by_whatsapp(self):
        user = self.make_collector("cobra", self.customer)
        link = self._link_of(self.payables[0], user)
        with self.assertRaisesRegex(UserError, "phone number of Ana"):
            link.action_send_whatsapp()
        self.payables[0].phone = "+54 11 4321-1236"
        action = link.action_send_whatsapp()
        self.assertRegex(action["url"], r"^https://wa\.me/541143211236\?text=.*/statement/")
        self.assertEqual(self.log_of(self.customer), [("whatsapp", "out")])

    def test_by_hand_of_own_debtors_only(self):
        user = self.make_collector("cobra", self.other_customer)
        with self.assertRaises(UserError):
            self._link_of(self.customer, user)
        group = self.make_group(self.customer, self.other_customer)
        with self.assertRaises(UserError):
            self._link_of(group, user)
        link = self.Link._get_links([(group, self.customer)], self.company)[group, self.customer]
        self.assertFalse(link.with_user(user).search_count([("id", "=", link.id)]))
        self.customer.cobranzas_collector_id = self.other_customer.cobranzas_collector_id
        self.assertTrue(link.with_user(user).search_count([("id", "=", link.id)]))
        self.assertTrue(self._link_of(group, user))

    def test_by_hand_without_the_page(self):
        self.company.cobranzas_portal_active = False
        with self.assertRaisesRegex(UserError, "no page for debtors"):
            self.customer.action_cobranzas_payment_link()
        nobody = self.make_user("nadie", "base.group_user")
        with self.assertRaises(UserError):
            self.customer.with_user(nobody).action_cobranzas_payment_link()
