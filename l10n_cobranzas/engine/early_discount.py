"""What is suggested for paying before the due date (CHG-04)."""

from datetime import date
from fractions import Fraction

from .day_counts import count_days, period_fraction
from .interest_data import Rate
from .minor_units import check_minor_units, round_half_up

__all__ = ["early_discount"]


def early_discount(balance: int, due: date, paid: date, rate: Rate) -> int:
    """Return what is suggested for paying before the due date (CHG-04).

    Never more than the balance. By days of the calendar; months have 30, years 365.

    >>> from decimal import Decimal
    >>> one_a_day = Rate(Decimal(1), "day")
    >>> early_discount(1_000_00, date(2026, 9, 6), date(2026, 9, 3), one_a_day)
    3000
    """
    check_minor_units("balance", balance, 0)
    if count_days(paid, due, "act_30") <= 0:
        return 0
    fraction = period_fraction(paid, paid, due, ("act_30", rate.period))
    return min(balance, round_half_up(balance * Fraction(rate.percent) / 100 * fraction))
