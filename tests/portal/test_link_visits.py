"""Visitors who come at once don't wait for each other, nor for who revokes the link (COL-09)."""

from concurrent.futures import ThreadPoolExecutor

from odoo import SUPERUSER_ID, api
from odoo.tests import tagged

from ..lib.transactions import TransactionsCommon


@tagged("post_install", "-at_install")
class TestLinkVisits(TransactionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            company = env["res.company"].browse(cls.company_id)
            company.cobranzas_portal_active = True
            debtor = env["res.partner"].browse(cls.partner_id)
            links = env["cobranzas.portal.link"]._get_links([(debtor, debtor)], company)
            cls.link_id = links[debtor, debtor].id

    def _visit(self, _number):
        """What a request notes; its own transaction never ends well."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            link = env["cobranzas.portal.link"].browse(self.link_id)
            return env["cobranzas.portal.hit"]._admit("192.0.2.1", link, visit=True)

    def test_nobody_waits(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            link = env["cobranzas.portal.link"].browse(self.link_id)
            before = link.visit_count
            link.action_revoke()
            env.flush_all()  # its row is locked until the end of this transaction
            with ThreadPoolExecutor(4) as pool:
                done = [each.result(timeout=20) for each in map_all(pool, self._visit, 12)]
            cr.rollback()
        self.assertEqual(done, [True] * 12)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            link = env["cobranzas.portal.link"].browse(self.link_id)
            self.assertEqual(link.visit_count, before + 12)
            hits = env["cobranzas.portal.hit"].search([("link_id", "=", self.link_id)])
            self.assertNotIn("192.0.2.1", hits.mapped("address"))


def map_all(pool, call, count):
    """Start all the calls; return what they will answer."""
    return [pool.submit(call, number) for number in range(count)]
