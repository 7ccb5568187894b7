"""What late interest is computed from, and what comes out, as plain data (CHG-03, CHG-04).

Amounts are whole minor units, rates per cent. Interest is exact until it is rounded, once an
instalment; its segments are then made to sum to the rounded whole.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

__all__ = ["Charge", "Instalment", "Interest", "Note", "Payment", "Policy", "Rate", "Segment"]


@dataclass(frozen=True, slots=True)
class Rate:
    """Per cent of a ``day``, ``month`` or ``year``, in force from a day on."""

    percent: Decimal
    period: str = "month"
    since: date = date.min

    def __post_init__(self) -> None:
        if isinstance(self.percent, float):
            raise TypeError(f"rate {self.percent!r} is not exact")
        if self.percent < 0:
            raise ValueError(f"rate {self.percent} is below zero")


@dataclass(frozen=True, slots=True)
class Policy:
    """How interest is charged.

    :param rates: those in force, in any order; before the first there is no interest
    :param base: ``balance``, what was owed each day, or ``collected``, what was paid late
    :param days_by: a payment counts on its ``receipt`` date, or each part on that of its ``values``
    :param grace_days: paid within these days of the due date, nothing is charged
    :param grace_counts: paid later, the days of grace are charged too
    :param compound: earlier interest notes are owed too
    :param offset_early: days that others were paid early are deducted, see ``interest_notes``
    :param minimum: less is not charged: of the amount ``overdue`` or of the ``interest``
    """

    rates: tuple[Rate, ...]
    base: str = "balance"
    day_count: str = "act_30"
    days_by: str = "receipt"
    grace_days: int = 0
    grace_counts: bool = True
    compound: bool = False
    offset_early: bool = False
    minimum: int = 0
    minimum_on: str = "overdue"


@dataclass(frozen=True, slots=True)
class Payment:
    """What a receipt or a credit took off an instalment.

    :param key: what is charged once: the partial
    :param values: dates and amounts of what it was paid with; what they leave counts on ``date``
    :param receipt: what brought it, with others
    """

    key: Hashable
    date: date
    amount: int
    values: tuple[tuple[date, int], ...] = ()
    receipt: Hashable = None


@dataclass(frozen=True, slots=True)
class Note:
    """An earlier interest note on the instalment, owed from its date until its own payments."""

    date: date
    amount: int
    payments: tuple[Payment, ...] = ()


@dataclass(frozen=True, slots=True)
class Charge:
    """Days charged before, ``date_from`` not included: of all that is owed, or of one payment."""

    date_from: date
    date_to: date
    payment: Hashable = None


@dataclass(frozen=True, slots=True)
class Instalment:
    """One debt with one due date.

    :param alternative: the last alternative date and the amount due on it: interest runs from there
    :param net: the share of the amount that interest is charged on: 1, or what is without tax
    """

    key: Hashable
    amount: int
    due: date
    payments: tuple[Payment, ...] = ()
    charges: tuple[Charge, ...] = ()
    alternative: tuple[date, int] | None = None
    net: Fraction = Fraction(1)
    notes: tuple[Note, ...] = ()

    @property
    def start(self) -> date:
        """The last day that the instalment is not late.

        >>> last = date(2026, 9, 30), 108_00
        >>> Instalment("FA-1", 100_00, date(2026, 9, 15), alternative=last).start
        datetime.date(2026, 9, 30)
        """
        return max(self.due, self.alternative[0]) if self.alternative else self.due

    @property
    def factor(self) -> Fraction:
        """What interest is charged on, of each unit of the amount.

        >>> last = date(2026, 9, 30), 108_00
        >>> Instalment("FA-1", 100_00, date(2026, 9, 15), alternative=last).factor
        Fraction(27, 25)
        """
        if self.alternative and self.alternative[0] > self.due and self.amount:
            return self.net * self.alternative[1] / self.amount
        return self.net


@dataclass(frozen=True, slots=True)
class Segment:
    """Interest of some days: ``date_from`` not counted, ``date_to`` counted.

    :param base: what it is on, to the whole unit
    :param days: below zero for days that it was paid early
    :param rate: per cent of the ``period``
    :param exact: interest before rounding
    :param amount: its part of the rounded interest of the instalment
    :param payment: the payment that it is of; None: all that was owed
    """

    date_from: date
    date_to: date
    base: int
    days: int
    rate: Decimal
    period: str
    exact: Fraction
    amount: int = 0
    payment: Hashable = None


@dataclass(frozen=True, slots=True)
class Interest:
    """Interest of one instalment.

    :param segments: late days
    :param early: days that payments came early, below zero, when the policy deducts them
    :param overdue: how much of the instalment is charged
    :param receipts: what brought the payments that were late
    """

    instalment: Instalment
    segments: tuple[Segment, ...] = ()
    early: tuple[Segment, ...] = ()
    overdue: int = 0
    receipts: frozenset = frozenset()

    @property
    def amount(self) -> int:
        """The rounded interest: the sum of its segments."""
        return sum(segment.amount for segment in self.segments)
