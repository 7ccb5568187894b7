"""Money as whole minor units: cents of a peso, whole yens, fils of a dinar.

Every amount of the engine is an ``int`` in the smallest unit of its currency, so nothing here
rounds money by accident: callers convert on the way in and on the way out. A fractional number
is refused with ``TypeError`` because it means that a caller forgot to convert.

The errors raised here speak to programmers. Models check what users type beforehand and
explain it in their language.
"""

from collections.abc import Hashable, Iterable, Sequence
from fractions import Fraction
from typing import Literal

__all__ = [
    "check_amounts",
    "check_keys",
    "check_minor_units",
    "round_half_up",
    "rounding_verdict",
    "split",
]


def check_minor_units(what: str, amount: int, least: int | None = None) -> None:
    """Raise for an amount that is no whole number (TypeError) or is under ``least`` (ValueError).

    >>> check_minor_units("amount", 1_210_00, least=1)
    """
    if not isinstance(amount, int):
        raise TypeError(f"{what}: {amount!r} is not a whole number of currency units")
    if least is not None and amount < least:
        raise ValueError(f"{what}: {amount} is below {least}")


def check_amounts(what: str, amounts: Iterable[int], least: int) -> None:
    """Raise as :func:`check_minor_units` does, for the first of ``amounts`` that it refuses.

    >>> check_amounts("debts", [100_00, 250_00], least=1)
    """
    for index, amount in enumerate(amounts):
        if not isinstance(amount, int) or amount < least:
            check_minor_units(f"{what}, number {index}", amount, least)


def check_keys(what: str, keys: Sequence[Hashable]) -> None:
    """Raise ``ValueError`` for repeated keys: results are by key, one would hide the other's money.

    >>> check_keys("debts", [1, 2])
    """
    if len(set(keys)) != len(keys):
        raise ValueError(f"{what}: repeated keys in {list(keys)}")


def round_half_up(exact: Fraction) -> int:
    """Return an exact amount in whole units, halves up.

    >>> round_half_up(Fraction(5, 2))
    3
    """
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Return shares of a total in proportion to the weights, that sum exactly to it (REC-10).

    Largest remainder: each share is the exact one cut to whole units, and the units missing go
    one by one to the shares cut most, the first of them on ties. So each share is less than
    one unit away from the exact one, a zero weight gets nothing, and while the total stays
    within the sum of the weights no share exceeds its weight: giving back part of some
    residuals never passes one of them. A negative total gives the mirror of the positive one.

    When all weights are zero there is nothing to be proportional to: the last one takes all.

    :param total: units of a currency.
    :param weights: units of any one currency, or plain proportions.
    :raises ValueError: on a negative weight, or on a total to split among nobody.
    :raises TypeError: on a total or weights that are not whole numbers.

    >>> split(100_00, [1, 1, 1])    # 100.00 in three instalments
    [3334, 3333, 3333]
    >>> split(-50_00, [100_00, 200_00])    # 50.00 given back on debts of 100.00 and 200.00
    [-1667, -3333]
    """
    check_minor_units("total", total)
    check_amounts("weights", weights, 0)
    if not weights and total:
        raise ValueError(f"nobody to split {total} among")
    whole = sum(weights)
    if not whole:
        return [0] * (len(weights) - 1) + [total] if weights else []
    sign = -1 if total < 0 else 1
    cuts = [divmod(abs(total) * weight, whole) for weight in weights]
    missing = abs(total) - sum(share for share, _ in cuts)
    most_cut = sorted(range(len(cuts)), key=lambda index: (-cuts[index][1], index))
    topped = set(most_cut[:missing])
    return [sign * (share + (index in topped)) for index, (share, _) in enumerate(cuts)]


def rounding_verdict(difference: int, tolerance: int) -> Literal["exact", "round", "short", "over"]:
    """Say what to do with the difference between values and documents (REC-08, REC-09).

    ``exact``: nothing. ``round``: book it to the rounding accounts. ``short``: the values do
    not reach, posting stops. ``over``: the excess goes on account or back as change. A
    difference equal to the tolerance still rounds.

    :param difference: values minus documents, in units of the receipt's currency.
    :param tolerance: the company's, in the same units; 0 rounds nothing.
    :raises ValueError: on a negative tolerance.
    :raises TypeError: on amounts that are not whole units.

    >>> rounding_verdict(999_60 - 1_000_00, tolerance=50)    # 0.40 short, 0.50 tolerated
    'round'
    >>> rounding_verdict(990_00 - 1_000_00, tolerance=50)
    'short'
    >>> rounding_verdict(1_200_00 - 1_000_00, tolerance=50)    # 200.00 on account
    'over'
    """
    check_minor_units("difference", difference)
    check_minor_units("tolerance", tolerance, 0)
    if not difference:
        return "exact"
    if abs(difference) <= tolerance:
        return "round"
    return "short" if difference < 0 else "over"
