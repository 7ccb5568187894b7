"""Who gets which debtors when a portfolio is shared among several collectors (OPS-16)."""

import heapq
from dataclasses import dataclass


@dataclass(frozen=True)
class Bundle:
    """Debtors that stay together, and what they weigh: their number, or what they owe in cents."""

    keys: tuple
    weight: int


def share_out(bundles, places):
    """Return, for each of ``places``, the keys it gets, so that all weigh about the same.

    The heaviest go first, each to who has least; no two places differ by more than the heaviest.
    Bundles that weigh nothing are shared by their number.

    >>> share_out([Bundle(("a",), 50), Bundle(("b",), 30), Bundle(("c", "d"), 20)], 2)
    [['a'], ['b', 'c', 'd']]
    >>> share_out([Bundle(("a",), 0), Bundle(("b",), 0)], 2)
    [['a'], ['b']]

    :raises ValueError: when there is no place
    """
    if places < 1:
        raise ValueError("Nobody to share among")
    shares = [[] for _place in range(places)]
    least = [(0, 0, place) for place in range(places)]
    for bundle in sorted(bundles, key=lambda each: -each.weight):
        weight, number, place = heapq.heappop(least)
        shares[place].extend(bundle.keys)
        heapq.heappush(least, (weight + max(bundle.weight, 0), number + len(bundle.keys), place))
    return shares
