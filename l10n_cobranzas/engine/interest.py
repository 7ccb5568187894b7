"""Late interest of one instalment: which days of which money are charged (CHG-03, CHG-04).

The money of an instalment is taken apart by when it was paid: each payment, or each of its values,
runs from the due date to its own date, and what is unpaid runs to the cut-off. What was charged
before is taken off those times. The rest is interest: by what was owed each day (``balance``), or
by payment (``collected``). Fully paid, both are the same before rounding.

Amounts are whole minor units, rates per cent. Interest is exact until it is rounded, once an
instalment; its segments are then made to sum to the rounded whole.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from math import lcm

from .day_counts import days_within, period_fraction
from .interest_data import Charge, Instalment, Interest, Note, Payment, Policy, Rate, Segment
from .interest_runs import Run, anchor, iter_runs, iter_uncharged
from .minor_units import check_minor_units, round_half_up, split

__all__ = [
    "Charge",
    "Instalment",
    "Interest",
    "Note",
    "Payment",
    "Policy",
    "Rate",
    "Segment",
    "get_interest",
]

_DAY = timedelta(days=1)


def get_interest(instalment: Instalment, policy: Policy, until: date) -> Interest:
    """Return what is to be charged until a day, beside what was charged before.

    Payments after that day are not known yet. By values, a payment within it is charged to the
    dates of its values, even later ones.

    :raises TypeError: on amounts that are not whole units
    :raises ValueError: on a negative amount, or payments of more than the instalment

    >>> from decimal import Decimal
    >>> paid = Payment("RC-1", date(2026, 7, 31), 100_00)
    >>> debt = Instalment("FA-1", 500_00, date(2026, 7, 1), (paid,))
    >>> policy = Policy((Rate(Decimal(2)),))
    >>> [(each.days, each.base, each.amount) for each in
    ...  get_interest(debt, policy, date(2026, 8, 15)).segments]
    [(30, 50000, 1000), (15, 40000, 400)]
    """
    _check(instalment)
    runs = list(iter_runs(instalment, policy, until))
    if policy.base == "collected":
        runs = [run for run in runs if run.payment]
    late = [(run, times) for run in runs if (times := iter_uncharged(run, instalment.charges))]
    counter = _Counter(policy, anchor(instalment, policy))
    segments = [
        segment
        for payment, pieces in _group(late, policy, until).items()
        for segment in counter.get_segments(payment, pieces)
    ]
    early = _get_early(instalment, policy, runs) if policy.offset_early else ()
    return Interest(
        instalment,
        _rounded(sorted(segments, key=lambda each: (each.date_from, each.date_to))),
        _rounded(early),
        sum(run.amount for run, _times in late),
        frozenset(run.payment.receipt for run, _times in late if run.payment),
    )


def _check(instalment: Instalment) -> None:
    check_minor_units("instalment", instalment.amount, 0)
    for debt in (instalment, *instalment.notes):
        for payment in debt.payments:
            check_minor_units("payment", payment.amount, 0)
            if sum(amount for _date, amount in payment.values) > payment.amount:
                raise ValueError(f"values of more than {payment.amount}")
        if sum(payment.amount for payment in debt.payments) > debt.amount:
            raise ValueError(f"payments of more than {debt.amount}")


_Pieces = list[tuple[date, date, Fraction]]


def _group(
    late: list[tuple[Run, list[tuple[date, date]]]], policy: Policy, until: date
) -> dict[Hashable, _Pieces]:
    """Return the times and bases by payment; None: all that was owed until the cut-off."""
    groups: dict[Hashable, _Pieces] = defaultdict(list)
    for run, times in late:
        for first, last in times:
            if policy.base == "collected":
                groups[run.key].append((first, last, run.base))
                continue
            if first < until:
                groups[None].append((first, min(last, until), run.base))
            if last > until:
                groups[run.key].append((max(first, until), last, run.base))
    return groups


class _Counter:
    """Makes segments by one policy, with days counted from one anchor."""

    def __init__(self, policy: Policy, anchor: date) -> None:
        self.rates = sorted(policy.rates, key=lambda rate: rate.since)
        self.day_count = policy.day_count
        self.anchor = anchor

    def get_segments(self, payment: Hashable, pieces: _Pieces) -> Iterator[Segment]:
        """Yield the segments of what runs together, cut where the sum or the rate changes."""
        changes: dict[date, Fraction] = defaultdict(Fraction)
        for first, last, base in pieces:
            changes[first] += base
            changes[last] -= base
        days = sorted(day for day, change in changes.items() if change)
        base = Fraction(0)
        for first, last in zip(days, days[1:], strict=False):
            base += changes[first]
            if base:
                yield from self._cut(first, last, base, payment)

    def _cut(self, first: date, last: date, base: Fraction, payment: Hashable) -> Iterator[Segment]:
        for number, rate in enumerate(self.rates):
            begin = max(first, rate.since - _DAY) if rate.since > date.min else first
            end = last
            if number + 1 < len(self.rates):
                end = min(last, self.rates[number + 1].since - _DAY)
            if begin < end and rate.percent:
                segment = self._segment((begin, end), base, rate)
                if segment.days:
                    yield replace(segment, payment=payment)

    def _segment(self, time: tuple[date, date], base: Fraction, rate: Rate) -> Segment:
        fraction = period_fraction(self.anchor, *time, (self.day_count, rate.period))
        return Segment(
            *time,
            base=round_half_up(base),
            days=days_within(self.anchor, *time, self.day_count),
            rate=rate.percent,
            period=rate.period,
            exact=base * Fraction(rate.percent) / 100 * fraction,
        )


def _get_early(instalment: Instalment, policy: Policy, runs: list[Run]) -> list[Segment]:
    """Return the days that payments came before the due date, below zero."""
    found = []
    for run in runs:
        if run.payment and run.end < instalment.due:
            mirrored = replace(run, start=run.end, end=instalment.due)
            for first, last in iter_uncharged(mirrored, instalment.charges):
                pieces = [(first, last, run.base)]
                found += _Counter(policy, first).get_segments(run.key, pieces)
    return [replace(each, days=-each.days, exact=-each.exact) for each in found]


def _rounded(segments: list[Segment] | tuple[Segment, ...]) -> tuple[Segment, ...]:
    """Return the segments with whole amounts, which sum to their rounded sum."""
    exact = [abs(segment.exact) for segment in segments]
    scale = lcm(*(each.denominator for each in exact)) if exact else 1
    total = round_half_up(sum(exact, Fraction(0)))
    shares = split(total, [int(each * scale) for each in exact])
    return tuple(
        replace(segment, amount=share if segment.exact >= 0 else -share)
        for segment, share in zip(segments, shares, strict=True)
    )
