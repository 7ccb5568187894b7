"""What each source spends when its payments were typed by hand, across currencies (REC-04).

A person types what a source pays of a document, in the document's currency. The plan is
in one currency for all: each document's worth in it is shared over those who pay, in
proportion to what was typed, so that amounts add up to the unit. Where one cent of a document is
worth several units of the plan, what was typed can't say which of those units a source spends:
they are moved between the sources that share documents until each spends what it has. What is
still spent beyond that is less than the last cent typed, and is not spent at all.

Pure functions over whole minor units, as ``minor_units`` explains.
"""

from collections import deque
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from .minor_units import split

__all__ = ["ManualAllocation", "allocate_manual"]

S = TypeVar("S", bound=Hashable)
T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class ManualAllocation:
    """What :func:`allocate_manual` found: all in units of the plan, but ``unpaid``.

    ``spent`` by (source, debt); ``left`` and ``over`` by source: what it does not spend, and
    what was typed beyond what it has; ``unpaid`` by debt: what nothing pays of it, in its own
    units, and ``idle``: how much of all that is no shortage, for sources have it left.
    """

    spent: dict[tuple[Hashable, Hashable], int]
    left: dict[Hashable, int]
    over: dict[Hashable, int]
    unpaid: dict[Hashable, int]
    idle: int


def allocate_manual(
    rows: Mapping[tuple[S, T], int],
    debts: Mapping[T, tuple[int, int]],
    have: Mapping[S, int],
) -> ManualAllocation:
    """Return what each source spends on each debt.

    :param rows: {(source, debt): units of the debt, above zero}
    :param debts: {debt: (units to pay, what they are worth in units of the plan)}
    :param have: {source: units of the plan}
    :raises ValueError: when the rows of a debt pay more than there is to pay

    >>> rows = {("cash", "A"): 70_00, ("cheque", "A"): 30_00, ("cheque", "B"): 20_00}
    >>> found = allocate_manual(rows, {"A": (100_00, 100_00), "B": (25_00, 25_00)},
    ...     {"cash": 80_00, "cheque": 50_00})
    >>> found.spent == rows, found.left, found.over
    (True, {'cash': 1000}, {})
    >>> found.unpaid, found.idle    # 5.00 of B, though the cash has 10.00 left
    ({'B': 500}, 500)

    100 dollars at 1,200.33, paid by two values in pesos: half a dollar's cent is no one's.

    >>> rows = {("one", "D"): 50_00, ("two", "D"): 50_00}
    >>> have = {"one": 60_016_00, "two": 60_017_00}
    >>> allocate_manual(rows, {"D": (100_00, 120_033_00)}, have).spent
    {('one', 'D'): 6001600, ('two', 'D'): 6001700}
    """
    paying, unpaid = _list_payers(rows, debts)
    short = max(sum(worth for _units, worth in debts.values()) - sum(have.values()), 0)
    spent, loose = _share(paying, debts)
    slack: dict[Hashable, int] = {}
    for payer, debt in spent:
        if len(paying[debt]) > 1:
            slack[payer] = slack.get(payer, 0) + loose[debt]
    excess = {None: -short, **{source: -units for source, units in have.items()}}
    for (payer, _debt), units in spent.items():
        excess[payer] = excess.get(payer, 0) + units
    _even_out(spent, excess, slack)
    _prefer_order(spent, excess, slack, loose)
    _lower(spent, excess, loose)
    idle = excess.pop(None)
    return ManualAllocation(
        spent={key: units for key, units in spent.items() if key[0] is not None},
        left={key: -units for key, units in excess.items() if units < 0},
        over={key: units for key, units in excess.items() if units > 0},
        unpaid=unpaid,
        idle=idle if idle > slack.get(None, 0) else 0,
    )


def _list_payers(
    rows: Mapping[tuple[S, T], int], debts: Mapping[T, tuple[int, int]]
) -> tuple[dict[T, list[tuple[S | None, int]]], dict[T, int]]:
    """Return who pays what of each debt, ``None`` standing for no one, and what no one pays."""
    paying: dict[T, list[tuple[S | None, int]]] = {debt: [] for debt in debts}
    for (source, debt), units in rows.items():
        paying[debt].append((source, units))
    unpaid: dict[T, int] = {}
    for debt, (units, _worth) in debts.items():
        missing = units - sum(paid for _source, paid in paying[debt])
        if missing < 0:
            raise ValueError(f"debt {debt!r} is paid {-missing} over")
        if missing:
            unpaid[debt] = missing
            paying[debt].append((None, missing))
    return paying, unpaid


def _share(
    paying: Mapping[Hashable, list[tuple[Hashable, int]]],
    debts: Mapping[T, tuple[int, int]],
) -> tuple[dict[tuple[Hashable, Hashable], int], dict[Hashable, int]]:
    """Share the worth of each debt over who pays it; ``None`` stands for no one.

    Returns the shares, and by debt how far one may be from what the person meant: for a debt in
    another currency, what the last unit typed may be worth and one to round.
    """
    spent: dict[tuple[Hashable, Hashable], int] = {}
    loose: dict[Hashable, int] = {}
    for debt, (units, worth) in debts.items():
        shares = split(worth, [paid for _source, paid in paying[debt]])
        loose[debt] = 1 - -worth // units if worth != units else 0
        for (source, _paid), share in zip(paying[debt], shares, strict=True):
            spent[source, debt] = share
    return spent, loose


def _even_out(
    spent: dict[tuple[Hashable, Hashable], int],
    excess: dict[Hashable, int],
    slack: Mapping[Hashable, int],
) -> None:
    """Move units between the sources of a same debt until those that are within their slack
    of spending just what they have do so. What each debt gets stays as it is."""
    near = [key for key, units in excess.items() if units and abs(units) <= slack.get(key, 0)]
    spare = [key for key, units in excess.items() if units < 0 and key not in near]
    for giver in near:
        for takers in ([key for key in near if excess[key] < 0], spare):
            while excess[giver] > 0 and _move(spent, excess, giver, takers, excess[giver]):
                pass
    for taker in near:
        for giver in spare:
            while excess[taker] < 0 and _move(spent, excess, giver, [taker], -excess[taker]):
                pass


def _prefer_order(
    spent: dict[tuple[Hashable, Hashable], int],
    excess: dict[Hashable, int],
    slack: Mapping[Hashable, int],
    loose: Mapping[Hashable, int],
) -> None:
    """Leave to the last sources what is left of others within their slack, as in order.

    Only debts in another currency change hands: of others, what was typed tells all.
    """
    free = {pair: units for pair, units in spent.items() if loose[pair[1]]}
    order = [key for key in excess if key is not None]
    for place, taker in enumerate(order):
        if -slack.get(taker, 0) <= excess[taker] < 0:
            for giver in reversed(order[place + 1 :]):
                most = min(-excess[taker], slack.get(giver, 0)) if excess[giver] <= 0 else 0
                while most and (moved := _move(free, excess, giver, [taker], most)):
                    most -= moved
    spent.update(free)


def _lower(
    spent: dict[tuple[Hashable, Hashable], int],
    excess: dict[Hashable, int],
    loose: Mapping[Hashable, int],
) -> None:
    """Lower what sources spend beyond what they have, where that is less than the last unit typed.

    The debt is paid all the same.
    """
    most: dict[Hashable, int] = {}
    for source, debt in spent:
        most[source] = most.get(source, 0) + loose[debt]
    near = {key for key, units in excess.items() if 0 < units <= most.get(key, 0)} - {None}
    for source, debt in spent:
        if source in near:
            lowered = min(excess[source], loose[debt], spent[source, debt])
            spent[source, debt] -= lowered
            excess[source] -= lowered


def _move(
    spent: dict[tuple[Hashable, Hashable], int],
    excess: dict[Hashable, int],
    giver: Hashable,
    takers: list[Hashable],
    most: int,
) -> int:
    """Let ``giver`` spend less and one of ``takers`` more, by the shortest way over debts
    that they and others share. Returns the units moved, 0 when there is no way."""
    wanted = {key for key in takers if excess[key] < 0 and key != giver}
    sharing: dict[Hashable, list[Hashable]] = {}
    for source, debt in spent:
        sharing.setdefault(debt, []).append(source)
    came: dict[Hashable, tuple[Hashable, Hashable] | None] = {giver: None}
    queue = deque([giver])
    while queue:
        source = queue.popleft()
        if source in wanted:
            return _move_along(spent, excess, _way(came, source), most)
        ways = [
            (debt, other)
            for debt, others in sharing.items()
            if spent.get((source, debt), 0) > 0
            for other in others
        ]
        for debt, other in ways:
            if other not in came:
                came[other] = (source, debt)
                queue.append(other)
    return 0


def _way(
    came: Mapping[Hashable, tuple[Hashable, Hashable] | None], end: Hashable
) -> list[tuple[Hashable, Hashable, Hashable]]:
    """Return the steps (from source, to source, over debt) that lead to ``end``."""
    steps = []
    step = came[end]
    while step is not None:
        source, debt = step
        steps.append((source, end, debt))
        end, step = source, came[source]
    return steps


def _move_along(
    spent: dict[tuple[Hashable, Hashable], int],
    excess: dict[Hashable, int],
    steps: list[tuple[Hashable, Hashable, Hashable]],
    most: int,
) -> int:
    """Move as much as every step lets through, the end can take and ``most`` allows."""
    end, start = steps[0][1], steps[-1][0]
    moved = min(most, -excess[end], *(spent[source, debt] for source, _to, debt in steps))
    for source, to, debt in steps:
        spent[source, debt] -= moved
        spent[to, debt] += moved
    excess[start] -= moved
    excess[end] += moved
    return moved
