"""A report as a person reads it, in a real browser, and its download (REP-04)."""

import io
import zipfile
from unittest.mock import patch

from odoo.addons.account.tests.common import AccountTestInvoicingHttpCommon
from odoo.tests import tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestReportBrowser(CollectionsCommon, AccountTestInvoicingHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.name = "Cliente del recorrido"
        cls.other_customer.name = "Zapatería del recorrido"
        cls.invoice(1000)
        cls.invoice(500)
        cls.reader = cls.make_user("recorrido", "l10n_cobranzas.group_cobranzas_cashier")

    def _report(self):
        return self.env["cobranzas.report"].sudo().search([("user_id", "=", self.reader.id)])

    def test_fold_detail_and_drill_down(self):
        with self.assertLogs("odoo.http", "WARNING") as logs:  # the tour asks for an error
            self.start_tour(
                "/odoo/cobranzas-aging", "cobranzas_report_tour", login="recorrido", timeout=120
            )
        # nothing was repeated: the filters that the client sends compare with the stored ones
        self.assertNotIn("read/write cursor", str(logs.output))
        self.assertRecordValues(self._report(), [{"report": "aging", "detail": True}])

    def test_spreadsheet(self):
        action = self.env["cobranzas.report"].with_user(self.reader).action_open("aging")
        url = f"/cobranzas/report/{action['res_id']}/xlsx"
        self.authenticate("recorrido", "recorrido")
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        book = zipfile.ZipFile(io.BytesIO(response.content))
        # memory stays flat by writing texts in their cells
        self.assertIn(b"Cliente del recorrido", book.read("xl/worksheets/sheet1.xml"))

    def test_spreadsheet_of_the_companies_in_use(self):
        """Who works in one company gets that one's figures, as on the screen."""
        branch = self.setup_other_company(name="Sucursal")["company"]
        self.reader.company_ids |= branch
        here = self.company
        with patch.object(type(self), "company", branch):
            self.invoice(70, partner=self.other_customer)
        reports = self.env["cobranzas.report"].with_user(self.reader)
        reports = reports.with_context(allowed_company_ids=here.ids)
        report = reports.browse(reports.action_open("aging")["res_id"])
        self.env.flush_all()
        self.authenticate("recorrido", "recorrido")
        response = self.url_open(report.action_export()["url"])
        sheet = zipfile.ZipFile(io.BytesIO(response.content)).read("xl/worksheets/sheet1.xml")
        self.assertIn(b"Cliente del recorrido", sheet)
        self.assertNotIn("Zapatería del recorrido".encode(), sheet)

    def test_spreadsheet_of_another_user(self):
        action = self.env["cobranzas.report"].with_user(self.reader).action_open("aging")
        self.make_user("ajena", "l10n_cobranzas.group_cobranzas_manager")
        self.authenticate("ajena", "ajena")
        response = self.url_open(f"/cobranzas/report/{action['res_id']}/xlsx")
        self.assertEqual(response.status_code, 404)

    def test_spreadsheet_with_wrong_filters(self):
        action = self.env["cobranzas.report"].with_user(self.reader).action_open("statement")
        report = self.env["cobranzas.report"].with_user(self.reader).browse(action["res_id"])
        report.write({"period": "custom", "date_from": "2026-05-01", "date_to": "2026-04-01"})
        self.authenticate("recorrido", "recorrido")
        response = self.url_open(f"/cobranzas/report/{report.id}/xlsx")
        self.assertEqual(response.status_code, 400)
        self.assertIn("ends before it begins", response.text)
