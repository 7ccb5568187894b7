"""E-mails to debtors have the company's frame, in the debtor's language, as wide as a phone."""

from lxml import html
from odoo.tests import tagged

from ..lib.agency import AgencyCommon
from ..lib.payments import PaymentsCommon
from ..lib.portal_ask import PortalAskCommon

SPANISH = "es_419"


class Framed:
    """What tells the frame of e-mails to debtors."""

    def assertFramed(self, mail, lang="es-419"):
        page = html.document_fromstring(str(mail.body_html))
        self.assertEqual(page.get("lang"), lang)
        self.assertTrue(page.xpath("//meta[@name='viewport']"), "for phones")
        self.assertIn(self.company.name, page.text_content())
        self.assertNotIn('width="590"', mail.body_html)  # core's frame, wider than a phone
        return page


@tagged("post_install", "-at_install")
class TestMailsOfPayments(Framed, PaymentsCommon):
    def test_receipts_of_payments(self):
        self.payer.lang = SPANISH
        request = self.make({self.april: None})
        self.pay(request)
        self.assertFramed(self.mails(request))

    def test_a_payment_without_receipt(self):
        self.payer.lang = SPANISH
        request = self.make({self.april: None})
        request.write({"state": "paid", "is_to_mail": True})
        self.assertFramed(self.mails(request))

    def test_a_receipt_sent_by_hand(self):
        self.customer.write({"lang": SPANISH, "email": "ceibo@example.com"})
        receipt = self.receipt([self.april], [self.cash_value(500)])
        receipt.action_post()
        context = receipt.action_send()["context"]
        self.env["mail.compose.message"].with_context(**context).create({})._action_send_mail()
        mail = self.env["mail.mail"].search([("model", "=", receipt._name)])
        self.assertFramed(mail[:1])


@tagged("post_install", "-at_install")
class TestMailsOfAnswers(Framed, PortalAskCommon):
    def find_mail(self):
        return self.env["mail.mail"].search([("recipient_ids", "in", self.contact.ids)])

    def test_an_answer(self):
        self.contact.lang = SPANISH
        self.env.flush_all()  # core reads the languages of readers from the database
        self.customer._cobranzas_portal_answer("Ya va", self.contact, self.marta)
        mail = self.find_mail()
        self.assertFramed(mail)
        # not the debtor's own name, which tells it nothing
        self.assertIn(self.company.name, mail.subject)
        self.assertNotIn(self.customer.name, mail.subject)

    def test_a_transfer_rejected_by_who_works_in_another_company(self):
        other = self.setup_other_company(name="Otra")["company"]
        self.cashier.company_ids |= other
        advice = self.advise(1000)
        advice.with_user(self.cashier).with_company(other).with_context(
            allowed_company_ids=[other.id, self.company.id]
        ).action_reject("No figura")
        shown = self.customer._cobranzas_get_portal_messages(self.access)
        self.assertIn("No figura", shown[-1]["body"])
        self.assertIn(self.company.name, self.find_mail().subject)


@tagged("post_install", "-at_install")
class TestMailsOfAgencies(Framed, AgencyCommon):
    def test_a_letter(self):
        self.customer.write({"lang": SPANISH, "email": "ceibo@example.com"})
        self.company.cobranzas_contact_active = False  # the test passes at night too
        self.owe(1000, 30)
        self.agency.tells_debtor = True
        self.hand_over().action_send_letters()
        mail = self.env["mail.mail"].search([("email_to", "ilike", "ceibo@example.com")])
        page = self.assertFramed(mail)
        self.assertIn("Estudio Rivas", page.text_content())
