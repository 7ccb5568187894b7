"""Who is let in to the page for debtors, and what others are told (COL-09)."""

from datetime import timedelta

from odoo import fields
from odoo.addons.account.tests.common import AccountTestInvoicingHttpCommon
from odoo.tests import tagged

from ..lib.portal import PortalCommon

LOCAL = "127.0.0.1"
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}


@tagged("post_install", "-at_install")
class TestPortalAccess(PortalCommon, AccountTestInvoicingHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice(1234.5)
        cls.invoice(9876.5, partner=cls.other_customer)
        cls.hits = cls.env["cobranzas.portal.hit"].sudo()

    def _open(self, path):
        self.env.flush_all()
        return self.url_open(path, allow_redirects=False)

    def _login(self, partner, **vals):
        """Log in as a portal user of a partner."""
        vals = {"company_id": self.company.id, "company_ids": self.company.ids, **vals}
        user = self.env["res.users"].create(
            {
                "login": f"portal{partner.id}",
                "password": f"portal{partner.id}",
                "partner_id": partner.id,
                "group_ids": self.env.ref("base.group_portal").ids,
                **vals,
            }
        )
        self.authenticate(user.login, user.login)
        return user

    def assertShows(self, response, shown=("1,234.50",), hidden=("9,876.50",)):
        self.assertEqual(response.status_code, 200)
        for text in shown:
            self.assertIn(text, response.text)
        for text in hidden:
            self.assertNotIn(text, response.text)
        for name, value in HEADERS.items():
            self.assertEqual(response.headers[name], value)

    # ------------------------------------------------------------------
    # By a link
    # ------------------------------------------------------------------

    def test_one_answer_for_every_link_that_opens_nothing(self):
        token = self.link()._get_token()
        revoked, expired = self.link(contact=self.contact), self.link(self.other_customer)
        revoked.action_revoke()
        expired.sudo().date_expiry = fields.Date.today() - timedelta(days=3)
        unknown = "0" * len(token)
        bodies = set()
        for wrong in (
            unknown,
            token[:-1] + ("0" if token[-1] != "0" else "1"),
            token[:32] + token[:32],
            token.upper() if token.upper() != token else unknown,
            revoked._get_token(),
            expired._get_token(),
            "x",
            "%00",
            "..%2f..",
            "9" * 5000,
        ):
            with self.subTest(wrong[:70]), self.assertNoLogs("odoo", "WARNING"):
                response = self._open(f"/statement/{wrong}")
                self.assertEqual(response.status_code, 404)
                bodies.add(response.text.split("<main>")[-1].split("</main>")[0])
                self.assertIn("no longer valid", response.text)
                for name, value in HEADERS.items():
                    self.assertEqual(response.headers[name], value)
        self.assertEqual(len(bodies), 1)

    def test_in_the_language_of_the_contact_and_counted(self):
        self.contact.lang = "es_419"
        link = self.link(contact=self.contact)
        response = self._open(f"/statement/{link._get_token()}")
        self.assertShows(response, shown=('lang="es-419"', "1.234,50", '"lang": "es_419"'))
        self._open(f"/statement/{link._get_token()}/receipts")
        link.invalidate_recordset()
        self.assertEqual(link.visit_count, 1)

    def test_of_the_company_of_the_link(self):
        other = self.setup_other_company(name="Otra Empresa")["company"]
        other.cobranzas_portal_active = True
        link = self.link(company=other)
        response = self._open(f"/statement/{link._get_token()}")
        self.assertShows(response, shown=(), hidden=("1,234.50", "9,876.50"))

    def test_of_a_group(self):
        group = self.group(self.customer, self.other_customer)
        link = self.link(group, self.customer)
        both = ("1,234.50", "9,876.50")
        self.assertShows(self._open(f"/statement/{link._get_token()}"), both, ())
        own = self.link()
        self.assertShows(self._open(f"/statement/{own._get_token()}"))
        group.portal_shared = True
        self.assertShows(self._open(f"/statement/{own._get_token()}"), both, ())
        group.active = False
        self.assertEqual(self._open(f"/statement/{link._get_token()}").status_code, 404)
        self.assertShows(self._open(f"/statement/{own._get_token()}"))

    def test_too_many_requests(self):
        link = self.link()
        path = f"/statement/{link._get_token()}"
        row = {"address": self.hits._hash_address(LOCAL), "date": fields.Datetime.now()}
        self.hits.create([{**row, "is_wrong": True}] * 30)
        self.assertEqual(self._open("/statement/" + "0" * 64).status_code, 429)
        # a right link is let in from there all the same
        self.assertEqual(self._open(path).status_code, 200)
        self.hits.create([{**row, "address": "x", "link_id": link.id}] * 600)
        response = self._open(path)
        self.assertEqual(response.status_code, 429)
        self.assertIn("Try again in ten minutes", response.text)
        before = self.hits.search_count([])
        self._open(path)
        self.assertEqual(self.hits.search_count([]), before)
        self.hits.search([]).write({"date": fields.Datetime.now() - timedelta(minutes=11)})
        self.assertEqual(self._open(path).status_code, 200)

    # ------------------------------------------------------------------
    # In My Account
    # ------------------------------------------------------------------

    def test_login_is_asked(self):
        self.authenticate(None, None)
        response = self._open("/my/statement")
        self.assertEqual(response.status_code, 303)
        self.assertIn("/web/login", response.headers["Location"])

    def test_a_second_contact_sees_what_its_company_owes(self):
        self._login(self.contact)
        self.assertShows(self._open("/my/statement"))
        self.assertIn("/my/statement", self._open("/my/home").text)

    def test_somebody_who_owes_nothing(self):
        self._login(self.env["res.partner"].create({"name": "Nadie"}))
        self.assertShows(self._open("/my/statement"), (), ("1,234.50", "9,876.50"))

    def test_none_without_the_page(self):
        self._login(self.contact)
        self.company.cobranzas_portal_active = False
        self.assertEqual(self._open("/my/statement").status_code, 404)

    def test_an_employee_is_no_debtor(self):
        user = self.make_user("empleada", "base.group_user")
        user.partner_id.parent_id = self.company.partner_id
        self.invoice(555.5, partner=self.company.partner_id)
        self.authenticate("empleada", "empleada")
        self.assertEqual(self._open("/my/statement").status_code, 404)

    def test_debts_to_several_companies(self):
        other = self.setup_other_company(name="Otra Empresa")["company"]
        self._login(self.contact)
        path = f"/my/statement/company/{other.id}"
        self.assertEqual(self._open(path).status_code, 404)
        other.cobranzas_portal_active = True
        self.assertEqual(self._open(path).status_code, 404)  # nothing is owed to it
        env = self.env(context={"allowed_company_ids": other.ids})
        move = env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": "2026-01-10",
                "company_id": other.id,
                "invoice_line_ids": [(0, 0, {"name": "Lejos", "price_unit": 777.25})],
            }
        )
        move.action_post()
        self.assertShows(self._open("/my/statement"), hidden=("9,876.50",))
        self.assertEqual(self._open(path).headers["Location"], "/my/statement")
        response = self._open("/my/statement")
        self.assertEqual(response.status_code, 200)
        self.assertNotIn("1,234.50", response.text)
