"""The dashboard as a person meets it, in a real browser."""

from datetime import timedelta

from odoo import fields
from odoo.addons.account.tests.common import AccountTestInvoicingHttpCommon
from odoo.tests import tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestDashboardBrowser(CollectionsCommon, AccountTestInvoicingHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_user("recorrido", "l10n_cobranzas.group_cobranzas_cashier")

    def test_opens_the_app_and_every_figure_its_items(self):
        collectors = self.env["cobranzas.collector"].create(
            [{"name": "Cobradora del tablero"}, {"name": "Cobrador sin deudores"}]
        )
        self.customer.write(
            {"name": "Cliente del tablero", "cobranzas_collector_id": collectors[0].id}
        )
        today = fields.Date.today()
        self.invoice(1200, today - timedelta(days=40), today - timedelta(days=10))
        self.invoice(300, today, today)
        self.receipt([], [self.cash_value(50)], date=today).action_post()
        root = self.env.ref("l10n_cobranzas.cobranzas_menu_root")
        self.start_tour(
            f"/odoo?menu_id={root.id}", "cobranzas_dashboard_tour", login="recorrido", timeout=120
        )

    def test_nothing_yet(self):
        self.browser_js(
            "/odoo/cobranzas",
            """
            const button = document.querySelector(".o_nocontent_help button");
            button.click();
            const wait = setInterval(() => {
                if (document.querySelector(".o_form_view .o_field_widget[name=partner_id]")) {
                    clearInterval(wait);
                    console.log("test successful");
                }
            }, 200);
            """,
            ready="!!document.querySelector('.o_nocontent_help button')",
            login="recorrido",
        )
