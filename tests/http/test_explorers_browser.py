"""An explorer as a person looks at it, in a real browser (EXP-01)."""

from odoo.addons.account.tests.common import AccountTestInvoicingHttpCommon
from odoo.tests import tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestExplorersBrowser(CollectionsCommon, AccountTestInvoicingHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.name, cls.other_customer.name = "Cliente del recorrido", "Otro del recorrido"
        euro = cls.setup_other_currency("EUR", rates=[("2026-01-01", 0.5)])
        cls.invoice(150)
        cls.invoice(50)
        cls.invoice(80, currency=euro)
        cls.invoice(900, partner=cls.other_customer)
        cashier = cls.make_user("recorrido", "l10n_cobranzas.group_cobranzas_cashier")
        cashier.group_ids |= cls.env.ref("base.group_multi_currency")
        cls.env.ref("l10n_cobranzas.cobranzas_open_item_action_pending").limit = 2

    def test_totals_of_all_that_is_found(self):
        self.start_tour(
            "/odoo/cobranzas-explore-pending",
            "cobranzas_explorers_tour",
            login="recorrido",
            timeout=120,
        )
