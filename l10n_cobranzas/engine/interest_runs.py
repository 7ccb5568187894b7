"""The money of an instalment by the time it was owed, less the times charged before (CHG-03)."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from .interest_data import Charge, Instalment, Note, Payment, Policy

__all__ = ["Run", "anchor", "iter_runs", "iter_uncharged"]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Run:
    """Some of the money and the time that it was late, or, ending before it starts, early."""

    amount: int
    base: Fraction
    start: date
    end: date
    payment: Payment | None = None

    @property
    def key(self) -> Hashable:
        return self.payment.key if self.payment else None


def anchor(instalment: Instalment, policy: Policy) -> date:
    """Return the day after which days are charged."""
    if policy.grace_counts:
        return instalment.start
    return instalment.start + policy.grace_days * _DAY


def iter_runs(instalment: Instalment, policy: Policy, until: date) -> Iterator[Run]:
    """Yield the money of the instalment, and of its notes, by the time that it ran."""
    start = anchor(instalment, policy)
    free_until = instalment.start + policy.grace_days * _DAY
    for amount, end, payment in _iter_money(instalment, policy, until):
        if instalment.start < end <= free_until:
            end = start
        yield Run(amount, amount * instalment.factor, start, end, payment)
    for note in instalment.notes if policy.compound else ():
        for amount, end, payment in _iter_money(note, policy, until):
            begin = max(note.date, start)
            yield Run(amount, amount * instalment.net, begin, max(begin, end), payment)


def _iter_money(
    debt: Instalment | Note, policy: Policy, until: date
) -> Iterator[tuple[int, date, Payment | None]]:
    """Yield each part of a debt, until when it was owed, and what paid it."""
    rest = debt.amount
    for payment in debt.payments:
        if payment.date > until:
            continue
        rest -= payment.amount
        parts: dict[date, int] = defaultdict(int)
        for day, amount in payment.values if policy.days_by == "values" else ():
            parts[max(day, payment.date)] += amount
        parts[payment.date] += payment.amount - sum(parts.values())
        for day, amount in parts.items():
            if amount:
                yield amount, day, payment
    if rest:
        yield rest, until, None


def iter_uncharged(run: Run, charges: Iterable[Charge]) -> list[tuple[date, date]]:
    """Return the times that a run was late and that nobody charged.

    >>> day = lambda number: date(2026, 7, number)
    >>> run = Run(100, Fraction(100), day(1), day(31))
    >>> [(a.day, b.day) for a, b in iter_uncharged(run, [Charge(day(5), day(9))])]
    [(1, 5), (9, 31)]
    """
    times, reached = [], run.start
    for charge in sorted(charges, key=lambda each: each.date_from):
        if charge.payment is not None and charge.payment != run.key:
            continue
        if reached < min(charge.date_from, run.end):
            times.append((reached, min(charge.date_from, run.end)))
        reached = max(reached, charge.date_to)
    if reached < run.end:
        times.append((reached, run.end))
    return times
