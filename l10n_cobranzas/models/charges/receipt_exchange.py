from odoo import api, fields, models


class CobranzasReceipt(models.Model):
    """A receipt reckons with the currencies of its documents' clauses (CHG-01)."""

    _inherit = "cobranzas.receipt"

    def _get_foreign_currencies(self):
        clauses = self._get_charged_lines().move_line_id.move_id.cobranzas_clause_currency_id
        return super()._get_foreign_currencies() | clauses - self.company_id.currency_id


class CobranzasReceiptLine(models.Model):
    """Documents whose difference is noted apart are settled at their own rate (CHG-01)."""

    _inherit = "cobranzas.receipt.line"

    def _get_covered(self, found):
        """Return what is settled in the receipt's currency, at the document's rate where it counts.

        :param found: {item: Assessment} of the differences
        """
        self.ensure_one()
        each = found.get(self.move_line_id._origin)
        if each:
            return each.rows[0].base
        return self.receipt_id._to_receipt_currency(self.amount, self.currency_id)

    document_rate = fields.Float(compute="_compute_document_rate", store=True, precompute=True)

    @api.depends("move_line_id", "receipt_id.exchange_ids.mode", "receipt_id.company_id")
    def _compute_document_rate(self):
        """Settle at its own rate what has a difference that is charged or waits for its note."""
        for receipt, lines in self.grouped("receipt_id").items():
            rows = receipt.exchange_ids.filtered(lambda row: row._is_settled_apart())
            apart = set(rows.move_line_id._origin)
            clauses = lines.browse()
            if receipt.state not in ("posted", "voided"):
                clauses = lines._filter_under_clause()
            # what was set otherwise stands; at once: they may be thousands
            for rate, same in (lines - clauses).grouped("document_rate").items():
                same.document_rate = rate
            for line in clauses:
                item = line.move_line_id._origin
                foreign = line.currency_id != line.company_currency_id
                rate = item.move_id.cobranzas_clause_rate
                line.document_rate = rate if foreign and item in apart else 0.0

    def _filter_under_clause(self):
        """Return the lines whose documents have the clause, with the rate that it goes by."""
        moves = self.move_line_id._origin.move_id.filtered("cobranzas_clause_rate")
        if not moves:
            return self.browse()
        return self.filtered(lambda line: line.move_line_id._origin.move_id in moves)
