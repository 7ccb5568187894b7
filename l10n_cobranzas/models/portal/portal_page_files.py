from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import date_utils

STATEMENT = "cobranzas.statement.run"
YEARS = range(1900, 2200)  # a date outside them is a typing error


class CobranzasPortalPage(models.AbstractModel):
    """What a debtor downloads: statement, documents, receipts, as users print them (COL-09).

    Read by the superuser environment of the access: each is looked for among the documents of the
    visitor's customers and company, so that an id of anything else finds nothing.
    """

    _inherit = "cobranzas.portal.page"

    # ------------------------------------------------------------------
    # Statement
    # ------------------------------------------------------------------

    @api.model
    def _prepare_page(self, scope, found):
        page = super()._prepare_page(scope, found)
        page["dates"] = self._get_statement_dates(scope.access)
        return page

    @api.model
    def _get_statement_dates(self, access, date_from=None, date_to=None):
        """Return the first and last day of a statement, by default from two months ago to today.

        Raises ``UserError`` when it ends before it begins, or the years make no sense.
        """
        if any(day and day.year not in YEARS for day in (date_from, date_to)):
            raise UserError(
                access.env._(
                    "Choose dates between %(first)s and %(last)s.", first=YEARS[0], last=YEARS[-1]
                )
            )
        last = date_to or self._get_scope(access).today
        first = date_from or date_utils.start_of(date_utils.subtract(last, months=2), "month")
        if first > last:
            raise UserError(
                access.env._("The statement ends before it begins: choose an earlier first day.")
            )
        return first, last

    @api.model
    def _render_statement(self, access, dates):
        """Return the name and content of the PDF of a statement of account (COL-09, REP-03).

        By the statement that users send; its record is gone when the PDF is made.

        :param dates: first and last day
        :raises UserError: when it is too long for a PDF
        """
        reader = self._at_company(access)
        with self.env.cr.savepoint():
            run = reader.env[STATEMENT].create(reader._prepare_statement_vals(access, dates))
            lines = reader._make_statement_lines(access, run)
            for line in lines:
                line._check_printable()
            content, _kind = reader.env["ir.actions.report"]._render_qweb_pdf(
                "l10n_cobranzas.action_report_statement", lines.ids
            )
            name = lines[0]._get_file_name()
            run.unlink()
        return f"{name}.pdf", content

    @api.model
    def _prepare_statement_vals(self, access, dates):
        first, last = dates
        return {
            "company_id": access.company.id,
            "kind": "statement",
            "scope": "chosen",
            "is_single": True,
            "date_from": first,
            "date_to": last,
        }

    @api.model
    def _make_statement_lines(self, access, run):
        """Return the statement of the debtor; one a customer when the visitor sees but some."""
        whole = access.debtor._cobranzas_get_statement_customers() == access.customers
        owners = access.debtor if whole else access.customers
        quiet = {"tracking_disable": True, "mail_create_nosubscribe": True}
        lines = self.env[f"{STATEMENT}.line"].with_context(**quiet)
        return lines.create(
            [{"run_id": run.id, **each._cobranzas_prepare_statement_vals()} for each in owners]
        )

    # ------------------------------------------------------------------
    # Documents and receipts
    # ------------------------------------------------------------------

    @api.model
    def _find_document(self, access, item_id):
        """Return the posted invoice that an item is of; empty for anything else's."""
        reader = self._at_company(access)
        item = reader.env["account.move.line"].search(
            Domain("id", "=", item_id)
            & Domain("partner_id.commercial_partner_id", "in", access.customers.ids)
            & Domain("account_id.account_type", "=", "asset_receivable"),
            limit=1,
        )
        domain = reader._get_documents_domain(access) & Domain("id", "=", item.move_id.id)
        return reader.env["account.move"].search(domain, limit=1)

    @api.model
    def _find_receipt(self, access, receipt_id):
        """Return a receipt of the visitor's customers; empty for anything else's."""
        reader = self._at_company(access)
        domain = reader._get_receipts_domain(access) & Domain("id", "=", receipt_id)
        return reader.env["cobranzas.receipt"].search(domain, limit=1)

    @api.model
    def _render_document(self, move):
        """Return the name and content of the PDF of an invoice, as core's portal gives it."""
        found = move._get_invoice_legal_documents("pdf", allow_fallback=True)
        return found["filename"], found["content"]

    @api.model
    def _render_receipt(self, receipt):
        """Return the name and content of the PDF of a receipt; it does not count as its print."""
        content, _kind = receipt.env["ir.actions.report"]._render_qweb_pdf(
            receipt._get_print_form(), receipt.ids
        )
        return f"{receipt._get_report_base_filename()}.pdf", content
