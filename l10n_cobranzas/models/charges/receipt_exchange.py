from fractions import Fraction

from odoo import api, fields, models

from ...engine import exchange
from .charge_kind import Assessment, ChargeRow

#: rates are typed by people: with more digits than these they are made by division
DIGITS = 10**9


class CobranzasReceipt(models.Model):
    """What the rates of a receipt make of documents under a foreign-currency clause (CHG-01)."""

    _inherit = "cobranzas.receipt"

    def _get_clause_lines(self):
        """Return the lines that settle documents under a clause at another rate than theirs."""
        if "cobranzas_clause_rate" not in self.env["account.move"]._fields: return self.line_ids.browse()  # TMP
        return self._get_charged_lines().filtered(
            lambda line: (
                line.move_line_id.move_id.cobranzas_clause_rate
                and line.move_line_id.move_id.cobranzas_clause_currency_id
                in line.currency_id | self._get_other_clause_currency(line)
            )
        )

    def _get_other_clause_currency(self, line):
        """Return the clause's currency of a document in the company's."""
        clause = line.move_line_id.move_id.cobranzas_clause_currency_id
        own = line.currency_id == self.company_id.currency_id
        return clause if own else clause.browse()

    def _get_foreign_currencies(self):
        if "cobranzas_clause_rate" not in self.env["account.move"]._fields: return super()._get_foreign_currencies()  # TMP
        clauses = self._get_charged_lines().move_line_id.move_id.cobranzas_clause_currency_id
        return super()._get_foreign_currencies() | clauses - self.company_id.currency_id

    def _get_exchange_differences(self):
        """Return {item: Assessment} in the company's currency; its rate is the document's."""
        self.ensure_one()
        lines = {line.move_line_id._origin: line for line in self._get_clause_lines()}
        if not lines:
            return {}
        settled = [self._prepare_clause(item, line) for item, line in lines.items()]
        clauses = {clause.currency for clause, _amount in settled}
        rates = {
            currency: self._get_exact_rate(self._get_own_rate(currency), currency)
            for currency in clauses
        }
        known = [row for row in settled if rates[row[0].currency]]
        found = exchange.prepare_differences(known, self.currency_id, rates)
        return {each.key: self._assess_difference(lines[each.key], each) for each in found}

    def _prepare_clause(self, item, line):
        """Return (Clause, what is settled of it) of a line, in minor units."""
        company_currency, move = self.company_id.currency_id, item.move_id
        currency = move.cobranzas_clause_currency_id
        rate = self._get_exact_rate(move.cobranzas_clause_rate, currency)
        booked = company_currency._cobranzas_to_minor_units(item.amount_residual)
        is_foreign = item.currency_id == currency
        foreign = exchange.get_foreign(booked, rate)
        if is_foreign:
            foreign = currency._cobranzas_to_minor_units(item.amount_residual_currency)
        clause = exchange.Clause(item, foreign, booked, rate, currency, is_foreign)
        return clause, line.currency_id._cobranzas_to_minor_units(line.amount)

    def _get_exact_rate(self, rate, currency):
        """Return a rate, company currency for one unit, as minor units for one minor unit."""
        own = self.company_id.currency_id
        exact = Fraction(rate).limit_denominator(DIGITS)
        return exact * Fraction(10**own.decimal_places, 10**currency.decimal_places)

    def _assess_difference(self, line, difference):
        company_currency, item = self.company_id.currency_id, line.move_line_id._origin
        move = item.move_id
        currency = move.cobranzas_clause_currency_id
        amount = company_currency._cobranzas_from_minor_units(difference.amount)
        covered = company_currency._cobranzas_from_minor_units(difference.covered)
        foreign = currency._cobranzas_from_minor_units(difference.foreign)
        rates = (move.cobranzas_clause_rate, self._get_own_rate(currency))
        row = ChargeRow(
            min(item.date, self.date), self.date, 0, covered, rates[1], amount
        )
        kind = self.env["cobranzas.operation.kind.exchange_note"]
        return Assessment(amount, (row,), kind._explain(line, currency, foreign, rates))


class CobranzasReceiptLine(models.Model):
    """Documents whose difference is noted apart are settled at their own rate (CHG-01)."""

    _inherit = "cobranzas.receipt.line"

    document_rate = fields.Float(compute="_compute_document_rate", store=True, precompute=True)

    @api.depends("move_line_id", "receipt_id.exchange_ids.mode", "receipt_id.company_id")
    def _compute_document_rate(self):
        """Settle at its own rate what has a difference that is charged or waits for its note."""
        if "cobranzas_clause_rate" not in self.env["account.move"]._fields: self.document_rate = 0; return  # TMP
        for line in self:
            if line.receipt_id.state in ("posted", "voided"):
                line.document_rate = line.document_rate
                continue
            item = line.move_line_id._origin
            rows = line.receipt_id.exchange_ids.filtered(
                lambda row, item=item: row.move_line_id._origin == item and row._is_settled_apart()
            )
            foreign = line.currency_id != line.company_currency_id
            line.document_rate = item.move_id.cobranzas_clause_rate if rows and foreign else 0.0
