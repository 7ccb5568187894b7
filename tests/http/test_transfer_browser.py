"""A payment by transfer, on a phone, and the cashier who sees the money in the bank (COL-09)."""

from odoo.tests import tagged

from ..lib.clicks import ClicksCommon
from ..lib.driven_browser import DESK
from ..lib.transfers import enable_transfers


@tagged("post_install", "-at_install")
class TestTransferBrowser(ClicksCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.transfers = enable_transfers(cls.env, cls.company, cls.bank)

    def test_told_how_to_transfer_then_received(self):
        address = self.receive_mail()
        way = f"#o_payment_method_{self.transfers.payment_method_ids.id}"
        with self.browse() as phone:
            self.open_page(phone, address)
            phone.tap("button[name=everything]")
            # with several ways to pay the first one is chosen
            phone.wait("document.querySelector('[data-provider-code=demo]')?.checked")
            phone.tap(way)
            phone.check_width()
            phone.shoot("1_ways")
            phone.tap("button[name=o_payment_submit_button]")
            phone.see(".o_cobranzas_portal", "AR-0170-4711")
            phone.check_width()
            phone.shoot("2_told")
            told = phone.run("document.querySelector('.o_cobranzas_portal').innerText")
            phone.open(address)
            phone.see("[name=payment]", "under way")
            self.assertFalse(phone.shows("button[name=everything]"), "nothing else is overdue")
            phone.check_width()
            phone.shoot("3_page")
        request = self.requests()
        self.assertEqual((request.state, len(request.receipt_ids)), ("pending", 0))
        self.assertEqual(told.count(request.transaction_ids.reference), 1, told)
        name = request.name
        with self.browse(DESK, "cobradora") as desk:
            self.open_debtor(desk)
            desk.see("[data-panel=requests]", name)
            desk.see("[data-figure=to_collect]", "1,500.00")
            desk.shoot("4_debtor")
            desk.open("/odoo/cobranzas-worklist")
            desk.see(".o_data_row", "Says it paid")
        with self.browse(DESK, "cajera") as desk:
            desk.open("/odoo/cobranzas-online-payments")
            desk.see(".o_data_row", name)
            desk.shoot("5_cashier_list")
            desk.open(f"/odoo/cobranzas-online-payments/{request.id}")
            desk.shoot("6_cashier_form")
            desk.tap("button[name=action_open_transfer]")
            desk.type(".modal [name=operation_number] input", "OP 4711")
            desk.shoot("7_dialog")
            desk.tap(".modal button[name=action_confirm]")
            desk.see(".o_statusbar_status .o_arrow_button_current", "Posted")
            desk.shoot("8_receipt")
        self.assertEqual((request.state, request.receipt_id.state), ("paid", "posted"))
        self.assertEqual((self.march | self.april).mapped("amount_residual"), [0, 0])
        name = request.receipt_id.name
        with self.browse() as phone:
            phone.open(address)
            phone.see(".alert-success", "You owe nothing today")
            phone.open(f"{address}/receipts")
            phone.see("li[name=receipt]", name)
