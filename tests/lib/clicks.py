"""What tests on a phone share: a debtor, the mail of its notice, the screens of who collects."""

from lxml import html
from odoo.addons.account.tests.common import AccountTestInvoicingHttpCommon

from .driven_browser import DESK, DrivenBrowserCommon
from .notices import NoticeCommon
from .payments import REQUEST, enable_demo_provider

INBOX = "http://mail.example/inbox"
DEBTOR = "Deudora del teléfono"


class ClicksCommon(DrivenBrowserCommon, NoticeCommon, AccountTestInvoicingHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.cobranzas_portal_active = True
        cls.company.cobranzas_contact_active = False  # the tests run on any day and hour
        cls.provider = enable_demo_provider(cls.env, cls.company, cls.bank)
        cls.reason = cls.env.ref("l10n_cobranzas.cobranzas_dispute_reason_price")
        cls.customer.write({"name": DEBTOR, "lang": "en_US"})
        cls.contact = cls.env["res.partner"].create(
            {
                "name": "Ana Pagos",
                "email": "ana@example.com",
                "parent_id": cls.customer.id,
                "type": "invoice",
                "lang": "en_US",
            }
        )
        cls.collector = cls.make_collector("cobradora", cls.customer)
        cls.cashier = cls.make_user("cajera", "l10n_cobranzas.group_cobranzas_cashier")
        cls.march, cls.april = cls.overdue(1000, 20), cls.overdue(500, 5)

    def receive_mail(self):
        """Send what is due today; return the address in the mail that the contact gets."""
        (mail,) = self.mails_of(self.work())
        (sent,) = mail._prepare_outgoing_list()
        self.assertIn("ana@example.com", sent["email_to"][0])
        self.inbox = {INBOX: sent["body"]}
        links = html.fromstring(sent["body"]).xpath("//a/@href")
        (address,) = [link for link in links if "/statement/" in link]
        return address

    def requests(self):
        """The payments that the debtor began."""
        return self.env[REQUEST].search([("partner_id", "=", self.customer.id)])

    @staticmethod
    def open_page(phone, address):
        """Open the debtor's page, and wait until its script sums what is chosen."""
        phone.open(address)
        phone.wait("document.querySelector('button[name=chosen]')?.disabled")

    def open_debtor(self, desk):
        """Open the page of the debtor as who collects from it."""
        desk.open(f"/odoo/cobranzas-debtor/{self.customer.id}")
        desk.see(".o_cobranzas_debtor_page:not([aria-busy=true])", DEBTOR)

    def see_as_cashier(self, receipt):
        """The receipt stands in the cashier's list; it opens, and what it paid is in it."""
        name, document = receipt.name, self.march.move_id.name
        with self.browse(DESK, "cajera") as desk:
            desk.open("/odoo/cobranzas-receipts")
            desk.see(".o_data_row", name)
            desk.shoot("cashier_list")
            desk.open(f"/odoo/cobranzas-receipts/{receipt.id}")
            desk.see(".o_form_view", name)
            desk.see(".o_statusbar_status .o_arrow_button_current", "Posted")
            desk.see("[name=line_ids] .o_data_row", document)
            desk.shoot("cashier_form")
