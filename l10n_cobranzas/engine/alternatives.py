"""Alternative due dates: what an instalment costs when it is paid earlier or later (CHG-02).

Amounts are whole minor units, of debts above zero. A date is the last day on which its amount
holds. Nothing here is a debt: the ledger keeps the instalment's own amount, and a note makes the
difference real once the instalment is cancelled.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, TypeVar

__all__ = [
    "adjustment",
    "amount_due",
    "dated_amounts",
    "find_contradiction",
    "next_working_day",
    "reduced",
    "standing",
]

#: days off in a row at most, before a calendar is taken for one without working days
MOST_DAYS_OFF = 31

State = Literal["early", "on_time", "late"]
Place = TypeVar("Place", int, date)
Value = TypeVar("Value", int, float, Decimal)


@dataclass(frozen=True)
class Instalment:
    """A debt with its own due date, and the amounts at other dates.

    :param alternatives: (last day, amount) of each, in any order
    """

    amount: int
    due: date
    alternatives: tuple[tuple[date, int], ...] = ()


@dataclass(frozen=True)
class Payment:
    """What was paid of an instalment on a day."""

    day: date
    amount: int


@dataclass(frozen=True)
class Standing:
    """Which amount of an instalment holds on a day.

    :param number: which of the early, or of the late, dates by order, from 1; 0 for the due date
    :param amount: of the whole instalment
    :param until: the last day on which that amount holds, or held
    :param is_past_last: whether all its dates are gone by: from here on interest takes over
    """

    state: State
    number: int
    amount: int
    until: date
    is_past_last: bool = False


def dated_amounts(
    amount: int,
    due: date,
    terms: Iterable[tuple[int, Decimal]],
    move: Callable[[date], date] = lambda day: day,
) -> list[tuple[date, int]]:
    """Return (last day, amount) of each alternative, by date; amounts rounded half up.

    :param terms: (days from the due date, negative before it; percentage, negative a discount)
    :param move: takes a day to the one that counts, as the next working day

    >>> terms = [(10, Decimal("0.5")), (-10, Decimal(-1))]
    >>> dated = dated_amounts(100_000_00, date(2026, 4, 5), terms)
    >>> [(f"{day:%d-%m}", units) for day, units in dated]
    [('26-03', 9900000), ('15-04', 10050000)]
    """
    return sorted(
        (move(due + timedelta(days=days)), _round(amount * (100 + percent) / 100))
        for days, percent in terms
    )


def next_working_day(day: date, days_off: Collection[date]) -> date:
    """Return ``day``, or the first day after it that is none of the days off.

    >>> weekend = {date(2019, 5, 18), date(2019, 5, 19)}
    >>> next_working_day(date(2019, 5, 18), weekend), next_working_day(date(2019, 5, 17), weekend)
    (datetime.date(2019, 5, 20), datetime.date(2019, 5, 17))
    """
    for ahead in range(MOST_DAYS_OFF + 1):
        moved = day + timedelta(days=ahead)
        if moved not in days_off:
            return moved
    return day


def find_contradiction(
    rows: Iterable[tuple[Place, Value]],
) -> tuple[tuple[Place, Value], tuple[Place, Value]] | None:
    """Return the first two rows on one place, or of which the later one asks less; else None.

    :param rows: (days, percentage) or (date, amount), those of the due date among them

    >>> find_contradiction([(0, 0), (10, 5), (-10, -5)])
    >>> find_contradiction([(0, 0), (10, 5), (20, 3)])
    ((10, 5), (20, 3))
    >>> find_contradiction([(0, 0), (10, 5), (10, 8)])
    ((10, 5), (10, 8))
    """
    ordered = sorted(rows)
    for before, after in zip(ordered, ordered[1:], strict=False):
        if before[0] == after[0] or before[1] > after[1]:
            return before, after
    return None


def standing(instalment: Instalment, day: date) -> Standing:
    """Return which amount holds on ``day``: that of the first date that is not before it.

    Of two dates that fall on one day, as when both move to a Monday, the lower amount holds.
    After the last one its amount stays.

    >>> owed = Instalment(10_000_00, date(2026, 9, 15), ((date(2026, 9, 25), 10_500_00),))
    >>> [standing(owed, date(2026, 9, day)).amount for day in (15, 16, 25, 30)]
    [1000000, 1050000, 1050000, 1050000]
    >>> standing(owed, date(2026, 9, 30)).is_past_last
    True
    """
    own = (instalment.due, instalment.amount)
    rows = sorted([own, *instalment.alternatives])
    place = next((at for at, (until, _amount) in enumerate(rows) if until >= day), len(rows) - 1)
    until, amount = rows[place]
    due = rows.index(own)
    is_past_last = until < day
    state: State = "on_time"
    if place < due:
        state = "early"
    elif place > due or is_past_last:
        state = "late"
    number = place + 1 if place < due else place - due
    return Standing(state, number, amount, until, is_past_last)


def reduced(instalment: Instalment, returned: int) -> Instalment:
    """Return the instalment without goods that were returned: each amount in proportion.

    >>> owed = Instalment(10_000_00, date(2026, 9, 15), ((date(2026, 9, 25), 10_500_00),))
    >>> reduced(owed, 2_000_00).alternatives[0][1]
    840000
    """
    left = max(instalment.amount - returned, 0)
    if not returned or not instalment.amount:
        return instalment
    alternatives = tuple(
        (until, _round(Decimal(amount * left) / instalment.amount))
        for until, amount in instalment.alternatives
    )
    return replace(instalment, amount=left, alternatives=alternatives)


def amount_due(
    instalment: Instalment, payments: Iterable[Payment], day: date, adjusted: int = 0
) -> int:
    """Return what is to be paid on ``day`` to cancel the instalment, payments until then off.

    Once it is cancelled, what is left with the note for when that was: it costs no more later.

    :param adjusted: what notes have made real already; a debit note is a debt of its own

    >>> owed = Instalment(10_000_00, date(2026, 9, 15), ((date(2026, 9, 25), 10_500_00),))
    >>> amount_due(owed, [Payment(date(2026, 9, 12), 4_000_00)], date(2026, 9, 20))
    650000
    >>> amount_due(owed, [Payment(date(2026, 9, 15), 10_000_00)], date(2026, 9, 20))
    0
    """
    until = [payment for payment in payments if payment.day <= day]
    paid = sum(payment.amount for payment in until)
    if _cancelled(instalment, until):
        note = adjustment(instalment, until, adjusted)
        return instalment.amount + min(adjusted, 0) - paid + note
    return standing(instalment, day).amount - paid - max(adjusted, 0)


def adjustment(instalment: Instalment, payments: Sequence[Payment], adjusted: int = 0) -> int:
    """Return what is to be charged (above zero) or credited (below) for when it was paid.

    On the whole instalment, by the day on which it was cancelled; none before that. It is
    cancelled by the amount of an early date, or by its own, whichever is less: paid late
    without the surcharge, the surcharge is still to be charged. No credit exceeds what is left.

    :param payments: what was paid of it, notes for these adjustments left out
    :param adjusted: what such notes made up for already, signed alike

    >>> dates = ((date(2026, 9, 5), 9_500_00), (date(2026, 9, 25), 10_500_00))
    >>> owed = Instalment(10_000_00, date(2026, 9, 15), dates)
    >>> adjustment(owed, [Payment(owed.due, 4_000_00), Payment(date(2026, 9, 20), 6_000_00)])
    50000
    >>> adjustment(owed, [Payment(date(2026, 9, 5), 9_500_00)])
    -50000
    >>> adjustment(owed, [Payment(date(2026, 9, 5), 9_499_99)])
    0
    """
    found = _cancelled(instalment, payments)
    if found is None:
        return 0
    wanted = found.amount - instalment.amount
    if wanted >= 0:
        return max(wanted - max(adjusted, 0), 0)
    credited = min(adjusted, 0)
    left = instalment.amount - sum(payment.amount for payment in payments) + credited
    return -max(min(credited - wanted, left), 0)


def _cancelled(instalment: Instalment, payments: Sequence[Payment]) -> Standing | None:
    """Return what held on the day on which payments reached what was due; None before that."""
    paid = 0
    for day in sorted({payment.day for payment in payments}):
        paid += sum(payment.amount for payment in payments if payment.day == day)
        found = standing(instalment, day)
        if paid >= min(found.amount, instalment.amount):
            return found
    return None


def _round(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))
