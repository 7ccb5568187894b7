"""What goes into one interest note: early payments deducted, a minimum reached (CHG-03).

Amounts are whole minor units of one currency.
"""

from collections.abc import Sequence
from dataclasses import replace

from .interest_data import Interest, Policy
from .minor_units import split

__all__ = ["settle"]


def settle(interests: Sequence[Interest], policy: Policy) -> list[Interest]:
    """Return what one note charges of each instalment, in the order given.

    Days that an instalment was paid early are deducted, as segments below zero, while a receipt
    that brought it paid another one late, and while the note stays at zero or above. A note below
    the minimum of the policy charges nothing.

    >>> from datetime import date
    >>> from decimal import Decimal
    >>> from .interest import Instalment, Rate, get_interest
    >>> policy = Policy((Rate(Decimal(3)),), minimum=100_00, minimum_on="interest")
    >>> debt = Instalment("FA-1", 5_000_00, date(2026, 9, 1))
    >>> [settle([get_interest(debt, policy, date(2026, 9, day))], policy)[0].amount
    ...  for day in (16, 21)]
    [0, 10000]
    """
    settled = _deduct_early(interests)
    if policy.minimum_on == "interest":
        reached = sum(interest.amount for interest in settled)
    else:
        reached = sum(interest.overdue for interest in settled)
    if reached < policy.minimum:
        return [replace(interest, segments=()) for interest in settled]
    return settled


def _deduct_early(interests: Sequence[Interest]) -> list[Interest]:
    """Return the interests with what is deducted of them among their segments."""
    late = sum(interest.amount for interest in interests)
    receipts = frozenset().union(*(each.receipts for each in interests)) - {None}
    found = [_of_receipts(interest, receipts) for interest in interests]
    whole = [-sum(segment.amount for segment in early) for early in found]
    shares = split(min(late, sum(whole)), whole)
    return [
        replace(interest, segments=(*interest.segments, *_reduce(early, share)), early=())
        for interest, early, share in zip(interests, found, shares, strict=True)
    ]


def _of_receipts(interest: Interest, receipts: frozenset) -> tuple:
    """Return the early days of payments that one of the receipts brought."""
    payments = {each.key for each in interest.instalment.payments if each.receipt in receipts}
    return tuple(segment for segment in interest.early if segment.payment in payments)


def _reduce(early: tuple, amount: int) -> tuple:
    """Return the early segments with amounts that sum to what may be deducted."""
    shares = split(amount, [-segment.amount for segment in early])
    return tuple(
        replace(segment, amount=-share)
        for segment, share in zip(early, shares, strict=True)
        if share
    )
