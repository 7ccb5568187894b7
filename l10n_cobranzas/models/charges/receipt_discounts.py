from odoo import api, models


class CobranzasReceipt(models.Model):
    """Discounts of a receipt, and what they leave to pay of its documents (CHG-01 to CHG-04).

    A credit note takes the discount off the document, at the document's own rate; only what is
    paid of it differs by the rate of the receipt.
    """

    _inherit = "cobranzas.receipt"

    def _get_discounts(self):
        """Return {item: what discounts yet to be made take off what is settled}, below zero.

        In the currency of the item.
        """
        self.ensure_one()
        lines = {line.move_line_id._origin: line for line in self._get_charged_lines()}
        discounts = {}
        for row in (self.adjustment_ids | self.early_ids)._filter_discounts():
            item = row.move_line_id._origin
            if item in lines:
                discounts[item] = discounts.get(item, 0.0) + row._get_effect(lines[item])
        return discounts

    def _convert_effect(self, row, line):
        """Return what a note adds to the documents of a receipt, in its currency.

        :param row: of the charge
        :param line: that settles its document
        """
        effect = row._get_effect(line)
        if line.document_rate and row._filter_discounts():
            own = self.company_id.currency_id
            return self._to_receipt_currency(line._to_company_currency(effect), own)
        return self._to_receipt_currency(effect, row.currency_id)

    @api.onchange("adjustment_ids", "early_ids")
    def _onchange_discounts(self):
        self.exchange_ids._suggest_again()


class CobranzasReceiptCharge(models.Model):
    """What is paid of a document follows its discount, and so does its difference of rates."""

    _inherit = "cobranzas.receipt.charge"

    def _filter_discounts(self):
        """Return the rows whose notes, yet to be made, pay a part of their documents."""
        return self.filtered(
            lambda row: row.amount_total < 0 and row._pays_document() and row._is_pending()
        )

    def write(self, vals):
        result = super().write(vals)
        if "amount" in vals or "is_selected" in vals:
            self._get_discounted_receipts().exchange_ids._suggest_again()
        return result

    def unlink(self):
        receipts = self._get_discounted_receipts()
        result = super().unlink()
        receipts.exchange_ids._suggest_again()
        return result

    def _get_discounted_receipts(self):
        """Return the receipts of those of these whose credit notes pay documents."""
        return self.filtered(lambda row: row._pays_document()).receipt_id

    def _suggest_again(self):
        """Compute anew what is suggested of these, where nothing that it depends on changed."""
        rows = self.filtered(lambda row: not row.operation_id)
        names = [
            name for name, field in self._fields.items() if field.compute == "_compute_suggestion"
        ]
        for name in names if rows else ():
            self.env.add_to_compute(self._fields[name], rows)
        rows.modified(names)
