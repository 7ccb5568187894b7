"""The exchange difference of documents under the foreign-currency clause (CHG-01).

Under the clause a document is a debt in the clause's currency, whatever currency it was made in,
at the rate of its day. Paid at another rate, it is covered at its own, and the difference is a
note that the same receipt collects or uses: no exchange entry arises, and it counts once.

Amounts are whole minor units, ``foreign`` of the clause's currency and all others of the
company's; debts are positive and credits negative. A rate is company minor units for one
foreign minor unit, exact.

>>> usd_1210 = Clause("FA 1", foreign=1_210_00, booked=1_210_000_00, rate=Fraction(1000))
>>> settle(usd_1210, 1_210_00, Fraction(1100))
Difference(key='FA 1', foreign=121000, covered=121000000, amount=12100000, rounding=0)
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from .minor_units import check_minor_units

__all__ = [
    "Clause",
    "Difference",
    "cover",
    "get_foreign",
    "prepare_differences",
    "round_half_up",
    "settle",
]


@dataclass(frozen=True, slots=True)
class Clause:
    """What is open of a document under the clause.

    :param foreign: in the clause's currency
    :param booked: of the company's currency
    :param rate: of the document; 0 for one without the clause, as an opening balance is
    :param currency: of the clause
    :param is_foreign: the document is made in that currency, not in the company's
    """

    key: Hashable
    foreign: int
    booked: int
    rate: Fraction
    currency: Hashable = None
    is_foreign: bool = True


@dataclass(frozen=True, slots=True)
class Difference:
    """What a payment does to a document under the clause.

    :param foreign: paid, in the clause's currency
    :param covered: of what is booked, at the document's rate
    :param amount: of the note: a debit note above zero, a credit note below, none at zero
    :param rounding: received beyond both, or short of them: no note is made for it
    """

    key: Hashable
    foreign: int
    covered: int
    amount: int
    rounding: int = 0


def round_half_up(value: Fraction) -> int:
    """Return the nearest whole number, halves away from zero, as amounts are rounded.

    >>> round_half_up(Fraction(5, 2)), round_half_up(Fraction(-5, 2)), round_half_up(Fraction(7, 3))
    (3, -3, 2)
    """
    whole = (abs(value.numerator) * 2 + value.denominator) // (2 * value.denominator)
    return whole if value >= 0 else -whole


def get_foreign(booked: int, rate: Fraction) -> int:
    """Return what ``booked`` is in the clause's currency.

    >>> get_foreign(500_000_00, Fraction(1100))    # 454.545… dollars
    45455
    """
    return round_half_up(booked / rate)


def settle(clause: Clause, foreign: int, rate: Fraction) -> Difference:
    """Return what it takes to settle ``foreign`` of a document at the receipt's ``rate``.

    All that is open covers all that is booked; a part its part at the document's rate.

    Half of it, with the rate at 900: a credit note.

    >>> settle(Clause("FA 1", 1_210_00, 1_210_000_00, Fraction(1000)), 605_00, Fraction(900))
    Difference(key='FA 1', foreign=60500, covered=60500000, amount=-6050000, rounding=0)
    """
    check_minor_units("foreign", foreign)
    covered = _get_covered(clause, foreign)
    amount = round_half_up(foreign * rate) - covered if rate != clause.rate else 0
    return Difference(clause.key, foreign, covered, amount)


def _get_covered(clause: Clause, foreign: int) -> int:
    """Return what ``foreign`` of a document takes off what is booked, never more than that."""
    if foreign == clause.foreign:
        return clause.booked
    covered = round_half_up(foreign * clause.rate)
    most = max if clause.booked < 0 else min
    return most(covered, clause.booked)


def cover(clause: Clause, collected: int, rate: Fraction) -> Difference:
    """Return what money of the company's currency covers of a document in that currency.

    The clause's currency is what closes, so its rounding leads (X-09): what is collected buys
    so much of it at the receipt's ``rate``, and that covers the document at its own.

    >>> peso = Clause("FA 1", 1_210_00, 1_210_000_00, Fraction(1000), is_foreign=False)
    >>> cover(peso, 500_000_00, Fraction(1100))
    Difference(key='FA 1', foreign=45455, covered=45455000, amount=4545000, rounding=0)

    At one rate there is no note: pesos cover pesos, and the cents of the last payment are
    rounding (X-10).

    >>> cover(Clause("FA 1", 85_97, 409_21, Fraction("4.76")), 409_22, Fraction("4.76"))
    Difference(key='FA 1', foreign=8597, covered=40921, amount=0, rounding=1)
    """
    check_minor_units("collected", collected, least=0)
    foreign = min(get_foreign(collected, rate), clause.foreign)
    if rate == clause.rate:
        covered = clause.booked if foreign == clause.foreign else min(collected, clause.booked)
        return Difference(clause.key, foreign, covered, 0, collected - covered)
    covered = _get_covered(clause, foreign)
    due = collected
    if get_foreign(collected, rate) > clause.foreign:
        due = round_half_up(foreign * rate)  # what is beyond buys nothing of the document
    return Difference(clause.key, foreign, covered, due - covered, collected - due)


def prepare_differences(
    settled: Iterable[tuple[Clause, int]],
    receipt_currency: Hashable,
    rates: Mapping[Hashable, Fraction],
) -> list[Difference]:
    """Return the differences of what a receipt settles, without those that are zero.

    :param settled: each document with what is settled of it, in its own currency
    :param receipt_currency: in which the customer pays: in the document's own foreign currency
        there is no difference
    :param rates: by currency of the clause, that of the receipt

    >>> own = Clause("FA 1", 1_210_00, 1_210_000_00, Fraction(1000), "USD")
    >>> opening = Clause("SI 1", 1_210_00, 1_210_000_00, Fraction(0), "USD")
    >>> rates = {"USD": Fraction(1100)}
    >>> [row.amount for row in prepare_differences([(own, 500_00), (opening, 9_00)], "ARS", rates)]
    [5000000]
    >>> prepare_differences([(own, 500_00)], "USD", rates)
    []
    """
    found = []
    for clause, amount in settled:
        if not clause.rate or (clause.is_foreign and clause.currency == receipt_currency):
            continue
        foreign = amount if clause.is_foreign else _get_part(clause, amount)
        found.append(settle(clause, foreign, rates[clause.currency]))
    return [difference for difference in found if difference.amount]


def _get_part(clause: Clause, booked: int) -> int:
    """Return what part of what is booked is in the clause's currency; all of it is all."""
    return clause.foreign if booked == clause.booked else get_foreign(booked, clause.rate)
