"""Reports opened by a cashier, with filters that no screen would send."""

import tempfile

import openpyxl
from odoo.exceptions import UserError

from .common import CollectionsCommon
from .kept import kept


class ReportInputsCommon(CollectionsCommon):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls.make_user("caja", "l10n_cobranzas.group_cobranzas_cashier")
        cls.reports = cls.env["cobranzas.report"].with_user(cls.user)
        cls.keys = [key for key, _label in cls.reports._fields["report"].selection]

    @classmethod
    def report(cls, key="aging", user=None, **kw):
        reports = cls.reports.with_user(user or cls.user)
        vals = {"period": "custom", "date_from": "2026-01-01", "date_to": "2026-06-01"}
        reports.search([("report", "=", key)]).unlink()
        return reports.create({"report": key, **vals, **kw})

    @classmethod
    def bear_interest(cls, partners):
        """Let what these customers pay late bear interest, which no receipt charges."""
        cls.company.cobranzas_interest_at_receipt = "never"
        cls.company.cobranzas_interest_policy_id = cls.env["cobranzas.interest.policy"].create(
            {"name": "Mora 3 %", "rate": 3.0, "company_id": cls.company.id}
        )
        partners.with_company(cls.company).cobranzas_bears_interest = True

    def refused(self, sentence, error=UserError):
        return self.assertRaisesRegex(error, sentence)

    def _sheet(self, report):
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
            report._write_xlsx(file.name)
            return openpyxl.load_workbook(file.name).active

    def _page(self, report):
        """Return the HTML of the printed page."""
        action = report.action_print()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            action["report_name"], report.ids
        )
        return html.decode()
