"""What sources and debts of several currencies are worth in one of them (REC-12, CHG-01).

Those at a rate of their own are worth what they are booked for, whatever the receipt's rate.

>>> def at_1100(units, source, target):
...     return units * 1100 if source == "USD" else units // 1100
>>> own = Debt("FA 1", 1_210_00, currency="USD", booked=1_210_000_00, booked_currency="ARS")
>>> convert_all([own, Debt("FA 2", 1_210_00, currency="USD")], "ARS", at_1100)
{'FA 1': 121000000, 'FA 2': 133100000}
"""

from collections.abc import Callable, Hashable, Iterable, Sequence

from .allocation import Debt, Row
from .minor_units import split
from .plan_refused import DebtTooSmall

__all__ = ["Convert", "choose_currency", "convert_all", "convert_debts"]

#: (minor units, their currency, another currency) -> minor units of that one
Convert = Callable[[int, Hashable, Hashable], int]


def choose_currency(sources: Iterable[Row], debts: Iterable[Row], fallback: Hashable) -> Hashable:
    """Return the currency that all share, so that nothing is converted; else ``fallback``.

    >>> choose_currency([Debt(1, 5, currency="ARS")], [Debt(2, 5, currency="ARS")], "USD")
    'ARS'
    """
    used = {row.get_worth()[1] for row in (*sources, *debts)}
    return used.pop() if len(used) == 1 else fallback


def convert_all(rows: Sequence[Row], currency: Hashable, convert: Convert) -> dict[Hashable, int]:
    """Return {key: worth in ``currency``}.

    Each currency's total is converted once, as the totals of a receipt are, and split.
    """
    by_currency: dict[Hashable, list[tuple[Hashable, int]]] = {}
    for row in rows:
        units, own = row.get_worth()
        by_currency.setdefault(own, []).append((row.key, units))
    worth: dict[Hashable, int] = {}
    for own, mine in by_currency.items():
        shares = [units for _key, units in mine]
        if own != currency:
            shares = split(convert(sum(shares), own, currency), shares)
        worth.update(zip((key for key, _units in mine), shares, strict=True))
    return {row.key: worth[row.key] for row in rows}


def convert_debts(
    debts: Sequence[Debt], currency: Hashable, convert: Convert
) -> dict[Hashable, int]:
    """Return {key: worth in ``currency``}, above zero for each debt.

    :raises DebtTooSmall: for a debt that is worth nothing in it
    """
    owed = convert_all(debts, currency, convert)
    if any(units <= 0 for units in owed.values()):
        raise DebtTooSmall(currency)
    return owed
