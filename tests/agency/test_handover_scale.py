"""A batch of thousands of documents: the number of queries does not follow that of documents."""

from odoo import fields
from odoo.tests import tagged

from ..lib.agency import AgencyCommon
from ..lib.many_debtors import make_many_debtors


@tagged("post_install", "-at_install")
class TestHandoverScale(AgencyCommon):
    def count(self, call):
        """Return how many queries a call sends."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def measure(self, debtors):
        """Return the queries of list, hand-over, file and recall of a document of each debtor."""
        batch = self.batch(partner_ids=debtors)
        found = [
            self.count(batch.action_list),
            self.count(batch.action_hand_over),
            self.count(batch.action_export),
            self.count(lambda: batch.line_ids._end("recalled", "Fin")),
        ]
        self.assertEqual(len(batch.line_ids), len(debtors))
        return found

    def test_queries(self):
        day = fields.Date.to_string(self.days_ago(40))
        debtors = make_many_debtors(self.env, 425, due=day)
        self.measure(debtors[:5])  # warm
        few, many = self.measure(debtors[5:25]), self.measure(debtors[25:])
        for less, more in zip(few, many, strict=True):
            self.assertLess(more, less + 60)
