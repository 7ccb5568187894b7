"""The worklist typed fast: keys that come before the screen does (COL-07)."""

from datetime import timedelta

from odoo import fields
from odoo.addons.account.tests.common import AccountTestInvoicingHttpCommon
from odoo.tests import tagged

from ..lib.common import CollectionsCommon
from ..lib.driven_browser import DESK, DrivenBrowserCommon

#: what is typed of the result of each call, and the result it means
RESULTS = {
    "promises": "Promises to pay",
    "will": "Will pay, without a date",
    "says": "Says it is paid",
    "refuses": "Refuses to pay",
}
PAGE = ".o_cobranzas_debtor_page:not([aria-busy=true]) .o_cobranzas_debtor_name"
RESULT = ".modal .o_field_widget[name=result_id] input"
FOCUSED = f"document.activeElement?.matches('{RESULT}')"
QUICK = 0.03  # seconds between two keys of somebody quick


@tagged("post_install", "-at_install")
class TestCollectingKeys(DrivenBrowserCommon, CollectionsCommon, AccountTestInvoicingHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.cobranzas_contact_active = False  # the test passes at night too
        cls.user = cls.make_user("rapida", "l10n_cobranzas.group_cobranzas_collector")
        owner = cls.env["cobranzas.collector"].create(
            {"name": "Cobradora rápida", "user_id": cls.user.id}
        )
        cls.debtors = cls.env["res.partner"].create(
            [{"name": f"Deudor {number}"} for number in range(1, len(RESULTS) + 1)]
        )
        cls.debtors.cobranzas_collector_id = owner
        day = fields.Date.today() - timedelta(days=30)
        for rank, debtor in enumerate(cls.debtors):
            cls.invoice(10000 - 1000 * rank, day, day, partner=debtor)

    def logs(self):
        """What was logged, oldest first."""
        return self.env["cobranzas.contact.log"].search(
            [("partner_id", "in", self.debtors.ids)], order="id"
        )

    def begin(self, desk):
        """Open the first debtor of the list by keyboard."""
        desk.open("/odoo/cobranzas-worklist")
        desk.see(".o_data_row", "Deudor 1")
        desk.wait("document.querySelector('.o_searchview_input') === document.activeElement")
        desk.press("ArrowDown", "ArrowDown", "Enter")
        desk.see(PAGE, "Deudor 1")

    def test_each_result_goes_to_its_debtor(self):
        """The dialog is waited for, nothing else: neither what is found nor the next page."""
        with self.browse(DESK, "rapida") as desk:
            self.begin(desk)
            for typed in RESULTS:
                desk.wait(f"!document.querySelector('{RESULT}')")
                desk.press("alt+g")
                desk.wait(FOCUSED)
                desk.press(typed, "Tab", "alt+q", pause=QUICK)
            desk.see(".o_list_view")
        found = [(log.partner_id.name, log.result_id.name) for log in self.logs()]
        names = [f"Deudor {number}" for number in range(1, len(RESULTS) + 1)]
        self.assertEqual(found, list(zip(names, RESULTS.values(), strict=True)))

    def test_keys_pressed_again_and_again(self):
        """Whoever hammers on keys logs nothing twice, and skips nobody unseen."""
        with self.browse(DESK, "rapida") as desk:
            self.begin(desk)
            desk.press("alt+g", "alt+g", "alt+g", pause=QUICK)
            desk.wait(FOCUSED)
            desk.press("refuses", "Tab", "alt+q", "alt+q", "alt+q", pause=QUICK)
            desk.see(PAGE, "Deudor 2")
            desk.press("alt+n", "alt+n", pause=QUICK)
            desk.see(PAGE, "Deudor 4")
            self.assertFalse(desk.shows(".modal"))
            self.assertFalse(desk.shows(".o_error_dialog"))
        self.assertEqual(self.logs().partner_id.mapped("name"), ["Deudor 1"])
        self.assertEqual(len(self.logs()), 1)
