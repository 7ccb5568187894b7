import tempfile

import werkzeug.wsgi
from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class CobranzasReportController(http.Controller):
    """Downloads of reports: written to a file, then streamed."""

    @http.route("/cobranzas/report/<int:report_id>/xlsx", type="http", auth="user", readonly=True)
    def xlsx(self, report_id, companies="", written=""):
        """Return the spreadsheet of the user's own report; others have none (record rule).

        :param companies: ids, with commas between, of those the user works in; all when empty
        :param written: when its filters were written: a replica that has them not yet leaves it
            to the primary
        """
        chosen = [int(number) for number in companies.split(",") if number.isdecimal()]
        reports = request.env["cobranzas.report"]
        if chosen:
            # the environment refuses companies that are none of the user's
            reports = reports.with_context(allowed_company_ids=chosen)
        report = reports.search([("id", "=", report_id)])
        if not report:
            return request.not_found()
        report._check_written(written)
        file = tempfile.NamedTemporaryFile(prefix="cobranzas_", suffix=".xlsx")  # noqa: SIM115 - streamed below
        try:
            report._write_xlsx(file.name)
        except UserError as error:
            file.close()
            return request.make_response(str(error), status=400)
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(f"{report._get_file_name()}.xlsx")),
        ]
        body = werkzeug.wsgi.wrap_file(request.httprequest.environ, file)
        return request.make_response(body, headers)
