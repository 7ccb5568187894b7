"""What a payment still pays of what was chosen when it was begun (COL-09).

Pure functions over whole minor units of one currency, debts positive and credits negative.

>>> chosen = {"FA 1": 100_00, "FA 2": 50_00, "NC 1": -30_00}
>>> fit(chosen, dict(chosen), 120_00)                       # nothing changed meanwhile
{'FA 1': 10000, 'FA 2': 5000, 'NC 1': -3000}
>>> fit(chosen, {"FA 1": 40_00, "FA 2": 50_00, "NC 1": -30_00}, 120_00)
{'FA 1': 4000, 'FA 2': 5000}
>>> fit(chosen, {"FA 1": 100_00, "FA 2": 50_00}, 120_00)    # the credit was used elsewhere
{'FA 1': 10000, 'FA 2': 2000}
"""

from collections.abc import Hashable, Mapping

__all__ = ["fit"]


def fit(
    chosen: Mapping[Hashable, int], balances: Mapping[Hashable, int], amount: int
) -> dict[Hashable, int]:
    """Return how much to settle of each item, in the order chosen; without those of nothing.

    No debt is settled beyond its balance or what was chosen of it, credits are used only as far as
    the money does not reach, and all debts together take no more than money and credits.

    :param chosen: of each item, signed
    :param balances: what is open of each now, signed; an item without one is closed
    :param amount: the money that came in, positive

    >>> fit({"FA 1": 100}, {"FA 1": -100}, 100)             # it turned into a credit
    {}
    >>> fit({"NC 1": -30}, {"NC 1": -30}, 100)
    {}
    """
    within = {key: _within(units, balances.get(key, 0)) for key, units in chosen.items()}
    funds = amount + _use_credits(within, amount)
    settled = {}
    for key, units in within.items():
        if units > 0:
            units = min(units, funds)
            funds -= units
        if units:
            settled[key] = units
    return settled


def _within(units: int, balance: int) -> int:
    """Return ``units`` as far as the balance, of the same sign, reaches.

    >>> _within(-30, -20), _within(30, -20), _within(10, 20)
    (-20, 0, 10)
    """
    if units * balance <= 0:
        return 0
    return min(units, balance) if units > 0 else max(units, balance)


def _use_credits(within: dict[Hashable, int], amount: int) -> int:
    """Lower the credits, last first, to what the money leaves unpaid; return what they pay."""
    debts = sum(units for units in within.values() if units > 0)
    needed = used = max(debts - amount, 0)
    for key, units in within.items():
        if units < 0:
            within[key] = -min(-units, needed)
            needed += within[key]
    return used - needed
