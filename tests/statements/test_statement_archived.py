"""The PDF of a statement when whose it is has been archived: nobody else's figures are in it."""

from odoo.tests import tagged

from ..lib.statements import StatementCommon


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

    def test_nothing_left_is_no_negative(self):
        """0.70 and 0.10 less 0.80 is nothing, though not to a computer."""
        self.invoice(0.7, "2025-12-05")
        self.receipt(
            [self.invoice(0.1, "2026-01-05")], [self.cash_value(0.8)], date="2026-01-06"
        ).action_post()
        line = self.prepared(self.customer, scope="chosen").line_ids
        [account] = [row for row in self.table(line.documents_html) if self.currency in row]
        self.assertEqual(account[-1], "0.00")
