from odoo import api, models
from odoo.fields import Domain

from .portal_page_items import ITEMS
from .portal_page_rows import SHOWN, PortalRow, PortalRows

MOVES = "account.move"
RECEIPTS = "cobranzas.receipt"
DEBTS = ("out_invoice", "out_receipt")
INVOICES = ("out_refund", *DEBTS)


class CobranzasPortalPage(models.AbstractModel):
    """What was invoiced to the debtor, and its receipts: the newest first, by pages (COL-09)."""

    _inherit = "cobranzas.portal.page"

    @api.model
    def _read_documents(self, access, page=1):
        """Return the posted invoices and credit notes of a page, paid ones too, as PortalRows."""
        reader = self._at_company(access)
        domain = reader._get_documents_domain(access)
        return reader._read_rows(MOVES, domain, page, reader._prepare_document_rows)

    @api.model
    def _read_receipts(self, access, page=1):
        """Return the receipts of a page, voided ones too, as PortalRows."""
        reader = self._at_company(access)
        domain = reader._get_receipts_domain(access)
        return reader._read_rows(RECEIPTS, domain, page, reader._prepare_receipt_rows)

    @api.model
    def _get_documents_domain(self, access):
        return (
            Domain("commercial_partner_id", "in", access.customers.ids)
            & Domain("company_id", "in", self.env.companies.ids)
            & Domain("state", "=", "posted")
            & Domain("move_type", "in", INVOICES)
        )

    @api.model
    def _get_receipts_domain(self, access):
        return (
            Domain("commercial_partner_id", "in", access.customers.ids)
            & Domain("company_id", "in", self.env.companies.ids)
            & Domain("state", "in", ("posted", "voided"))
        )

    @api.model
    def _read_rows(self, model, domain, page, prepare):
        records = self.env[model]
        count = records.search_count(domain)
        offset = min(max(page - 1, 0), max(count - 1, 0) // SHOWN) * SHOWN
        found = records.search(domain, order="date DESC, id DESC", limit=SHOWN, offset=offset)
        return PortalRows(prepare(found), count)

    @api.model
    def _prepare_document_rows(self, moves):
        kinds = self._get_document_kinds()
        states = self._get_selection(MOVES, "payment_state")
        files = self._find_items(moves)
        return [
            PortalRow(
                file_id=files.get(move.id, 0),
                name=move.name,
                kind=kinds.get(move.move_type, ""),
                customer=move.commercial_partner_id.name or "",
                date=move.invoice_date or move.date,
                amount=move.amount_total,
                currency=move.currency_id,
                state=states.get(move.payment_state, ""),
            )
            for move in moves
        ]

    @api.model
    def _get_document_kinds(self):
        """Return what documents are called on the page: as among those to be paid."""
        kinds = self._get_selection(ITEMS, "kind")
        return {"out_refund": kinds["credit_note"], **dict.fromkeys(DEBTS, kinds["invoice"])}

    @api.model
    def _find_items(self, moves):
        """Return {entry id: id of its first receivable item}, by which its PDF is fetched."""
        receivable = Domain("account_id.account_type", "=", "asset_receivable")
        rows = self.env["account.move.line"]._read_group(
            receivable & Domain("move_id", "in", moves.ids), ["move_id"], ["id:min"]
        )
        return {move.id: item_id for move, item_id in rows}

    @api.model
    def _prepare_receipt_rows(self, receipts):
        kinds, states = (self._get_selection(RECEIPTS, name) for name in ("kind", "state"))
        return [
            PortalRow(
                file_id=receipt.id,
                name=receipt.name,
                kind=kinds.get(receipt.kind, ""),
                customer=receipt.commercial_partner_id.name or "",
                date=receipt.date,
                amount=self._get_receipt_amount(receipt),
                currency=receipt.currency_id,
                state=states[receipt.state] if receipt.state == "voided" else "",
            )
            for receipt in receipts
        ]

    @api.model
    def _get_receipt_amount(self, receipt):
        """Return what was received; of an application, which receives nothing, what was applied."""
        return receipt.amount_settled if receipt.kind == "application" else receipt.amount_total
