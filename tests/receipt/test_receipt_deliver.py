"""The printed receipt and the e-mail that carries it (REC-17)."""

import base64
import io
from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from pypdf import PdfReader

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestReceiptDeliver(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write({"email": "ceibo@example.com", "lang": "es_419"})
        title = cls.env["cobranzas.legend.title"].create(
            {"name": "Recibido por", "company_id": cls.company.id}
        )
        cls.item = cls.invoice(1500.50)
        cls.posted = cls.receipt(
            [cls.item],
            [cls.transfer_value(1000.50, "TR 778")],
            [cls.check(600, "31")],
            note="Cobrado en mostrador",
            legend_ids=[(0, 0, {"title_id": title.id, "text": "Juan Pérez"})],
        )
        cls.posted.action_post()

    def _html(self, receipt):
        report = self.env["ir.actions.report"]._render_qweb_html(
            "l10n_cobranzas.report_receipt", receipt.ids
        )
        return " ".join(report[0].decode().split())

    def test_contents(self):
        html = self._html(self.posted)
        for text in (
            self.posted.name,
            "Almacén El Ceibo",
            self.item.move_name,
            "TR 778",
            "00000031",
            "Banco Nación",
            "Juan Pérez",
            "Cobrado en mostrador",
        ):
            with self.subTest(text=text):
                self.assertIn(text, html)
        self.assertNotIn("VOID", html)

    def test_amount_in_words(self):
        """In the receipt's currency and the customer's language."""
        spanish = self.posted._amount_in_words("es_419")
        english = self.posted._amount_in_words("en_US")
        self.assertRegex(spanish, r"^Mil seiscientos \w+ con 50/100$")
        self.assertRegex(english.lower(), r"one thousand,? six hundred")
        self.assertIn("fifty", english.lower())
        self.assertIn(spanish, self._html(self.posted))

    def test_marks(self):
        draft = self.receipt([], [self.cash_value(5)])
        self.customer.lang = "en_US"
        self.assertIn("NOT VALID AS A RECEIPT", self._html(draft))
        self.posted.action_void("2026-02-05", "Transfer rejected")
        html = self._html(self.posted)
        self.assertIn("VOID", html)
        self.assertIn("Transfer rejected", html)

    def test_pdf(self):
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        with self.allow_pdf_render():
            pdf, kind = report._render_qweb_pdf("l10n_cobranzas.report_receipt", self.posted.ids)
        self.assertEqual(kind, "pdf")
        text = " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())
        self.assertIn("TR 778", text)

    def test_send(self):
        """The composer attaches the PDF; sending is noted, once."""
        action = self.posted.action_send()
        composer = Form(self.env["mail.compose.message"].with_context(**action["context"])).save()
        self.assertEqual(len(composer.attachment_ids), 1)
        self.assertFalse(self.posted.sent_at, "Opening the dialog sends nothing.")
        self.posted.message_post(body="A note")
        self.assertFalse(self.posted.sent_at)
        composer.action_send_mail()
        self.assertTrue(self.posted.sent_at)
        message = self.posted.message_ids.filtered("attachment_ids")[:1]
        self.assertIn(self.customer, message.partner_ids)
        self.assertTrue(base64.b64decode(message.attachment_ids[:1].datas))

    def test_draft_is_not_sent(self):
        with self.assertRaisesRegex(UserError, "Post the receipt"):
            self.receipt([], [self.cash_value(5)]).action_send()

    def test_book_with_its_own_form(self):
        usual = self.env.ref("l10n_cobranzas.action_report_receipt")
        own = usual.copy({"name": "Letterhead"})
        template = self.env.ref("l10n_cobranzas.mail_template_receipt").copy()
        self.company.external_report_layout_id = self.env.ref("web.external_layout_standard")
        self.assertEqual(self.posted.action_print()["report_name"], usual.report_name)
        self.posted.book_id.write({"report_id": own.id, "mail_template_id": template.id})
        self.assertEqual(self.posted.action_print()["name"], "Letterhead")
        self.assertEqual(self.posted.action_send()["context"]["default_template_id"], template.id)

    def test_currencies_are_told_apart(self):
        """Pesos and dollars share a sign: with several currencies each row says its own."""
        eur = self.env.ref("base.EUR")
        eur.active = True
        self.assertNotIn(">EUR<", self._html(self.posted))
        receipt = self.receipt([], [self.cash_value(5, currency_id=eur.id), self.cash_value(5)])
        html = self._html(receipt)
        self.assertIn(">EUR<", html)
        self.assertIn(f">{self.company.currency_id.name}<", html)

    def test_send_closed_without_sending(self):
        """It opens again, but gives whoever may not reprint no second PDF before it is sent."""
        cashier = self.make_user("cajero_envia", "l10n_cobranzas.group_cobranzas_cashier")
        receipt = self.posted.with_user(cashier)

        def open_dialog():
            context = receipt.action_send()["context"]
            return Form(self.env(user=cashier.id)["mail.compose.message"].with_context(**context))

        self.assertEqual(len(open_dialog().save().attachment_ids), 1)
        self.posted.sudo().send_opened_at -= timedelta(minutes=10)
        again = open_dialog().save()
        self.assertFalse(again.attachment_ids)
        with self.assertRaisesRegex(UserError, "delivered once"):
            receipt._check_rendering()
        again.action_send_mail()
        self.assertTrue(self.posted.sent_at)
        message = self.posted.message_ids.filtered("attachment_ids")[:1]
        self.assertEqual(len(message.attachment_ids), 1)
        self.posted.sudo().sent_at -= timedelta(minutes=10)
        with self.assertRaisesRegex(UserError, "delivered once"):
            receipt.action_send()
