from ..receipt.proposal import ReceiptProposal


class ChargesProposal(ReceiptProposal):
    """Automatic allocation by what documents cost on the receipt's date (CHG-02).

    All that is left of a document costs its surcharge too, or its discount less; a part of it
    costs itself.
    """

    def __init__(self, receipt, credits=None):
        super().__init__(receipt, credits)
        self.charges = {}

    def _get_debts(self):
        debts = super()._get_debts()
        if self.receipt._get_charge_mode("date_adjustment") in ("always", "ask"):
            settled = {debt: debt._cobranzas_get_residual(self.held) for debt in debts}
            kind = self.env["cobranzas.operation.kind.date_adjustment"]
            self.charges = kind._get_adjustments(
                debts.filtered("cobranzas_alternative_ids"), self.receipt.date, settled
            )
        return debts

    def _get_worth(self, item, units):
        worth = super()._get_worth(item, units)
        charge = self.charges.get(item)
        if not charge or units != self._get_units(item):
            return worth
        extra = item.currency_id._cobranzas_to_minor_units(charge)
        return max(worth + super()._get_worth(item, extra), 0)

    def _get_spent(self, item, units, worth, left):
        spent = super()._get_spent(item, units, worth, left)
        discount = min(self.charges.get(item, 0.0), 0.0)
        if discount and not left:
            # the discount pays its part: the receipt settles what is then left
            spent += item.currency_id._cobranzas_to_minor_units(discount)
        return max(spent, 0)
