"""Operations as a person makes and undoes them, in a real browser (OPS-07, OPS-09)."""

from odoo.addons.account.tests.common import AccountTestInvoicingHttpCommon
from odoo.tests import tagged

from ..lib.operations import OperationsCommon


@tagged("post_install", "-at_install")
class TestOperationsBrowser(OperationsCommon, AccountTestInvoicingHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls.make_user("contadora", "l10n_cobranzas.group_cobranzas_accountant")

    def tour(self, record, name):
        url = f"/odoo/{record._name}/{record.id}"
        self.start_tour(url, f"cobranzas_operations_{name}_tour", login="contadora", timeout=120)
        self.env.invalidate_all()

    def find(self, kind):
        return self.env["cobranzas.operation"].search([("kind", "=", kind)])

    def collect(self, items):
        """Collect with a cheque to come."""
        amount = sum(items.mapped("amount_residual"))
        receipt = self.receipt(
            items, checks=[self.check(amount)], date=self.find("documentation").date
        )
        receipt.check_ids.payment_method_line_id = self.portfolio.inbound_payment_method_line_ids[0]
        receipt.action_post()
        return receipt

    def test_documented_collected_returned_and_undone_in_order(self):
        invoice = self.invoice(10000)
        before = self.ledger_snapshot()
        self.tour(invoice.move_id, "document")
        documented = self.find("documentation")
        self.assertEqual((documented.state, len(documented.result_ids)), ("done", 6))
        receipt = self.collect(documented.result_ids[0])
        self.tour(receipt, "return")
        returned = self.find("returned_check")
        self.assertEqual(returned.state, "done")
        self.tour(documented, "refused")
        self.assertEqual(documented.state, "done")
        self.tour(returned, "undo")
        self.assertEqual(returned.state, "undone")
        receipt.action_void(reason="Se pactó otra cosa")
        self.tour(documented, "undo")
        self.assertEqual(documented.state, "undone")
        self.assertRestored(before)
