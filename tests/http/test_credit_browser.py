"""An order beyond the limit as a person meets it: held, collected for, released and confirmed."""

from odoo.addons.account.tests.common import AccountTestInvoicingHttpCommon
from odoo.tests import tagged

from ..lib.credit import CreditCommon


@tagged("post_install", "-at_install")
class TestCreditBrowser(CreditCommon, AccountTestInvoicingHttpCommon):
    def test_held_collected_released_and_confirmed(self):
        self.cash.name = "Caja del crédito"
        self.company.cobranzas_credit_release = "confirm"
        self.make_user(
            "credito",
            "l10n_cobranzas.group_cobranzas_accountant",
            "sales_team.group_sale_salesman_all_leads",
        )
        self.debt(1_500_000)
        order = self.order(1_000_000)
        self.start_tour(
            f"/odoo/sales/{order.id}", "cobranzas_credit_tour", login="credito", timeout=120
        )
        self.env.invalidate_all()
        self.assertEqual((order.state, order.cobranzas_hold), ("sale", False))
        verdicts = order.cobranzas_credit_decision_ids.mapped("verdict")
        self.assertEqual(verdicts, ["refuse"])
        self.assertEqual(self.activities(order, "released"), self.salesman)
