"""The rounding tolerance works both ways where credits pay debts (REC-09, REC-11)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestApplicationTolerance(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gain, cls.loss = cls.env["account.account"].create(
            [
                {"name": "Rounding gain", "code": "RG1", "account_type": "income_other"},
                {"name": "Rounding loss", "code": "RL1", "account_type": "expense"},
            ]
        )
        cls.company.write(
            {
                "cobranzas_rounding_tolerance": 1,
                "cobranzas_rounding_gain_account_id": cls.gain.id,
                "cobranzas_rounding_loss_account_id": cls.loss.id,
            }
        )

    def application(self, debt, credit):
        items = self.invoice(debt) | self.invoice(credit, move_type="out_refund")
        return items, self.receipt(items, kind="application")

    def rounded(self, receipt, account):
        items = receipt.move_ids.line_ids.filtered(lambda item: item.account_id == account)
        return sum(items.mapped("balance"))

    def test_credits_short_of_the_debt(self):
        items, application = self.application(100, 99.5)
        application.action_post()
        self.assertEqual(items.mapped("amount_residual"), [0, 0])
        self.assertEqual(self.rounded(application, self.loss), 0.5)

    def test_credits_over_the_debt(self):
        items, application = self.application(100, 100.5)
        application.action_post()
        self.assertEqual(items.mapped("amount_residual"), [0, 0])
        self.assertEqual(self.rounded(application, self.gain), -0.5)

    def test_both_ways_are_undone(self):
        for credit in (99.5, 100.5):
            items, application = self.application(100, credit)
            application.action_post()
            application.action_void("2026-02-02", "Error")
            self.assertEqual(items.mapped("amount_residual"), [100, -credit])

    def test_beyond_the_tolerance(self):
        for credit, sentence in ((98.5, "1.50 short"), (101.5, "exceed the documents by .*1.50")):
            _items, application = self.application(100, credit)
            with self.assertRaisesRegex(UserError, sentence), self.env.cr.savepoint():
                application.action_post()
