from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class ChargeProposal:
    """What a receipt proposes to charge on one of its documents, in the note's currency.

    :param explain: words what the note says of it; only who shows it calls it
    :param period: what the rate is per: ``day``, ``month`` or ``year``; none for other rates
    """

    currency: Any
    amount: float
    base: float = 0.0
    days: int = 0
    rate: float = 0.0
    explain: Callable[[], str] = field(default=str, compare=False)
    period: str | bool = False

    def prepare_vals(self):
        """Return what is suggested by the row of the receipt."""
        return {
            "currency_id": self.currency.id,
            "amount_suggested": self.amount,
            "base": self.base,
            "days": self.days,
            "rate": self.rate,
            "rate_period": self.period,
            "detail": self.explain() or False,
        }


class ReceiptProposals:
    """What a receipt proposes to charge on its documents, each part worked out once.

    Differences of rates are on what discounts leave to pay; the others depend on no other charge.
    """

    def __init__(self, receipt):
        self.receipt = receipt
        self.first = receipt._propose_charges()
        self.differences = {}

    def get_all(self, discounts):
        """Return {(kind, item): ChargeProposal} of every kind.

        :param discounts: {item: what they take off what is settled}, in the item's currency
        """
        key = frozenset(each for each in discounts.items() if each[1])
        if key not in self.differences:
            self.differences[key] = self.receipt._propose_differences(discounts)
        return self.first | self.differences[key]
