"""Which debt a collection pays, and how much of it: exact to the smallest unit.

Pure functions over plain integers. Every amount is an ``int`` in the smallest unit of its
currency (cents of a peso, whole yens, fils of a dinar), so nothing here rounds money by
accident: callers convert on the way in and on the way out. A fractional number is refused
with ``TypeError`` because it means that a caller forgot to convert.

The errors raised here speak to programmers. Models check what users type beforehand and
explain it in their language.

>>> from datetime import date
>>> march = Item(1, 100_00, date(2026, 3, 31), date(2026, 3, 1), "FA 1")
>>> april = Item(2, 100_00, date(2026, 4, 30), date(2026, 4, 1), "FA 2")
>>> ordered = order_items([april, march], Criterion.DUE_OLDEST, date(2026, 5, 15))
>>> allocate_amount(ordered, 150_00)    # 150.00 pays March wholly and half of April
({1: 10000, 2: 5000}, 0)
"""

import re
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Literal

__all__ = [
    "Criterion",
    "Item",
    "Piece",
    "Source",
    "Target",
    "allocate_amount",
    "order_items",
    "rounding_verdict",
    "split",
    "waterfall",
]


class Criterion(str, Enum):
    """In which order an amount collected looks for debts to pay (REC-03, seed 002).

    The values are stored in a setting: renaming one needs a migration.

    >>> Criterion("due_oldest") is Criterion.DUE_OLDEST
    True
    """

    DUE_OLDEST = "due_oldest"
    DUE_NEWEST = "due_newest"
    DUE_NEWEST_OVERDUE = "due_newest_overdue"
    ISSUE_OLDEST = "issue_oldest"
    ISSUE_NEWEST = "issue_newest"
    DUE_NEAREST_VALUES = "due_nearest_values"
    NUMBER = "number"
    LARGEST = "largest"
    SMALLEST = "smallest"


@dataclass(frozen=True, slots=True)
class Item:
    """An open debt: ``residual`` in units of the currency of the amount to spread (REC-03).

    ``key`` is its identity (the move line's id), ``date`` the date of issue.

    >>> from datetime import date
    >>> Item(7, 1_210_00, date(2026, 4, 30), date(2026, 4, 1), "FA 12").residual  # 1,210.00
    121000
    """

    key: int
    residual: int
    date_due: date
    date: date
    number: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A value received, or a credit ticked in the receipt, as a positive amount (REC-02).

    A credit pays only documents of its own account, currency and customer: that triple is
    its ``pool``. Money just received has none and pays anything.

    >>> Source(key=3, amount=500_00, pool=("receivable", "ARS", "Deco Addict")).amount
    50000
    """

    key: int
    amount: int
    pool: Hashable | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A document to pay, with the amount to pay of it; ``pool`` as in :class:`Source`.

    >>> Target(key=9, amount=800_00, pool=("receivable", "ARS", "Deco Addict")).amount
    80000
    """

    key: int
    amount: int
    pool: Hashable | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """``amount`` units of the source with that key pay the target with that key (REC-04).

    >>> Piece(source=3, target=9, amount=500_00)
    Piece(source=3, target=9, amount=50000)
    """

    source: int
    target: int
    amount: int


def _natural(number: str) -> tuple[Any, ...]:
    """Return a sort key where digits compare as numbers and case does not matter.

    >>> sorted(["FA 10", "fa 9", "FA 0002"], key=_natural)
    ['FA 0002', 'fa 9', 'FA 10']
    """
    # The split alternates text and digits and always starts with (maybe empty) text, so two
    # keys never compare a text with a number.
    parts = re.split("([0-9]+)", number.casefold())
    return tuple(int(part) if i % 2 else part for i, part in enumerate(parts))


def _due_distance(item: Item, value_dates: Sequence[date]) -> int:
    """Return the days between the due date and the nearest value; 0 when there is none.

    With no dates all items tie, and ties go by due date: that is the fall back to the oldest.
    """
    return min((abs((item.date_due - day).days) for day in value_dates), default=0)


# What a criterion looks at first; the smallest goes first.
_RANKS: dict[Criterion, Callable[[Item, Sequence[date]], Any]] = {
    Criterion.DUE_OLDEST: lambda item, _: item.date_due.toordinal(),
    Criterion.DUE_NEWEST: lambda item, _: -item.date_due.toordinal(),
    Criterion.DUE_NEWEST_OVERDUE: lambda item, _: -item.date_due.toordinal(),
    Criterion.ISSUE_OLDEST: lambda item, _: item.date.toordinal(),
    Criterion.ISSUE_NEWEST: lambda item, _: -item.date.toordinal(),
    Criterion.DUE_NEAREST_VALUES: _due_distance,
    Criterion.NUMBER: lambda item, _: _natural(item.number),
    Criterion.LARGEST: lambda item, _: -item.residual,
    Criterion.SMALLEST: lambda item, _: item.residual,
}


def _check_units(what: str, amount: int, least: int | None = None) -> None:
    """Refuse an amount that is not whole units (TypeError) or is under ``least`` (ValueError)."""
    if not isinstance(amount, int):
        raise TypeError(f"{what}: {amount!r} is not a whole number of currency units")
    if least is not None and amount < least:
        raise ValueError(f"{what}: {amount} is below {least}")


def _check_keys(what: str, keys: Sequence[int]) -> None:
    """Refuse repeated keys (ValueError): results are by key, one would hide the other's money."""
    if len(set(keys)) != len(keys):
        raise ValueError(f"{what}: repeated keys in {sorted(keys)}")


def order_items(
    items: Iterable[Item],
    criterion: Criterion | str,
    today: date,
    value_dates: Iterable[date] = (),
) -> list[Item]:
    """Return the debts in the order in which a collection pays them (REC-03, seed 002).

    The order does not depend on the one they come in. Ties go by due date, issue date, number
    and key, always from the lowest. ``DUE_NEWEST_OVERDUE`` leaves out what is not overdue at
    ``today``; what falls due today is not overdue yet. ``DUE_NEAREST_VALUES`` compares due
    dates with ``value_dates`` (pay dates of the cheques received) in days, before or after
    alike; with no dates it is ``DUE_OLDEST``. The other criteria use neither argument.

    :param criterion: a criterion or the value stored in the setting.
    :raises ValueError: on an unknown criterion or repeated keys.

    >>> from datetime import date
    >>> january = Item(1, 300_00, date(2026, 1, 31), date(2026, 1, 2), "FA 9")
    >>> february = Item(2, 100_00, date(2026, 2, 28), date(2026, 2, 2), "FA 10")
    >>> march = Item(3, 200_00, date(2026, 3, 31), date(2026, 3, 2), "FA 11")
    >>> def numbers(criterion, *value_dates):
    ...     debts = [march, january, february]
    ...     ordered = order_items(debts, criterion, date(2026, 3, 15), value_dates)
    ...     return [item.number for item in ordered]
    >>> numbers(Criterion.DUE_OLDEST)
    ['FA 9', 'FA 10', 'FA 11']
    >>> numbers(Criterion.DUE_NEWEST_OVERDUE)    # on 15 March, FA 11 is not overdue
    ['FA 10', 'FA 9']
    >>> numbers("largest")
    ['FA 9', 'FA 11', 'FA 10']
    >>> numbers("due_nearest_values", date(2026, 3, 5))    # a cheque to be paid on 5 March
    ['FA 10', 'FA 11', 'FA 9']
    """
    criterion = Criterion(criterion)
    chosen, days = list(items), tuple(value_dates)
    _check_keys("items", [item.key for item in chosen])
    if criterion is Criterion.DUE_NEWEST_OVERDUE:
        chosen = [item for item in chosen if item.date_due < today]
    rank = _RANKS[criterion]

    def position(item: Item) -> tuple[Any, ...]:
        return rank(item, days), item.date_due, item.date, _natural(item.number), item.key

    return sorted(chosen, key=position)


def allocate_amount(items: Iterable[Item], amount: int) -> tuple[dict[int, int], int]:
    """Spread an amount over debts in the given order (REC-03).

    No debt gets more than its residual, and nothing is lost: what is allocated plus what is
    left is the amount. What is left is money on account or change (REC-08).

    :param amount: units of the currency in which the residuals are given.
    :returns: units by item key (only debts that get something), and the units left.
    :raises ValueError: on a residual that is not positive, repeated keys or a negative amount.
    :raises TypeError: on amounts that are not whole units.

    >>> from datetime import date
    >>> rent = Item(1, 80_000_00, date(2026, 3, 10), date(2026, 3, 1), "FA 21")
    >>> water = Item(2, 12_500_50, date(2026, 3, 20), date(2026, 3, 5), "FA 22")
    >>> allocate_amount([rent, water], 90_000_00)    # 2,500.50 of the water stay unpaid
    ({1: 8000000, 2: 1000000}, 0)
    >>> allocate_amount([rent, water], 100_000_00)    # 7,499.50 stay on account
    ({1: 8000000, 2: 1250050}, 749950)
    """
    debts, left = list(items), amount
    _check_units("amount", amount, 0)
    _check_keys("items", [item.key for item in debts])
    # Checked before spending, so that a bad debt is refused whether or not the money reaches it.
    for item in debts:
        _check_units(f"item {item.key}", item.residual, 1)
    allocated: dict[int, int] = {}
    for item in debts:
        if not left:
            break
        allocated[item.key] = min(left, item.residual)
        left -= allocated[item.key]
    return allocated, left


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Return shares of a total proportional to the weights, that sum exactly to it (REC-10).

    Largest remainder: each share is the exact one cut to whole units, and the units missing go
    one by one to the shares cut most, the first of them on ties. So each share is less than
    one unit away from the exact one, a zero weight gets nothing, and while the total stays
    within the sum of the weights no share exceeds its weight: giving back part of some
    residuals never passes one of them. A negative total gives the mirror of the positive one.

    When all weights are zero there is nothing to be proportional to: the last one takes all.

    :param total: units of a currency.
    :param weights: units of any one currency, or plain proportions.
    :raises ValueError: on a negative weight, or on a total to split among nobody.
    :raises TypeError: on a total or weights that are not whole numbers.

    >>> split(100_00, [1, 1, 1])    # 100.00 in three instalments
    [3334, 3333, 3333]
    >>> split(-50_00, [100_00, 200_00])    # 50.00 given back on debts of 100.00 and 200.00
    [-1667, -3333]
    """
    _check_units("total", total)
    for index, weight in enumerate(weights):
        _check_units(f"weight {index}", weight, 0)
    if not weights and total:
        raise ValueError(f"nobody to split {total} among")
    whole = sum(weights)
    if not whole:
        return [0] * (len(weights) - 1) + [total] if weights else []
    sign = -1 if total < 0 else 1
    cuts = [divmod(abs(total) * weight, whole) for weight in weights]
    missing = abs(total) - sum(share for share, _ in cuts)
    most_cut = sorted(range(len(cuts)), key=lambda index: (-cuts[index][1], index))
    topped = set(most_cut[:missing])
    return [sign * (share + (index in topped)) for index, (share, _) in enumerate(cuts)]


def _check_rows(what: str, rows: Sequence[Source] | Sequence[Target]) -> None:
    """Refuse repeated keys, and amounts that are not positive whole units."""
    _check_keys(f"{what}s", [row.key for row in rows])
    for row in rows:
        _check_units(f"{what} {row.key}", row.amount, 1)


def _spend(source: Source, queue: deque[Target], owed: dict[int, int]) -> tuple[list[Piece], int]:
    """Pay the targets of the queue in order; return the pieces and what the source has left.

    Lowers ``owed`` (units by target key) and drops paid targets from the queue, so all the
    sources that share a queue walk it once between them.
    """
    pieces, left = [], source.amount
    while left and queue:
        key = queue[0].key
        paid = min(left, owed[key])
        if paid:  # zero when a source of another queue paid it already
            pieces.append(Piece(source.key, key, paid))
        left -= paid
        owed[key] -= paid
        if not owed[key]:
            queue.popleft()
    return pieces, left


def waterfall(
    sources: Iterable[Source], targets: Iterable[Target]
) -> tuple[list[Piece], dict[int, int], dict[int, int]]:
    """Decide which value or credit pays which document (REC-02, REC-04, REC-08, REC-10).

    Sources are spent in order over the targets in order, exact to the unit. A source with a
    pool pays only targets of that pool, one without pays any target. Those with a pool spend
    first, since money that can go anywhere can make room for them but not the other way
    round: so the total paid is the highest possible.

    All amounts are in units of one currency; sources and targets have their keys apart.

    :returns: the pieces by source order, then target order; the units left of each source and
        of each target by key, only those with something left.
    :raises ValueError: on an amount that is not positive or repeated keys on one side.
    :raises TypeError: on amounts that are not whole units.

    >>> invoices = [Target(1, 100_00, "Deco Addict"), Target(2, 250_00, "Deco Addict")]
    >>> cheque, credit_note = Source(10, 300_00), Source(11, 80_00, "Deco Addict")
    >>> pieces, left, unpaid = waterfall([cheque, credit_note], invoices)
    >>> for piece in pieces:
    ...     print(piece)
    Piece(source=10, target=1, amount=2000)
    Piece(source=10, target=2, amount=25000)
    Piece(source=11, target=1, amount=8000)
    >>> left, unpaid    # 30.00 of the cheque stay on account
    ({10: 3000}, {})
    """
    given, asked = list(sources), list(targets)
    _check_rows("source", given)
    _check_rows("target", asked)
    owed = {target.key: target.amount for target in asked}
    queues: dict[Hashable, deque[Target]] = {}
    for target in asked:
        if target.pool is not None:
            queues.setdefault(target.pool, deque()).append(target)
    queues[None] = deque(asked)
    # Sorting is stable: the given order holds among sources with a pool and among free ones.
    spent = {
        source.key: _spend(source, queues.get(source.pool, deque()), owed)
        for source in sorted(given, key=lambda source: source.pool is None)
    }
    pieces = [piece for source in given for piece in spent[source.key][0]]
    left = {source.key: spent[source.key][1] for source in given if spent[source.key][1]}
    return pieces, left, {key: amount for key, amount in owed.items() if amount}


def rounding_verdict(difference: int, tolerance: int) -> Literal["exact", "round", "short", "over"]:
    """Say what to do with the difference between values and documents (REC-08, REC-09).

    ``exact``: nothing. ``round``: book it to the rounding accounts. ``short``: the values do
    not reach, posting stops. ``over``: the excess goes on account or back as change. A
    difference equal to the tolerance still rounds.

    :param difference: values minus documents, in units of the receipt's currency.
    :param tolerance: the company's, in the same units; 0 rounds nothing.
    :raises ValueError: on a negative tolerance.
    :raises TypeError: on amounts that are not whole units.

    >>> rounding_verdict(999_60 - 1_000_00, tolerance=50)    # 0.40 short, 0.50 tolerated
    'round'
    >>> rounding_verdict(990_00 - 1_000_00, tolerance=50)
    'short'
    >>> rounding_verdict(1_200_00 - 1_000_00, tolerance=50)    # 200.00 on account
    'over'
    """
    _check_units("difference", difference)
    _check_units("tolerance", tolerance, 0)
    if not difference:
        return "exact"
    if abs(difference) <= tolerance:
        return "round"
    return "short" if difference < 0 else "over"
