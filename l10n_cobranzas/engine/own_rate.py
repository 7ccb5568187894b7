"""What each payment of a debt at its own rate takes off it in the ledger (CHG-01).

A debt at its own rate is booked for so much company currency, and what pays it must take just
that off: no exchange difference then arises. Where a receipt pays all of what it settles of
the debt, the payments together take all that is booked, to the unit; what a source is worth
beyond, or short of, its part are cents of re-expression.
"""

from collections.abc import Hashable

from .allocation import Debt, Share
from .minor_units import split
from .plan import Plan

__all__ = ["Share", "book_payments"]


def book_payments(plan: Plan, debt: Debt) -> dict[Hashable | None, int]:
    """Return {source: what it takes off the debt}, and what is written off as ``None``'s.

    In minor units of the currency that the debt is booked in. Together they are what is booked,
    unless the plan leaves part of the debt open.

    1,210.00 dollars at 1,000 with 1,209,999.60 pesos: the cash takes all off, and lacks 0.40.

    >>> debt = Debt("FA 1", 1_210_00, currency="USD", booked=1_210_000_00, booked_currency="ARS")
    >>> paid = (Share("cash", "FA 1", amount=1_209_999_60, debt_amount=1_210_00),)
    >>> book_payments(Plan("ARS", (), paid, {"cash": 1_209_999_60}, {}, {}), debt)
    {'cash': 121000000, None: 0}

    With 40.00 pesos less: four cents of a dollar are written off.

    >>> paid = (Share("cash", "FA 1", amount=1_209_960_00, debt_amount=1_209_96),)
    >>> book_payments(Plan("ARS", (), paid, {"cash": 1_209_960_00}, {}, {"FA 1": 4}), debt)
    {'cash': 120996000, None: 4000}
    """
    direct = {piece.source: piece.amount for piece in plan.direct if piece.debt == debt.key}
    left = debt.cut(debt.amount - sum(direct.values()))
    booked, rest = debt.get_worth()[0], left.get_worth()[0]
    at_once = split(booked - rest, list(direct.values()))
    found: dict[Hashable | None, int] = dict(zip(direct, at_once, strict=True))
    shares = [share for share in plan.shares if share.debt == debt.key]
    unpaid = left.amount - sum(share.debt_amount for share in shares)
    if not unpaid:
        parts = split(rest, [share.amount for share in shares])
    elif plan.currency == debt.booked_currency:
        parts = [share.amount for share in shares]
    else:
        parts = split(rest, [*(share.debt_amount for share in shares), unpaid])[:-1]
    found.update(zip((share.source for share in shares), parts, strict=True))
    found[None] = rest - sum(parts) if plan.written_off.get(debt.key) else 0
    return found
