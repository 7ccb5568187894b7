from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ChargeProposal:
    """What a receipt proposes to charge on one of its documents, in the note's currency.

    :param period: what the rate is per: ``day``, ``month`` or ``year``; none for other rates
    """

    currency: Any
    amount: float
    base: float = 0.0
    days: int = 0
    rate: float = 0.0
    label: str = ""
    period: str | bool = False
