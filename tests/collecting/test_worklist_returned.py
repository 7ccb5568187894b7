"""A cheque that comes back: the debt is in the worklist again, and says so (COL-07, OPS-07)."""

from odoo.fields import Command
from odoo.tests import tagged

from ..lib.worklist import WorklistCommon


@tagged("post_install", "-at_install")
class TestWorklistReturned(WorklistCommon):
    def test_the_debt_of_a_returned_cheque(self):
        paid = self.owe(500, 20)
        receipt = self.receipt([paid], [], [self.check(500, number="303")], date=self.days_ago(10))
        receipt.action_post()
        self.assertFalse(self.row())
        returned = self.env["cobranzas.operation"].create(
            {
                "kind": "returned_check",
                "date": self.days_ago(2),
                "company_id": self.company.id,
                "check_ids": [Command.set(receipt.check_ids.check_id.ids)],
            }
        )
        returned.action_confirm()
        row = self.assertRow("500 - 0 - 0 - 0 = 500")
        money = self.company.currency_id.format
        self.assertEqual(
            row.reasons.split(" · ")[:2],
            [
                f"Cheque {receipt.check_ids.check_id.name} came back ({money(500)})",
                f"2 days late (oldest), {money(500)} to collect",
            ],
        )
        self.assertEqual((row.returned, row.risk, row.priority), (500, 175, 175 + 250 + 50))
        returned.action_undo(self.today, "Test")
        self.assertFalse(self.row())
