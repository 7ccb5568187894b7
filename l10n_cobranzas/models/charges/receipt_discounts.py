from odoo import api, models


class CobranzasReceipt(models.Model):
    """Discounts of a receipt, and what they leave to pay of its documents (CHG-01 to CHG-04).

    A credit note takes the discount off the document, at the document's own rate; only what is
    paid of it differs by the rate of the receipt.
    """

    _inherit = "cobranzas.receipt"

    def _get_discounts(self, is_anew=False):
        """Return {item: what discounts yet to be made take off what is settled}, below zero.

        In the currency of the item.

        :param is_anew: whether they are suggested anew, at this moment: their amounts will follow
        """
        self.ensure_one()
        lines = {line.move_line_id._origin: line for line in self._get_charged_lines()}
        name = "amount_suggested" if is_anew else "amount"
        discounts = {}
        for row in self.adjustment_ids | self.early_ids:
            item = row.move_line_id._origin
            if item in lines and row.is_selected and not row.operation_id:
                effect = row._get_discount_effect(lines[item], row[name])
                discounts[item] = discounts.get(item, 0.0) + effect
        return discounts

    def _propose_differences(self, discounts):
        """Return {(kind, item): ChargeProposal} of differences, on what discounts leave to pay.

        :param discounts: as ``_get_discounts`` gives them
        """
        if not self or self._get_charge_mode("exchange_note") == "never":
            return {}
        # sudo: as in _propose_charges
        kind = self.env["cobranzas.operation.kind.exchange_note"].sudo()
        found = kind._propose_beside(self, discounts)
        return {("exchange_note", item): each for item, each in found.items()}

    def _convert_effect(self, row, line):
        """Return what a note adds to the documents of a receipt, in its currency.

        :param row: of the charge
        :param line: that settles its document
        """
        effect = row._get_effect(line)
        if line.document_rate and row.amount_total < 0 and row._pays_document():
            own = self.company_id.currency_id
            return self._to_receipt_currency(line._to_company_currency(effect), own)
        return self._to_receipt_currency(effect, row.currency_id)

    @api.onchange("adjustment_ids", "early_ids")
    def _onchange_discounts(self):
        self.exchange_ids._suggest_again()


class CobranzasReceiptCharge(models.Model):
    """What is paid of a document follows its discount, and so does its difference of rates.

    No dependency of fields says so: through the same fields of other rows it would take back what
    was typed there.
    """

    _inherit = "cobranzas.receipt.charge"

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._get_discounted_receipts().exchange_ids._suggest_again()
        return rows

    def write(self, vals):
        changed = "amount" in vals or "is_selected" in vals
        receipts = changed and self._get_discounted_receipts()
        if receipts:
            receipts._get_charges().mapped("amount")  # what is to be computed is not what is typed
        result = super().write(vals)
        if receipts:
            receipts.exchange_ids._suggest_again()
        return result

    def unlink(self):
        receipts = self._get_discounted_receipts()
        result = super().unlink()
        receipts.exchange_ids._suggest_again()
        return result

    def _pays_document(self):
        """Tell whether a credit note of the row's kind pays its document at once."""
        self.ensure_one()
        return bool(self.kind) and self.env[f"cobranzas.operation.kind.{self.kind}"]._pays_items

    def _get_discounted_receipts(self):
        """Return the draft receipts of those of these whose credit notes pay documents."""
        rows = self.filtered(lambda row: row._pays_document() and not row.operation_id)
        return rows.receipt_id.filtered("exchange_ids")

    @api.model
    def _get_discount_effect(self, line, amount):
        """Return what a discount of ``amount`` adds to what is settled, in its currency.

        It lowers that to what is then left of the document, no further.

        :param line: the line of the receipt that settles the document
        :param amount: below zero; a surcharge adds nothing here
        """
        return -max(line.amount - amount - line.amount_residual, 0.0) if amount < 0 else 0.0

    def _suggest_again(self):
        """Compute anew what is suggested of these, where nothing that it depends on changed."""
        rows = self.filtered(lambda row: not row.operation_id)
        if not rows:
            return
        names = [
            name for name, field in self._fields.items() if field.compute == "_compute_suggestion"
        ]
        for name in names:
            self.env.add_to_compute(self._fields[name], rows)
        rows.modified(names)
