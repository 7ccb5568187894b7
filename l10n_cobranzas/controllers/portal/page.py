import tempfile

import werkzeug.wsgi
from odoo import fields
from odoo.exceptions import UserError
from odoo.http import content_disposition, request
from odoo.tools import format_date
from werkzeug.exceptions import NotFound

from ...models.portal.portal_page_rows import SHOWN, PageChoice
from .access import portal_route
from .base import CobranzasPortal

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class CobranzasPortalPage(CobranzasPortal):
    """What a debtor owes, and its documents, receipts and statements (COL-09).

    What is shown is read by the superuser environment of the access and narrowed to its customers;
    the pages are rendered as the visitor.
    """

    # ------------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------------

    @portal_route(methods=["GET"])
    def statement(self, token=None, **query):
        """Return the page of what is owed (COL-09).

        :param query: ``search``, ``overdue``, ``shown``, ``after``, ``currency``: which rows
        """
        access = self._get_access(token)
        choice = PageChoice.from_query(query)
        page = self._get_page(access)._read_page(access, choice)
        return self._render_page(access, "portal_page", page=page)

    @portal_route("/documents", methods=["GET"])
    def documents(self, token=None, page="1", **query):
        """Return a page of the invoices of the debtor, paid ones too (COL-09)."""
        access, number = self._get_access(token), self._read_number(page)
        rows = self._get_page(access)._read_documents(access, number)
        return self._render_rows(access, "document", rows, number)

    @portal_route("/receipts", methods=["GET"])
    def receipts(self, token=None, page="1", **query):
        """Return a page of the receipts of the debtor (COL-09)."""
        access, number = self._get_access(token), self._read_number(page)
        rows = self._get_page(access)._read_receipts(access, number)
        return self._render_rows(access, "receipt", rows, number)

    def _get_page(self, access):
        return access.env["cobranzas.portal.page"]

    def _render_page(self, access, template, **values):
        """Return a page in the language of the debtor, with the company's name and logo."""
        return request.render(
            f"l10n_cobranzas.{template}",
            {**self._prepare_page_values(access), **values},
        )

    def _prepare_page_values(self, access):
        """Return what every page of the portal is rendered with. To extend."""
        language = access.env["res.lang"]._get_data(code=access.env.lang)
        return {
            **self._prepare_portal_layout_values(),
            "page_name": "cobranzas_statement",
            "no_breadcrumbs": bool(access.link),
            "html_data": {"lang": (access.env.lang or "en_US").replace("_", "-")},
            "access": access,
            "res_company": access.company,
            "language": language,
            "day": lambda day: format_date(access.env, day) if day else "",
            "money": lambda amount, currency: currency.with_env(access.env).format(amount),
        }

    def _render_rows(self, access, kind, rows, number):
        last = max(-(-rows.count // SHOWN), 1)
        values = {"kind": kind, "rows": rows, "number": min(max(number, 1), last), "last": last}
        return self._render_page(access, "portal_rows", **values)

    def _render_message(self, access, message):
        """Return a page of one sentence, when what was asked for can't be given."""
        response = self._render_page(access, "portal_message", message=message)
        response.status_code = 400
        return response

    @staticmethod
    def _read_number(text):
        text = str(text or "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 1

    # ------------------------------------------------------------------
    # Downloads
    # ------------------------------------------------------------------

    @portal_route("/statement.pdf", methods=["GET"])
    def statement_pdf(self, token=None, date_from="", date_to="", **query):
        """Return the statement of account of some dates as PDF (COL-09, REP-03)."""
        access = self._get_access(token)
        reader = self._get_page(access)
        try:
            dates = self._read_dates(access, date_from, date_to)
            name, content = reader._render_statement(access, dates)
        except UserError as error:
            return self._render_message(access, str(error))
        return self._make_file(name, content, PDF)

    @portal_route("/statement.xlsx", methods=["GET"])
    def statement_xlsx(self, token=None, date_from="", date_to="", **query):
        """Return the statement of account of some dates as spreadsheet (COL-09, REP-03)."""
        access = self._get_access(token)
        file = tempfile.NamedTemporaryFile(prefix="cobranzas_", suffix=".xlsx")  # noqa: SIM115 - streamed below
        try:
            dates = self._read_dates(access, date_from, date_to)
            name = self._get_page(access)._write_statement(access, dates, file.name)
        except UserError as error:
            file.close()
            return self._render_message(access, str(error))
        body = werkzeug.wsgi.wrap_file(request.httprequest.environ, file)
        return self._make_file(name, body, XLSX)

    @portal_route("/document/<int:item_id>.pdf", methods=["GET"])
    def document_pdf(self, item_id, token=None, **query):
        """Return the PDF of the invoice of an item of the debtor (COL-09).

        Raises ``NotFound`` for any other item, and for what is no invoice.
        """
        access = self._get_access(token)
        reader = self._get_page(access)
        move = reader._find_document(access, item_id)
        if not move:
            raise NotFound()
        return self._make_file(*reader._render_document(move), PDF)

    @portal_route("/receipt/<int:receipt_id>.pdf", methods=["GET"])
    def receipt_pdf(self, receipt_id, token=None, **query):
        """Return the PDF of a receipt of the debtor (COL-09). Raises ``NotFound`` for others."""
        access = self._get_access(token)
        reader = self._get_page(access)
        receipt = reader._find_receipt(access, receipt_id)
        if not receipt:
            raise NotFound()
        return self._make_file(*reader._render_receipt(receipt), PDF)

    def _read_dates(self, access, date_from, date_to):
        """Return the first and last day asked for. Raises ``UserError`` for what is no date."""
        try:
            first, last = (fields.Date.to_date(text or None) for text in (date_from, date_to))
        except (TypeError, ValueError):
            message = access.env._("Choose the first and the last day of the statement again.")
            raise UserError(message) from None
        return self._get_page(access)._get_statement_dates(access, first, last)

    @staticmethod
    def _make_file(name, content, kind):
        headers = [
            ("Content-Type", kind),
            ("Content-Disposition", content_disposition(name)),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return request.make_response(content, headers)
