"""The worklist: amounts to collect, live, and in the order of work (COL-07)."""

from odoo import fields
from odoo.tests import tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestWorklist(CollectionsCommon):
    def rows(self):
        self.env.invalidate_all()
        return self.env["cobranzas.worklist"].search([("company_id", "=", self.company.id)])

    def test_thin(self):
        today = fields.Date.today()
        self.invoice(100, date=fields.Date.subtract(today, days=10))
        [row] = self.rows()
        self.assertEqual((row.partner_id, row.overdue, row.to_collect), (self.customer, 100, 100))
        self.assertEqual(row.id % 2**31, self.customer.id)
        self.assertEqual(row.risk, 45)
        self.assertEqual(row.priority, 55)
