"""What came of a promise to pay, from the payments of the ledger and a date (COL-06).

Amounts are whole minor units of the promise's currency. Nothing is remembered: the state after
payments, voids and returned cheques in any order is that of the payments in force.
"""

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from .alternatives import next_working_day
from .minor_units import check_minor_units

__all__ = ["cover", "evaluate", "find_limit"]

State = Literal["open", "kept", "partly", "broken"]


@dataclass(frozen=True, slots=True)
class Instalment:
    """An amount promised for a day; ``limit`` is the last day on which a payment is in time."""

    due: date
    limit: date
    amount: int

    def __post_init__(self) -> None:
        check_minor_units("instalment", self.amount, least=1)


@dataclass(frozen=True, slots=True)
class Document:
    """What is promised of a document; ``key`` None: of the account, whatever the document.

    :param before: what had been paid when the promise was made: of the document in all; of the
        account on the day of the promise itself
    """

    key: Hashable
    amount: int
    before: int = 0

    def __post_init__(self) -> None:
        check_minor_units("promised of a document", self.amount, least=1)
        check_minor_units("paid before", self.before)


@dataclass(frozen=True, slots=True)
class Payment:
    """What the ledger says was paid of a document.

    :param document: its key; of a promise of the account, None
    :param undone: from which day it no longer counts: its cheque came back
    """

    day: date
    amount: int
    document: Hashable = None
    undone: date | None = None

    def __post_init__(self) -> None:
        check_minor_units("payment", self.amount, least=0)


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised, and how exactly it is taken.

    :param made: the day of the promise; of the account, what was paid earlier does not count
    :param tolerance: what may be missing of what is due by a day
    """

    made: date
    instalments: tuple[Instalment, ...]
    documents: tuple[Document, ...]
    tolerance: int = 0

    def __post_init__(self) -> None:
        check_minor_units("tolerance", self.tolerance, least=0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an instalment.

    :param kept: paid in time
    :param left: not paid by now; nothing once it is kept
    """

    state: State
    kept: int
    left: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came of a promise: missed as soon as one of its instalments is.

    :param missed_on: the last day on which the first instalment that was missed was in time
    """

    state: State
    outcomes: tuple[Outcome, ...]
    missed_on: date | None = None

    @property
    def kept(self) -> int:
        """What was paid in time."""
        return sum(outcome.kept for outcome in self.outcomes)

    @property
    def left(self) -> int:
        """What is still to come, missed instalments included."""
        return sum(outcome.left for outcome in self.outcomes)


def evaluate(promise: Promise, payments: Iterable[Payment], day: date) -> Evaluation:
    """Return what came of ``promise`` by the end of ``day``.

    Payments fill the instalments in order of their days.

    >>> def made(until):
    ...     first = Instalment(date(2026, 3, 2), date(2026, 3, 4), 60_00)
    ...     last = Instalment(date(2026, 3, 16), date(2026, 3, 18), 40_00)
    ...     promise = Promise(date(2026, 2, 20), (first, last), (Document(None, 100_00),))
    ...     return evaluate(promise, [Payment(date(2026, 3, 3), 70_00)], until)
    >>> made(date(2026, 3, 1)).state, made(date(2026, 3, 4)).left
    ('open', 3000)
    >>> found = made(date(2026, 3, 19))
    >>> found.state, [each.state for each in found.outcomes], found.kept, found.missed_on.day
    ('partly', ['kept', 'partly'], 7000, 18)
    """
    in_force = [each for each in payments if each.undone is None or each.undone > day]
    now = _sum_paid(promise, in_force, day)
    outcomes, missed_on, before = [], None, 0
    for instalment in sorted(promise.instalments, key=lambda each: (each.due, each.limit)):
        by_limit = _sum_paid(promise, in_force, min(instalment.limit, day))
        kept = _within(by_limit - before, instalment.amount)
        left = instalment.amount - _within(now - before, instalment.amount)
        state = _judge(instalment, kept, promise.tolerance, day)
        if state in ("partly", "broken"):
            missed_on = missed_on or instalment.limit
        outcomes.append(Outcome(state, kept, 0 if state == "kept" else left))
        before += instalment.amount
    return Evaluation(_judge_all(outcomes), tuple(outcomes), missed_on)


def _within(amount: int, most: int) -> int:
    return min(max(amount, 0), most)


def _sum_paid(promise: Promise, payments: Sequence[Payment], until: date) -> int:
    """Return what was paid of the promise until a day: of each document what was promised of it."""
    total = 0
    for document in promise.documents:
        paid = sum(
            payment.amount
            for payment in payments
            if payment.document == document.key
            and payment.day <= until
            and (document.key is not None or payment.day >= promise.made)
        )
        total += _within(paid - document.before, document.amount)
    return total


def _judge(instalment: Instalment, kept: int, tolerance: int, day: date) -> State:
    if kept and kept >= instalment.amount - tolerance:
        return "kept"
    if day <= instalment.limit:
        return "open"
    return "partly" if kept else "broken"


def _judge_all(outcomes: Sequence[Outcome]) -> State:
    states = {outcome.state for outcome in outcomes}
    if states & {"partly", "broken"}:
        return "partly" if any(outcome.kept for outcome in outcomes) else "broken"
    return "open" if "open" in states else "kept"


def find_limit(due: date, tolerance: int, days_off: Collection[date]) -> date:
    """Return the last day on which a payment due on ``due`` is in time.

    A day off counts as the next working day; from there, ``tolerance`` working days.

    >>> weekend = {date(2026, 3, 7), date(2026, 3, 8)}
    >>> [find_limit(date(2026, 3, 6), days, weekend).day for days in (0, 1, 2)]
    [6, 9, 10]
    >>> find_limit(date(2026, 3, 7), 0, weekend).day
    9
    """
    limit = next_working_day(due, days_off)
    for _each in range(tolerance):
        limit = next_working_day(limit + timedelta(days=1), days_off)
    return limit


def cover(amount: int, rooms: Iterable[tuple[Hashable, int]]) -> dict[Hashable, int]:
    """Return {key: how much of ``amount`` it takes}, each in order up to its room.

    >>> cover(70_00, [("FA-1", 50_00), ("FA-2", 50_00), ("FA-3", 50_00)])
    {'FA-1': 5000, 'FA-2': 2000}
    """
    found = {}
    for key, room in rooms:
        taken = _within(room, amount)
        if taken:
            found[key] = taken
            amount -= taken
    return found
