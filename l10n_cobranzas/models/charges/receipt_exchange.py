from odoo import api, fields, models

from .charge_kind import Assessment, ChargeRow
from .charge_words import ChargeWords


class CobranzasReceipt(models.Model):
    """The exchange differences of a receipt as charges on its documents (CHG-01)."""

    _inherit = "cobranzas.receipt"

    def _get_foreign_currencies(self):
        clauses = self._get_charged_lines().move_line_id.move_id.cobranzas_clause_currency_id
        return super()._get_foreign_currencies() | clauses - self.company_id.currency_id

    def _get_exchange_differences(self, discounts):
        """Return {item: Assessment} in the company's currency; its rate is the receipt's.

        :param discounts: as ``_get_discounts`` gives them
        """
        charged = set(self._get_charged_lines())
        differences = [
            found for found in self._prepare_exchange_differences(discounts) if found.key in charged
        ]
        clauses = {found.key.move_id.cobranzas_clause_currency_id for found in differences}
        rates = {currency: self._get_rate(currency) for currency in clauses}
        words = ChargeWords(self.env)
        return {
            found.key.move_line_id._origin: self._assess_difference(found, rates, words)
            for found in differences
        }

    def _get_clause_gap(self, found):
        """Return what was received beyond the documents and these differences, or short of it.

        In the company's currency; 0 when it is more than a unit of a clause's currency makes, or
        when nothing was received in that currency yet.

        :param found: {item: Assessment}
        """
        own = self.company_id.currency_id
        if not found or self.currency_id != own:
            return 0.0
        received = self._get_received()
        if not received:
            return 0.0
        # without the rates of their own, which follow from these differences
        owed = sum(line._get_covered(found) for line in self.line_ids)
        gap = own.round(received - owed - sum(each.amount for each in found.values()))
        most = max(
            item.move_id.cobranzas_clause_currency_id.rounding * found[item].rows[0].rate
            for item in found
        )
        return gap if own.compare_amounts(abs(gap), most) <= 0 else 0.0

    def _is_paid_in_part(self, item):
        """Tell whether the receipt leaves part of a document open."""
        [line] = self.line_ids.filtered(lambda line: line.move_line_id._origin == item)
        return item.currency_id.compare_amounts(line.amount, line.amount_residual) < 0

    def _assess_difference(self, difference, rates, words):
        """Return the assessment of a difference.

        :param rates: of the receipt: {currency of a clause: company currency for one unit}
        """
        line, own = difference.key, self.company_id.currency_id
        item = line.move_line_id._origin
        move = item.move_id
        currency = move.cobranzas_clause_currency_id
        amount = own._cobranzas_from_minor_units(difference.amount)
        covered = own._cobranzas_from_minor_units(difference.covered)
        foreign = currency._cobranzas_from_minor_units(difference.foreign)
        before, after = move.cobranzas_clause_rate, rates[currency]
        row = ChargeRow(min(item.date, self.date), self.date, 0, covered, after, amount)
        explain = self.env["cobranzas.operation.kind.exchange_note"]._explain
        return Assessment(
            amount,
            (row,),
            lambda: explain(line.name, currency, foreign, (before, after), words),
        )


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
