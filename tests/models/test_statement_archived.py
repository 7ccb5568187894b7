"""The PDF of a statement when whose it is has been archived: nobody else's figures are in it."""

from odoo.tests import tagged

from ..statements import StatementCommon


@tagged("post_install", "-at_install")
class TestStatementArchived(StatementCommon):
    def test_movements_are_of_the_owner_alone(self):
        self.invoice(10, "2026-01-05")
        self.invoice(20, "2026-01-06", partner=self.other_customer)
        group = self.make_group(self.customer)
        for owner, vals in (
            (self.customer, {}),
            (group, {"by_group": True}),
        ):
            with self.subTest(owner=owner.display_name):
                line = self.prepared(self.customer, **vals).line_ids
                self.assertEqual(line._get_owner(), owner)
                owner.active = False
                self.env.invalidate_all()
                labels = [row.label for row, _details in line._get_movements()]
                owner.active = True
                self.assertNotIn(self.other_customer.display_name, labels)
                self.assertIn(labels, ([], [self.customer.display_name]))
