"""What is suggested for paying before the due date (CHG-04)."""

from datetime import date
from fractions import Fraction

from .day_counts import count_days, period_fraction
from .interest_data import Rate
from .minor_units import check_minor_units, round_half_up

__all__ = ["early_discount", "share_of_discount"]


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


def share_of_discount(balance: int, discount: int, paid: int) -> int:
    """Return what of a discount on all of a balance goes with a payment of ``paid``.

    With what is left after the discount, or more, all of it; with less its part, so that paying
    450 of 1,000 at 10 % settles 500.

    >>> [share_of_discount(1_000_00, 100_00, paid) for paid in (450_00, 900_00, 1_000_00, 0)]
    [5000, 10000, 10000, 0]
    """
    for name, units in (("balance", balance), ("discount", discount), ("paid", paid)):
        check_minor_units(name, units, 0)
    if not paid:
        return 0
    net = balance - discount
    return discount if paid >= net else round_half_up(Fraction(paid * discount, net))
