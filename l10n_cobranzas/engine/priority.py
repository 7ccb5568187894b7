"""In what order debtors are called: expected money at risk, and what happened (COL-07).

Amounts are whole minor units of one currency. An item's money at risk is what is left to collect
of it, times the chance that it is still unpaid in 14 days, times a weight by its age. Events add a
part of their own money. The read model of the worklist computes the same in SQL, from these tables.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

#: chance (per cent) that an item is unpaid in 14 days, weight (per cent), by days late: up to ...
BANDS = (
    (0, 25, 100),
    (7, 35, 100),
    (15, 45, 100),
    (30, 55, 110),
    (60, 70, 120),
    (90, 80, 135),
    (180, 90, 150),
)
#: of items that are later than all of these
LATEST = (95, 150)
#: per cent of an event's money that it adds
BONUS = {
    "broken_promise": 50,
    "returned_check": 50,
    "held_order": 25,
    "never_contacted": 10,
}
#: events of which no more counts than is left to collect
CAPPED = ("broken_promise", "returned_check", "never_contacted")
PER_CENT_SQUARED = 100 * 100


@dataclass(frozen=True)
class Item:
    """An overdue item.

    :param units: what is left of it, less what is disputed
    :param days: days late
    """

    units: int
    days: int


@dataclass(frozen=True)
class Event:
    """Something that makes a debtor more urgent: a key of ``BONUS`` and its money."""

    kind: str
    units: int


@dataclass(frozen=True)
class Debtor:
    """What is known of a debtor.

    :param covered: promised in time or received, and not settled yet
    :param contacted: somebody contacted it today
    """

    key: int
    items: tuple[Item, ...] = ()
    covered: int = 0
    events: tuple[Event, ...] = ()
    contacted: bool = False


@dataclass(frozen=True)
class Reason:
    """Why a debtor has its place: an event, or ``late``; its money and what that adds."""

    kind: str
    units: int
    points: Fraction


@dataclass(frozen=True)
class Place:
    """A debtor in the list, with the reasons of its place, the weightiest first."""

    key: int
    to_collect: int
    risk: Fraction
    priority: Fraction
    reasons: tuple[Reason, ...] = field(default=(), repr=False)


def unpaid_probability(days: int) -> int:
    """Return the chance in per cent that an item so many days late is unpaid in 14 days.

    The one place where a prediction may come.

    >>> [unpaid_probability(days) for days in (1, 10, 45, 400)]
    [35, 45, 70, 95]
    """
    return _find_band(days)[0]


def age_weight(days: int) -> int:
    """Return the weight in per cent of an item so many days late.

    >>> [age_weight(days) for days in (1, 30, 200)]
    [100, 110, 150]
    """
    return _find_band(days)[1]


def _find_band(days: int) -> tuple[int, int]:
    for until, chance, weight in BANDS:
        if days <= until:
            return chance, weight
    return LATEST


def get_to_collect(debtor: Debtor) -> int:
    """Return what is left to collect, never below zero.

    >>> get_to_collect(Debtor(1, (Item(100, 3), Item(50, 9)), covered=30))
    120
    """
    return max(sum(item.units for item in debtor.items) - debtor.covered, 0)


def get_risk(debtor: Debtor) -> Fraction:
    """Return the expected money at risk; what is covered takes the same share off each item.

    >>> get_risk(Debtor(1, (Item(10000, 3),)))
    Fraction(3500, 1)
    >>> get_risk(Debtor(1, (Item(10000, 3),), covered=5000))
    Fraction(1750, 1)
    """
    owed = sum(item.units for item in debtor.items)
    if owed <= 0:
        return Fraction(0)
    weighted = sum(
        item.units * unpaid_probability(item.days) * age_weight(item.days) for item in debtor.items
    )
    return Fraction(weighted * get_to_collect(debtor), PER_CENT_SQUARED * owed)


def place(debtor: Debtor) -> Place:
    """Return the priority of a debtor and why; where nothing is to be collected, none.

    >>> found = place(Debtor(1, (Item(10000, 3),), events=(Event("broken_promise", 4000),)))
    >>> found.priority, [reason.kind for reason in found.reasons]
    (Fraction(5500, 1), ['late', 'broken_promise'])
    """
    left, risk = get_to_collect(debtor), get_risk(debtor)
    reasons = find_reasons(left, risk, debtor.events)
    priority = sum((reason.points for reason in reasons), Fraction(0))
    return Place(debtor.key, left, risk, priority, reasons)


def find_reasons(left: int, risk: Fraction | int, events: Iterable[Event]) -> tuple[Reason, ...]:
    """Return why there is something to do, the weightiest first; none with nothing to collect.

    :param left: what is left to collect
    :param risk: the expected money at risk

    >>> [reason.kind for reason in find_reasons(100, 35, [Event("held_order", 1000)])]
    ['held_order', 'late']
    """
    if left <= 0:
        return ()
    reasons = [Reason("late", left, Fraction(risk))]
    for event in events:
        units = min(event.units, left) if event.kind in CAPPED else event.units
        reasons.append(Reason(event.kind, units, Fraction(units * BONUS[event.kind], 100)))
    return tuple(sorted(reasons, key=lambda reason: -reason.points))


def rank(debtors: Iterable[Debtor]) -> list[Place]:
    """Return the debtors in the order of work: those contacted today last, then by priority.

    >>> late, later = Debtor(1, (Item(100, 3),)), Debtor(2, (Item(100, 300),))
    >>> [each.key for each in rank([late, later])]
    [2, 1]
    >>> [each.key for each in rank([late, Debtor(2, (Item(100, 300),), contacted=True)])]
    [1, 2]
    """
    placed = [(debtor.contacted, place(debtor)) for debtor in debtors]
    placed.sort(key=lambda row: (row[0], -row[1].priority, row[1].key))
    return [found for _contacted, found in placed]
