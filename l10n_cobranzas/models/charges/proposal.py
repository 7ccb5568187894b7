from ...engine import exchange
from ..receipt.proposal import ReceiptProposal


class ChargesProposal(ReceiptProposal):
    """Automatic allocation by what documents cost on the receipt's date (CHG-01 to CHG-04).

    All that is left of a document costs its surcharge too, or its discount less; a part of it
    costs itself. A document in the company's currency under a clause costs what the receipt's
    rate makes of it.
    """

    def __init__(self, receipt, credits=None):
        super().__init__(receipt, credits)
        self.charges = {}
        self.clauses = {}

    def _get_debts(self):
        debts = super()._get_debts()
        settled = {debt: debt._cobranzas_get_residual(self.held) for debt in debts}
        for name in ("date_adjustment", "early_payment"):
            if self.receipt._get_charge_mode(name) in ("always", "ask"):
                kind = self.env[f"cobranzas.operation.kind.{name}"]
                self.charges |= kind._get_adjustments(debts, self.receipt.date, settled)
        receipt, own = self.receipt, self.receipt.company_id.currency_id
        differs = receipt._get_charge_mode("exchange_note") in ("always", "ask")
        if differs and receipt.currency_id == own:
            self.clauses = {debt: self._get_clause(debt) for debt in debts if self._is_due(debt)}
        return debts

    def _is_due(self, debt):
        """Tell whether a debt in the company's currency is one in the currency of a clause."""
        own = debt.currency_id == self.receipt.company_id.currency_id
        return own and debt.move_id.cobranzas_clause_rate > 0

    def _get_clause(self, debt):
        """Return (Clause, exact rate of the receipt) of a debt."""
        clause = debt._cobranzas_prepare_clause(self.receipt, self.held)
        rate = self.receipt._get_rate(clause.currency)
        return clause, self.receipt._get_clause_rate(clause.currency, rate)

    def _get_worth(self, item, units):
        charge = 0
        if item in self.charges and units == self._get_units(item):
            charge = item.currency_id._cobranzas_to_minor_units(self.charges[item])
        if item in self.clauses:
            # a discount is no payment, and a surcharge is in the document's own currency
            return self._get_clause_worth(item, units + min(charge, 0)) + max(charge, 0)
        return max(super()._get_worth(item, units) + super()._get_worth(item, charge), 0)

    def _get_clause_worth(self, item, units):
        clause, rate = self.clauses[item]
        foreign = exchange.get_foreign(units, clause.rate)
        if units == clause.booked:
            foreign = clause.foreign
        found = exchange.settle(clause, foreign, rate)
        return found.covered + found.amount

    def _get_spent(self, item, units, worth, left):
        if item in self.clauses and left:
            clause, rate = self.clauses[item]
            return min(exchange.cover(clause, worth - left, rate).covered, units)
        spent = super()._get_spent(item, units, worth, left)
        discount = min(self.charges.get(item, 0.0), 0.0)
        if discount and not left:
            # the discount pays its part: the receipt settles what is then left
            spent += item.currency_id._cobranzas_to_minor_units(discount)
        return max(spent, 0)
