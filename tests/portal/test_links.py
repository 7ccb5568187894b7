"""Links to the page of a debtor: valid for a time, one for each contact, counted (COL-09)."""

from datetime import datetime, timedelta
from urllib.parse import urlparse

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..lib.portal import COLLECTOR, PortalCommon


@tagged("post_install", "-at_install")
class TestLinks(PortalCommon):
    def _token(self, url):
        return urlparse(url).path.rsplit("/", 1)[1]

    def test_found_by_its_token_alone(self):
        url = self.customer._cobranzas_get_payment_url(self.company)
        link = self.Link._find(self._token(url))
        self.assertRecordValues(
            link,
            [
                {
                    "partner_id": self.customer.id,
                    "group_id": False,
                    "contact_id": self.customer.id,
                    "company_id": self.company.id,
                    "origin": "manual",
                    "state": "active",
                }
            ],
        )
        self.assertNotIn(str(self.customer.id), urlparse(url).path.split("/")[1])

    def test_used_again_while_it_lasts(self):
        first = self.customer._cobranzas_get_payment_url(self.company)
        self.assertEqual(self.customer._cobranzas_get_payment_url(self.company), first)
        other = self.customer._cobranzas_get_payment_url(self.company, self.contact)
        self.assertNotEqual(other, first)
        self.link().sudo().date_expiry -= timedelta(days=31)
        later = self.customer._cobranzas_get_payment_url(self.company)
        self.assertNotEqual(later, first)

    def test_none_without_the_page(self):
        token = self.link()._get_token()
        self.company.cobranzas_portal_active = False
        self.assertEqual(self.customer._cobranzas_get_payment_url(self.company), "")
        self.assertFalse(self.Link._find(token))

    def test_expires_at_the_end_of_the_companys_day(self):
        self.company.partner_id.tz = "America/Lima"
        with freeze_time("2026-03-01 12:00:00"):
            self.company.cobranzas_portal_days = 10
            link = self.link()
        # midnight in Lima is five o'clock of UTC
        for moment, state in (
            (datetime(2026, 3, 12, 4, 59), "active"),
            (datetime(2026, 3, 12, 5, 1), "expired"),
        ):
            with self.subTest(moment), freeze_time(moment):
                link.invalidate_recordset()
                self.assertEqual(link.state, state)
                self.assertIn(link, self.Link.search([("state", "=", state)]))
                self.assertEqual(bool(self.Link._find(link._get_token())), state == "active")

    def test_revoked_for_good(self):
        link = self.link()
        collector = self.make_user("cobra", COLLECTOR)
        collector_record = self.env["cobranzas.collector"].create(
            {"name": "Cobra", "user_id": collector.id}
        )
        self.customer.cobranzas_collector_id = collector_record
        link.with_user(collector).action_revoke()
        when = link.revoked_date
        self.assertEqual(link.state, "revoked")
        self.assertFalse(self.Link._find(link._get_token()))
        link.with_user(collector).action_revoke()
        self.assertEqual(link.revoked_date, when)
        self.assertIn(link, self.Link.search([("state", "in", ["revoked"])]))
        self.assertNotEqual(self.link(), link)

    def test_closed_when_its_contact_is_no_longer_the_debtors(self):
        link = self.link(contact=self.contact)
        self.assertTrue(self.Link._find(link._get_token()))
        self.contact.parent_id = self.other_customer
        self.assertFalse(self.Link._find(link._get_token()))

    def test_of_own_debtors_only(self):
        collector = self.make_user("otra", COLLECTOR)
        link = self.link()
        with self.assertRaises(AccessError):
            link.with_user(collector).action_revoke()
        with self.assertRaises(AccessError):
            link.with_user(collector).read(["url"])
        reader = self.make_user("lector", "account.group_account_readonly")
        with self.assertRaises(UserError):
            link.with_user(reader).action_revoke()
        self.assertEqual(link.state, "active")

    def test_visits_are_counted(self):
        link, hits = self.link(), self.env["cobranzas.portal.hit"].sudo()
        for visit in (True, True, False):
            self.assertTrue(hits._admit_row("203.0.113.7", link, visit))
        hits._admit_row("203.0.113.7", None, False)
        link.invalidate_recordset()
        self.assertEqual(link.visit_count, 2)
        last = link.last_visit
        with freeze_time(datetime.now() + timedelta(days=3)):
            hits._gc_hits()
        link.invalidate_recordset()
        self.assertRecordValues(link, [{"visit_count": 2, "last_visit": last}])
        self.assertFalse(hits.search_count([("link_id", "=", link.id)]))
