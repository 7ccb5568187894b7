"""In which order an amount collected pays the open items of a customer (REC-03, seed 002).

>>> from datetime import date
>>> march = OpenItem(1, 100_00, date(2026, 3, 31), date(2026, 3, 1), "FA 1")
>>> april = OpenItem(2, 100_00, date(2026, 4, 30), date(2026, 4, 1), "FA 2")
>>> [item.number for item in order_items([april, march], Criterion.DUE_OLDEST, date(2026, 5, 15))]
['FA 1', 'FA 2']
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from .minor_units import check_keys

__all__ = ["Criterion", "OpenItem", "order_items"]


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
class OpenItem:
    """An open debt; ``residual`` in minor units of the currency of the amount to spread (REC-03).

    ``key`` is its identity (the move line's id), ``date`` the date of issue.

    >>> from datetime import date
    >>> OpenItem(7, 1_210_00, date(2026, 4, 30), date(2026, 4, 1), "FA 12").residual  # 1,210.00
    121000
    """

    key: int
    residual: int
    date_due: date
    date: date
    number: str = ""


def _natural(number: str) -> tuple[Any, ...]:
    """Return a sort key where digits compare as numbers and case does not matter.

    >>> sorted(["FA 10", "fa 9", "FA 0002"], key=_natural)
    ['FA 0002', 'fa 9', 'FA 10']
    """
    # The split alternates text and digits and always starts with (maybe empty) text, so two
    # keys never compare a text with a number.
    parts = re.split("([0-9]+)", number.casefold())
    return tuple(int(part) if i % 2 else part for i, part in enumerate(parts))


def _due_distance(item: OpenItem, value_dates: Sequence[date]) -> int:
    """Return the days between the due date and the nearest value; 0 when there is none.

    With no dates all items tie, and ties go by due date: that is the fall back to the oldest.
    """
    return min((abs((item.date_due - day).days) for day in value_dates), default=0)


# What a criterion looks at first; the smallest goes first.
_RANKS: dict[Criterion, Callable[[OpenItem, Sequence[date]], Any]] = {
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


def order_items(
    items: Iterable[OpenItem],
    criterion: Criterion | str,
    today: date,
    value_dates: Iterable[date] = (),
) -> list[OpenItem]:
    """Return the debts in the order in which a collection pays them (REC-03, seed 002).

    The order does not depend on the one they come in. Ties go by due date, issue date, number
    and key, always from the lowest. ``DUE_NEWEST_OVERDUE`` leaves out what is not overdue at
    ``today``; what falls due today is not overdue yet. ``DUE_NEAREST_VALUES`` compares due
    dates with ``value_dates`` (pay dates of the cheques received) in days, before or after
    alike; with no dates it is ``DUE_OLDEST``. The other criteria use neither argument.

    :param criterion: a criterion or the value stored in the setting.
    :raises ValueError: on an unknown criterion or repeated keys.

    >>> from datetime import date
    >>> january = OpenItem(1, 300_00, date(2026, 1, 31), date(2026, 1, 2), "FA 9")
    >>> february = OpenItem(2, 100_00, date(2026, 2, 28), date(2026, 2, 2), "FA 10")
    >>> march = OpenItem(3, 200_00, date(2026, 3, 31), date(2026, 3, 2), "FA 11")
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
    check_keys("items", [item.key for item in chosen])
    if criterion is Criterion.DUE_NEWEST_OVERDUE:
        chosen = [item for item in chosen if item.date_due < today]
    rank = _RANKS[criterion]

    def position(item: OpenItem) -> tuple[Any, ...]:
        return rank(item, days), item.date_due, item.date, _natural(item.number), item.key

    return sorted(chosen, key=position)
