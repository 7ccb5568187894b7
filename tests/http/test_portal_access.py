"""Who is let in to the page for debtors, and what others are told (COL-09)."""

from odoo.addons.account.tests.common import AccountTestInvoicingHttpCommon
from odoo.tests import tagged

from ..lib.portal import PortalCommon


@tagged("post_install", "-at_install")
class TestPortalAccess(PortalCommon, AccountTestInvoicingHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.item = cls.invoice(1000)

    def _open(self, path):
        return self.url_open(path, allow_redirects=False)

    def test_one_answer_for_every_link_that_opens_nothing(self):
        token = self.link()._get_token()
        revoked = self.link(contact=self.contact)
        revoked.action_revoke()
        bodies = set()
        for wrong in (
            "0" * 64,
            token[:-1] + ("0" if token[-1] != "0" else "1"),
            revoked._get_token(),
            "x",
            "%00",
            "9" * 5000,
        ):
            with self.subTest(wrong[:70]):
                response = self._open(f"/statement/{wrong}")
                self.assertEqual(response.status_code, 404)
                bodies.add(response.text.replace(wrong, ""))
                self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
                self.assertIn("no-store", response.headers["Cache-Control"])
                self.assertIn("no longer valid", response.text)
