from dataclasses import replace

from odoo import api, models

from .charge_kind import Assessment, ChargeRow
from .charge_proposal import ChargeProposal
from .charge_words import ChargeWords


class CobranzasOperationKindExchangeNote(models.AbstractModel):
    """The exchange differences of a receipt, as charges on its documents (CHG-01)."""

    _inherit = "cobranzas.operation.kind.exchange_note"

    @api.model
    def _propose_beside(self, receipt, discounts):
        """Return {item: ChargeProposal} of a receipt's differences, beside its discounts.

        Of a document in the company's currency, paid in part, the last one takes what was
        received to the cent: the currency of the clause is what closes (X-09).
        """
        found = self._assess_receipt(receipt, discounts)
        proposals = {
            item: ChargeProposal(
                receipt.company_id.currency_id,
                each.amount,
                each.rows[0].base,
                0,
                each.rows[0].rate,
                each.explain,
            )
            for item, each in found.items()
        }
        gap = self._get_clause_gap(receipt, found)
        for item in reversed(list(proposals)) if gap else ():
            own = item.currency_id == item.company_id.currency_id
            if own and self._is_paid_in_part(receipt, item):
                each = proposals[item]
                return {**proposals, item: replace(each, amount=each.amount + gap)}
        return proposals

    @api.model
    def _assess_receipt(self, receipt, discounts):
        """Return {item: Assessment} in the company's currency; its rate is the receipt's.

        :param discounts: as ``_get_discounts`` of the receipt gives them
        """
        charged = set(receipt._get_charged_lines())
        differences = [
            found
            for found in receipt._prepare_exchange_differences(discounts)
            if found.key in charged
        ]
        clauses = {found.key.move_id.cobranzas_clause_currency_id for found in differences}
        rates = {currency: receipt._get_rate(currency) for currency in clauses}
        words = ChargeWords(receipt.env)
        return {
            found.key.move_line_id._origin: self._assess_difference(receipt, found, rates, words)
            for found in differences
        }

    @api.model
    def _assess_difference(self, receipt, difference, rates, words):
        """Return the assessment of a difference.

        :param rates: of the receipt: {currency of a clause: company currency for one unit}
        """
        line, own = difference.key, receipt.company_id.currency_id
        item = line.move_line_id._origin
        move = item.move_id
        currency = move.cobranzas_clause_currency_id
        amount = own._cobranzas_from_minor_units(difference.amount)
        covered = own._cobranzas_from_minor_units(difference.covered)
        foreign = currency._cobranzas_from_minor_units(difference.foreign)
        before, after = move.cobranzas_clause_rate, rates[currency]
        row = ChargeRow(min(item.date, receipt.date), receipt.date, 0, covered, after, amount)
        return Assessment(
            amount,
            (row,),
            lambda: self._explain(line.name, currency, foreign, (before, after), words),
        )

    @api.model
    def _explain(self, document, currency, foreign, rates, words):
        """Return the line of the note: how much at which rates.

        :param document: its name
        :param foreign: paid, in the currency of the clause
        :param rates: of the document and of the receipt, company currency for one unit
        """
        return self.env._(
            "Exchange difference of %(document)s: %(amount)s from %(before)s to %(after)s",
            document=document,
            amount=words.format_amount(foreign, currency),
            before=words.format_number(rates[0], 4),
            after=words.format_number(rates[1], 4),
        )

    @api.model
    def _get_clause_gap(self, receipt, found):
        """Return what was received beyond the documents and these differences, or short of it.

        In the company's currency; 0 when it is more than a unit of a clause's currency makes, or
        when nothing was received in that currency yet.

        :param found: {item: Assessment}
        """
        own = receipt.company_id.currency_id
        if not found or receipt.currency_id != own:
            return 0.0
        received = receipt._get_received()
        if not received:
            return 0.0
        # without the rates of their own, which follow from these differences
        owed = sum(line._get_covered(found) for line in receipt.line_ids)
        gap = own.round(received - owed - sum(each.amount for each in found.values()))
        most = max(
            item.move_id.cobranzas_clause_currency_id.rounding * found[item].rows[0].rate
            for item in found
        )
        return gap if own.compare_amounts(abs(gap), most) <= 0 else 0.0

    @api.model
    def _is_paid_in_part(self, receipt, item):
        """Tell whether the receipt leaves part of a document open."""
        [line] = receipt.line_ids.filtered(lambda line: line.move_line_id._origin == item)
        return item.currency_id.compare_amounts(line.amount, line.amount_residual) < 0
