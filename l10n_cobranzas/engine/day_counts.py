"""How many days lie between two dates, and what part of a rate's period they are (CHG-03).

The first date is not counted, the last one is: a debt due on the 1st and paid on the 2nd is one day
late. Parts of a time are counted from one ``anchor``, so that they sum to the days of the whole.
"""

from calendar import isleap, monthrange
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

__all__ = [
    "DAY_COUNTS",
    "RATE_PERIODS",
    "convert_rate",
    "count_days",
    "days_within",
    "period_fraction",
]

RATE_PERIODS = ("day", "month", "year")

#: by way of counting: days of a month and of a year; None: those of the calendar
DAY_COUNTS: dict[str, tuple[Fraction | None, Fraction | None]] = {
    "30_360": (Fraction(30), Fraction(360)),
    "act_30": (Fraction(30), Fraction(365)),
    "365": (Fraction(365, 12), Fraction(365)),
    "360": (Fraction(30), Fraction(360)),
    "act": (None, None),
}


def count_days(first: date, last: date, day_count: str) -> int:
    """Return the days from ``first``, not counted, to ``last``.

    Those of the calendar, or of months of 30 days (``30_360``), where a day 31 is a 30 when the
    first date is a 30 or a 31.

    :raises KeyError: on a way of counting that there is none of

    >>> count_days(date(2026, 7, 1), date(2026, 9, 4), "30_360")
    63
    >>> count_days(date(2026, 7, 1), date(2026, 9, 4), "act_30")
    65
    """
    DAY_COUNTS[day_count]
    if day_count != "30_360":
        return (last - first).days
    start = min(first.day, 30)
    end = 30 if last.day == 31 and start == 30 else last.day
    months = (last.year - first.year) * 12 + last.month - first.month
    return months * 30 + end - start


def days_within(anchor: date, first: date, last: date, day_count: str) -> int:
    """Return the days from ``first`` to ``last`` of a time that began on ``anchor``.

    >>> july = date(2026, 7, 1), date(2026, 7, 31), date(2026, 8, 1)
    >>> days_within(july[0], july[0], july[1], "30_360")
    30
    >>> days_within(july[0], july[1], july[2], "30_360")    # a month has 30, not 31
    0
    """
    return count_days(anchor, last, day_count) - count_days(anchor, first, day_count)


def period_fraction(anchor: date, first: date, last: date, way: tuple[str, str]) -> Fraction:
    """Return how many of a rate's periods lie between two dates.

    :param way: how days are counted, and the period of the rate
    :raises KeyError: on a way of counting that there is none of
    :raises ValueError: on a period that there is none of

    >>> period_fraction(date(2026, 7, 1), date(2026, 7, 1), date(2026, 7, 16), ("act_30", "month"))
    Fraction(1, 2)
    >>> day = date(2028, 1, 31)
    >>> period_fraction(day, day, date(2028, 3, 16), ("act", "year"))    # a leap year
    Fraction(15, 122)
    """
    day_count, period = way
    if period not in RATE_PERIODS:
        raise ValueError(f"no rate is by {period!r}")
    if period == "day":
        return Fraction(days_within(anchor, first, last, day_count))
    length = DAY_COUNTS[day_count][0 if period == "month" else 1]
    if length:
        return days_within(anchor, first, last, day_count) / length
    return sum((Fraction(days, whole) for days, whole in _by_calendar(first, last, period)), _NONE)


def convert_rate(percent: Fraction, period: str, wanted: str, day_count: str) -> Fraction:
    """Return a rate for another period, in proportion: what a day costs stays.

    A month of the calendar is the twelfth of a year of 365 days.

    >>> convert_rate(Fraction(3), "month", "year", "act_30")
    Fraction(73, 2)
    >>> convert_rate(Fraction(36), "year", "month", "act")
    Fraction(3, 1)
    """
    month, year = DAY_COUNTS[day_count]
    days = {"day": Fraction(1), "month": month or Fraction(365, 12), "year": year or Fraction(365)}
    return percent * days[wanted] / days[period]


_NONE = Fraction(0)


def _by_calendar(first: date, last: date, period: str) -> Iterator[tuple[int, int]]:
    """Yield, of each year or month reached, its days after ``first`` and all its days."""
    while first < last:
        day = date.fromordinal(first.toordinal() + 1)
        month = day.month if period == "month" else 12
        end = min(last, date(day.year, month, monthrange(day.year, month)[1]))
        whole = 365 + isleap(day.year) if period == "year" else monthrange(day.year, month)[1]
        yield (end - first).days, whole
        first = end
