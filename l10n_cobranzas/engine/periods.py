"""Consecutive periods of the calendar (REP-05)."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta


def iter_periods(first: date, unit: str, count: int) -> Iterator[tuple[date, date]]:
    """Yield the first and last day of each period; the first ends with the calendar's period.

    :param unit: ``day``, ``week`` (to Sunday) or ``month``

    >>> show = lambda *args: [f"{a:%d/%m}-{b:%d/%m}" for a, b in iter_periods(*args)]
    >>> show(date(2026, 12, 30), "day", 3)
    ['30/12-30/12', '31/12-31/12', '01/01-01/01']
    >>> show(date(2026, 12, 30), "week", 2)
    ['30/12-03/01', '04/01-10/01']
    >>> show(date(2028, 1, 31), "month", 3)
    ['31/01-31/01', '01/02-29/02', '01/03-31/03']
    """
    for _number in range(count):
        last = _last_day(first, unit)
        yield first, last
        first = last + timedelta(days=1)


def _last_day(day: date, unit: str) -> date:
    if unit == "week":
        return day + timedelta(days=6 - day.weekday())
    if unit == "month":
        return day.replace(day=monthrange(day.year, day.month)[1])
    return day
