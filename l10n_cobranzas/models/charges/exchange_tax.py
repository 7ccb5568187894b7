from odoo import api, models


class CobranzasOperationKindExchangeNote(models.AbstractModel):
    """Tax inside the difference, or on top of it: two readings of the law (CHG-01).

    On top, the note is for more than the difference: its receipt collects, or uses, the
    difference, so that the document closes, and the tax stays open as any debt, or credit.
    """

    _inherit = "cobranzas.operation.kind.exchange_note"

    @api.model
    def _is_tax_included(self, company):
        return company.cobranzas_exchange_tax == "inside"

    @api.model
    def _get_row_total(self, row):
        """Return what the note of a receipt's row comes to with its taxes on top."""
        product = row.company_id.cobranzas_exchange_product_id
        position = self.env["account.fiscal.position"].with_company(row.company_id)
        position = position._get_fiscal_position(row.partner_id.with_company(row.company_id))
        total = 0.0
        lines = self._prepare_origin_tax_lines(row, row, product, "")
        for _label, _product, amount, taxes in lines:
            computed = position.map_tax(taxes).compute_all(
                amount, row.currency_id, product=product, partner=row.partner_id
            )
            total += computed["total_included"]
        return row.currency_id.round(total if row.amount > 0 else -total)


class CobranzasReceiptCharge(models.Model):
    """Differences of a receipt whose notes have their tax on top (CHG-01)."""

    _inherit = "cobranzas.receipt.charge"

    def _has_tax_on_top(self):
        """Tell whether the note of an exchange difference is for more than the difference."""
        self.ensure_one()
        return self.kind == "exchange_note" and self.company_id.cobranzas_exchange_tax == "top"

    @api.depends("amount", "kind", "receipt_id.company_id")
    def _compute_amount_total(self):
        result = super()._compute_amount_total()
        for row in self.filtered(lambda row: row._has_tax_on_top() and row.amount):
            # sudo: the taxes of documents that the receipt settles, for whoever types it
            kind = self.env["cobranzas.operation.kind.exchange_note"].sudo()
            row.amount_total = kind._get_row_total(row.sudo())
        return result

    def _get_effect(self, line):
        self.ensure_one()
        if self.kind == "exchange_note":
            return self.amount
        return super()._get_effect(line)


class CobranzasReceipt(models.Model):
    """What a receipt collects of notes whose tax is on top of the difference (CHG-01)."""

    _inherit = "cobranzas.receipt"

    def _puts_tax_on_top(self, kind):
        """Tell whether notes of a kind have the taxes of their documents on top."""
        return kind == "exchange_note" and self.company_id.cobranzas_exchange_tax == "top"

    def _leave_taxes_open(self, effects):
        """Collect no more of these notes than their differences.

        :param effects: {operation: {row: what it adds to the documents, in the note's currency}}
        """
        for operation, of_rows in effects.items():
            if operation.kind == "exchange_note" and next(iter(of_rows))._has_tax_on_top():
                items = operation._get_kind()._get_collected_items(operation)
                for line in self.line_ids.filtered(lambda line, i=items: line.move_line_id in i):
                    line.amount = sum(of_rows.values())
