"""Debts in instalments: when each falls due, and how much it is (OPS-06, OPS-09).

Amounts are whole minor units. What a person typed for some of the instalments stays; the others
share the rest.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

__all__ = ["MOST", "PERIODS", "due_dates", "instalment_amounts", "share_in_order"]

#: instalments at most: thirty years of months, seven of weeks
MOST = 360

#: by period: days, months from one instalment to the next
PERIODS = {
    "week": (7, 0),
    "fortnight": (15, 0),
    "month": (0, 1),
    "two_months": (0, 2),
    "quarter": (0, 3),
    "four_months": (0, 4),
    "half_year": (0, 6),
    "year": (0, 12),
}


def due_dates(first: date, period: str, count: int) -> list[date]:
    """Return the due dates of ``count`` instalments.

    Months keep the day of the first one, or end earlier where a month has no such day.

    >>> [f"{day:%d-%m}" for day in due_dates(date(2027, 1, 31), "month", 4)]
    ['31-01', '28-02', '31-03', '30-04']
    >>> [f"{day:%d-%m}" for day in due_dates(date(2027, 1, 31), "fortnight", 3)]
    ['31-01', '15-02', '02-03']
    >>> due_dates(date(2028, 2, 29), "year", 5)[-1]
    datetime.date(2032, 2, 29)
    """
    days, months = PERIODS[period]
    return [
        _add_months(first, months * number) + timedelta(days=days * number)
        for number in range(count)
    ]


def _add_months(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def instalment_amounts(total: int, count: int, typed: Mapping[int, int] | None = None) -> list[int]:
    """Return the amount of each instalment; together they are exactly the total.

    All alike, the last one takes the units that are left over.

    :param total: units of a currency
    :param typed: amounts that a person chose, by the place of the instalment from 0; the others
        share the rest
    :raises ValueError: when an instalment would be left without an amount, or what was typed for
        all of them is not the total

    >>> instalment_amounts(10_000_00, 3)
    [333333, 333333, 333334]
    >>> instalment_amounts(12_320_00, 6)    # 10,000 and interest of 2,000 with VAT of 320
    [205333, 205333, 205333, 205333, 205333, 205335]
    >>> instalment_amounts(10_000_00, 3, {0: 5_000_00})
    [500000, 250000, 250000]
    """
    typed = {place: amount for place, amount in (typed or {}).items() if place < count}
    rest, free = total - sum(typed.values()), count - len(typed)
    if not free and rest:
        raise ValueError(f"typed amounts are {-rest} off the total")
    if min(typed.values(), default=1) <= 0 or free and rest < free:
        raise ValueError(f"an instalment of {total} has no amount")
    each = rest // free if free else 0
    amounts = [typed.get(place, each) for place in range(count)]
    if free:
        last = max(place for place in range(count) if place not in typed)
        amounts[last] += rest - each * free
    return amounts


def share_in_order(booked: int, amounts: Sequence[int]) -> list[int]:
    """Return what of ``booked`` goes to each amount: in proportion, the last one takes the rest.

    :param booked: what the company has booked for all of them, with their sign

    >>> share_in_order(1_000_01, [50_00, 50_00])    # 100.00 dollars booked at 10.0001
    [50000, 50001]
    """
    whole, sign = abs(sum(amounts)), -1 if booked < 0 else 1
    taken, reached, shares = 0, 0, []
    for amount in amounts:
        taken += abs(amount)
        before, reached = reached, abs(booked) * taken // whole
        shares.append(sign * (reached - before))
    return shares
