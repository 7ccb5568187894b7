from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

#: types of export documents: by their letter, or by their number in a country
EXPORT_LETTERS = {"E"}
EXPORT_CODES = {"CL": {"110", "111", "112"}}


class AccountMove(models.Model):
    """Invoices keep the alternative dates and amounts of their instalments (CHG-02)."""

    _inherit = "account.move"

    cobranzas_alternative_ids = fields.One2many(
        "cobranzas.alternative.date", "move_id", string="Alternative Due Dates", copy=False
    )

    def _post(self, soft=True):
        posted = super()._post(soft)
        posted._cobranzas_set_alternatives()
        return posted

    def button_draft(self):
        """Take back the alternative dates: posting the invoice sets them again."""
        result = super().button_draft()
        # sudo: whoever may reset the invoice takes back what posting it set
        self.sudo().cobranzas_alternative_ids.unlink()
        return result

    def _cobranzas_set_alternatives(self):
        """Keep until when each instalment costs how much, where the terms say so."""
        moves = self.filtered(
            lambda move: (
                move.move_type == "out_invoice"
                and move.invoice_payment_term_id.cobranzas_alternative_ids
            )
        )
        if not moves:
            return
        moves._cobranzas_check_may_have_alternatives()
        # sudo: whoever may post the invoice sets what its terms say
        rows = self.env["cobranzas.alternative.date"].sudo()
        rows.search([("move_id", "in", moves.ids)]).unlink()
        rows.create(
            [
                vals
                for (term, company), invoices in moves.grouped(
                    lambda move: (move.invoice_payment_term_id, move.company_id)
                ).items()
                for vals in invoices._prepare_cobranzas_alternatives(term, company)
            ]
        )

    def _prepare_cobranzas_alternatives(self, term, company):
        """Return the values of the alternative dates of these invoices, all on one term."""
        items = self.line_ids.filtered(lambda item: item._cobranzas_may_have_alternatives())
        dues = {item: item.date_maturity or item.date for item in items}
        days_off = term._cobranzas_get_alternative_days_off(company, set(dues.values()))
        return [
            {"move_line_id": item.id, "date": day, "amount": amount}
            for item, due in dues.items()
            for day, amount in term._cobranzas_get_dates(
                item.amount_currency, due, item.currency_id, days_off
            )
            if amount > 0
        ]

    def _cobranzas_check_may_have_alternatives(self):
        """Raise ``UserError`` for export documents: no note adjusts what they are paid with."""
        exports = self.filtered(lambda move: move._cobranzas_is_export())
        if exports:
            raise UserError(
                self.env._(
                    "%(document)s is an export document: it can't have alternative due dates. "
                    "Choose other payment terms.",
                    document=exports[0].display_name,
                )
            )

    def _cobranzas_is_export(self):
        """Tell whether it is known to be an export document, by the type its country gives it."""
        self.ensure_one()
        if "l10n_latam_document_type_id" not in self._fields:
            return False
        document = self.l10n_latam_document_type_id
        letter = "l10n_ar_letter" in document._fields and document.l10n_ar_letter
        codes = EXPORT_CODES.get(document.country_id.code, ())
        return letter in EXPORT_LETTERS or document.code in codes

    def _cobranzas_get_printed_alternatives(self):
        """Return what the invoice says of other dates: [(number of the instalment, date, amount)].

        The number is 0 for an only instalment. Nothing for what is paid, or was condoned.
        """
        self.ensure_one()
        if self.payment_state not in ("not_paid", "partial"):
            return []
        # sudo: part of the invoice, for whoever may print it
        items = self.sudo().line_ids.filtered(lambda item: item.display_type == "payment_term")
        items = items.sorted(lambda item: (item.date_maturity or item.date, item.id))
        return [
            (
                number if len(items) > 1 else 0,
                format_date(self.env, row.date),
                formatLang(self.env, row.amount, currency_obj=row.currency_id),
            )
            for number, item in enumerate(items, start=1)
            if not item.cobranzas_condoned
            for row in item.cobranzas_alternative_ids.sorted(lambda row: (row.date, row.amount))
        ]
