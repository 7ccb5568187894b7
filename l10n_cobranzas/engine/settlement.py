"""Plans of the movements that apply, write off, net, convert or revalue open items.

OPS-02, OPS-04, OPS-10 and OPS-12 to OPS-14. Pure: rows in, a plan out; amounts as ``movement``
explains.
"""

import datetime
import enum
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

from .allocation import Debt, Source, waterfall
from .movement import Allocation, Entry, Item, Origin, Plan, allocate, cancel, share_booked

__all__ = [
    "Direction",
    "Rounded",
    "RunRow",
    "apply_credits",
    "convert",
    "net",
    "raise_debts",
    "revalue",
    "round_decimals",
    "round_off",
    "take_in_order",
    "take_part",
    "write_off",
]

#: gives the account of a result: of the company's amount booked on it, debits positive
Account = Callable[[int], Hashable]


@dataclass(frozen=True, slots=True)
class RunRow:
    """What a run for many customers does with an open item.

    :param amount: signed units that its operation takes; 0 with a reason
    :param reason: why nothing is done with it
    :param note: what else is done, where something is
    :param is_listed: shown as a line of the run; debts that credits pay are not
    """

    origin: Origin
    amount: int
    reason: str = ""
    is_listed: bool = True
    note: str = ""


class Direction(str, enum.Enum):
    """Where a balance that is between two whole units goes, without its sign."""

    DOWN = "down"
    NEAREST = "nearest"  # the middle goes up
    UP = "up"


@dataclass(frozen=True, slots=True)
class Rounded:
    """What rounding does with an open item: a posted one can shrink, never grow.

    :param taken: the origin, with what is above whole units taken
    :param added: an item of one unit and as booked, with the sign of the origin, or zero; both
        are then whole
    """

    taken: Origin
    added: int = 0
    booked: int = 0

    def get_change(self) -> tuple[int, int]:
        """Return by how much the balance changes, in its currency and as booked."""
        return self.added - self.taken.amount, self.booked - self.taken.booked


def take_part(origin: Origin, amount: int) -> Origin:
    """Return the origin with only ``amount`` of it taken, at its own rate.

    >>> take_part(Origin("FA", "1.1", "X", "USD", 12_10, 12_100_00, None), 5_00).booked
    500000
    """
    return replace(origin, amount=amount, booked=share_booked(amount, origin.amount, origin.booked))


def take_in_order(origins: Iterable[Origin], total: int) -> tuple[list[Origin], int]:
    """Return what is taken of origins, in order, to reach ``total``, and what is missing of it.

    :param total: without sign

    >>> origins = [Origin(n, "1.1", "X", "ARS", 60_00, 60_00, None) for n in ("FA 1", "FA 2")]
    >>> taken, missing = take_in_order(origins, 100_00)
    >>> [(origin.key, origin.amount) for origin in taken], missing
    ([('FA 1', 6000), ('FA 2', 4000)], 0)
    """
    taken = []
    for origin in origins:
        part = min(abs(origin.amount), total)
        if part:
            taken.append(take_part(origin, part if origin.amount > 0 else -part))
        total -= part
    return taken, total


def apply_credits(
    origins: Sequence[Origin], get_key: Callable[[Origin], Hashable]
) -> list[Allocation]:
    """Return the allocations by which the credits among the origins pay the debts, in order.

    :param get_key: gives what a debt and a credit must share to be reconciled as they are

    >>> rows = [("FA 1", 60_00), ("FA 2", 60_00), ("NC 1", -100_00)]
    >>> origins = [Origin(key, "1.1", "X", "ARS", n, n, None) for key, n in rows]
    >>> for each in apply_credits(origins, lambda origin: origin.currency):
    ...     print(each)
    Allocation(debit='FA 1', credit='NC 1', amount=6000)
    Allocation(debit='FA 2', credit='NC 1', amount=4000)
    """
    pieces, _left, _unpaid = waterfall(
        [Source(each.key, -each.amount, get_key(each)) for each in origins if each.amount < 0],
        [Debt(each.key, each.amount, get_key(each)) for each in origins if each.amount > 0],
    )
    return [Allocation(piece.debt, piece.source, piece.amount) for piece in pieces]


def write_off(origins: Sequence[Origin], get_account: Account) -> Plan:
    """Return the plan that cancels what is taken of the origins against results.

    >>> origin = Origin("FA 1", "1.1", "X", "ARS", 30, 30, None)
    >>> plan = write_off([origin], lambda booked: "loss" if booked > 0 else "gain")
    >>> [(item.account, item.booked) for item in plan.get_items()]
    [('1.1', -30), ('loss', 30)]
    """
    items, allocations = cancel(origins)
    entry = Entry((*items, *_balance(items, get_account)))
    return Plan(entries=(entry,), allocations=tuple(allocations))


def round_decimals(origin: Origin, unit: int, direction: Direction) -> Rounded:
    """Return what rounds the balance of an origin to whole units; nothing where it is whole.

    >>> origin = Origin("FA 1", "1.1", "X", "ARS", -100_75, -100_75, None)
    >>> for direction in Direction:
    ...     rounded = round_decimals(origin, 1_00, direction)
    ...     print(direction.value, rounded.taken.amount, rounded.added, rounded.get_change())
    down -75 0 (75, 75)
    nearest -75 -100 (-25, -25)
    up -75 -100 (-25, -25)
    """
    sign = -1 if origin.amount < 0 else 1
    over = abs(origin.amount) % unit if unit > 0 else 0
    taken = take_part(origin, sign * over)
    half_or_more = direction == Direction.NEAREST and 2 * over >= unit
    if not over or not (half_or_more or direction == Direction.UP):
        return Rounded(taken)
    added = sign * unit
    return Rounded(taken, added, share_booked(added, origin.amount, origin.booked))


def round_off(rows: Sequence[Rounded], get_account: Account) -> Plan:
    """Return the plan that rounds balances against results: of each, what it changes by.

    >>> origin = Origin("FA 1", "1.1", "X", "ARS", 100_75, 100_75, None)
    >>> plan = round_off([round_decimals(origin, 1_00, Direction.UP)], lambda booked: "gain")
    >>> [(item.account, item.booked) for item in plan.get_items()]
    [('1.1', -75), ('1.1', 100), ('gain', -25)]
    """
    items, allocations = cancel([row.taken for row in rows])
    results = [
        _in_place_of(row.taken, row.taken.currency, row.added, row.booked)
        for row in rows
        if row.added
    ]
    changes = []
    for row, item in zip(rows, items, strict=True):
        amount, booked = row.get_change()
        changes.append(replace(item, amount=amount, booked=booked))
    entry = Entry((*items, *results, *_balance(changes, get_account)))
    return Plan(entries=(entry,), allocations=tuple(allocations))


def raise_debts(rows: Sequence[Item], get_account: Account) -> Plan:
    """Return the plan that books the open items ``rows`` against results."""
    return Plan(entries=(Entry((*rows, *_balance(rows, get_account))),))


def net(
    receivable: Sequence[Origin],
    payable: Sequence[Origin],
    company_currency: Hashable,
    get_exchange_account: Account,
) -> Plan:
    """Return the plan by which debts and what is owed to the same party cancel, in order.

    By currency, up to the lesser of both sides. What one currency is booked at on both sides
    differs by their rates: that is an exchange gain or loss.

    >>> rows = [Origin("FA", "1.1", "X", "ARS", 900, 900, None)]
    >>> bills = [Origin("FP", "2.1", "X", "ARS", -500, -500, None)]
    >>> plan = net(rows, bills, "ARS", None)
    >>> [(item.account, item.booked) for item in plan.get_items()]
    [('1.1', -500), ('2.1', 500)]
    """
    taken = []
    for currency in dict.fromkeys(origin.currency for origin in receivable):
        sides = [[o for o in side if o.currency == currency] for side in (receivable, payable)]
        total = min(sum(abs(o.amount) for o in side) for side in sides)
        for side in sides:
            taken += take_in_order(side, total)[0]
    items, allocations = cancel(taken)
    exchange = _exchange(items, company_currency, get_exchange_account)
    entries = (Entry((*items, *exchange)),) if items else ()
    return Plan(entries=entries, allocations=tuple(allocations))


def convert(
    origins: Sequence[Origin],
    target: Hashable,
    get_worth: Callable[[Origin], tuple[int, int]],
    company_currency: Hashable,
    get_exchange_account: Account,
) -> Plan:
    """Return the plan that puts an item of another currency in the place of each origin.

    :param get_worth: gives (amount in ``target``, amount booked) of the new item of an origin

    >>> origin = Origin("FA 1", "1.1", "X", "USD", 100_00, 100_000_00, None)
    >>> plan = convert([origin], "ARS", lambda o: (110_000_00, 110_000_00), "ARS",
    ...     lambda booked: "loss" if booked > 0 else "gain")
    >>> [(item.account, item.currency, item.booked) for item in plan.get_items()]
    [('1.1', 'ARS', 11000000), ('1.1', 'USD', -10000000), ('gain', 'ARS', -1000000)]
    """
    items, allocations = cancel(origins)
    results = []
    for origin in origins:
        amount, booked = get_worth(origin)
        results.append(_in_place_of(origin, target, amount, booked))
    exchange = _exchange([*results, *items], company_currency, get_exchange_account)
    entry = Entry((*results, *items, *exchange))
    return Plan(entries=(entry,), allocations=tuple(allocations))


def revalue(
    origins: Sequence[Origin],
    get_worth: Callable[[Origin], int],
    date: datetime.date,
    company_currency: Hashable,
    get_exchange_account: Account,
) -> Plan:
    """Return the plan that books origins at what they are worth on a date, taken back next day.

    The company's amount alone changes, by an item of each origin. Both entries' items are
    allocated to one another, for the company's amount.

    >>> origin = Origin("FA 1", "1.1", "X", "USD", 1_210_00, 1_210_000_00, None)
    >>> plan = revalue([origin], lambda origin: 1_331_000_00, datetime.date(2026, 9, 30), "ARS",
    ...     lambda booked: "loss" if booked > 0 else "gain")
    >>> [[(i.account, i.amount, i.booked) for i in each.items] for each in plan.entries]
    [[('1.1', 0, 12100000), ('gain', -12100000, -12100000)], \
[('1.1', 0, -12100000), ('gain', 12100000, 12100000)]]
    >>> plan.entries[1].date
    datetime.date(2026, 10, 1)
    """
    changes = [(origin, get_worth(origin) - origin.booked) for origin in origins]
    changes = [(origin, change) for origin, change in changes if change]
    if not changes:
        return Plan()
    items = [
        replace(_in_place_of(origin, origin.currency, 0, change), due=origin.due)
        for origin, change in changes
    ]
    first = [*items, *_exchange(items, company_currency, get_exchange_account)]
    second = [
        replace(
            item, key=("back", item.key), amount=-item.amount, booked=-item.booked, is_result=False
        )
        for item in first
    ]
    allocations = [allocate(item.key, ("back", item.key), item.booked) for item in items]
    entries = (Entry(tuple(first)), Entry(tuple(second), date=date + datetime.timedelta(days=1)))
    return Plan(entries=entries, allocations=tuple(allocations))


def _in_place_of(origin: Origin, currency: Hashable, amount: int, booked: int) -> Item:
    """Return the open item that a movement makes of an origin: same account, customer and due."""
    return Item(
        key=("result", origin.key),
        account=origin.account,
        partner=origin.partner,
        currency=currency,
        amount=amount,
        booked=booked,
        due=origin.due,
        label=origin.label,
        is_result=True,
        origin=origin.key,
    )


def _balance(items: Sequence[Item], get_account: Account) -> list[Item]:
    """Return the items of results that balance ``items``: one an account and currency."""
    sums: dict[tuple[Hashable, Hashable], list[int]] = {}
    for item in items:
        total = sums.setdefault((get_account(-item.booked), item.currency), [0, 0])
        total[0] -= item.amount
        total[1] -= item.booked
    partner = items[0].partner if items else None
    return [
        Item(("results", account, currency), account, partner, currency, amount, booked)
        for (account, currency), (amount, booked) in sums.items()
        if amount or booked
    ]


def _exchange(
    items: Sequence[Item], company_currency: Hashable, get_account: Account
) -> list[Item]:
    """Return the exchange gains and losses of the items, by account."""
    total = sum(item.booked for item in items)
    if not total:
        return []
    account = get_account(-total)
    key, partner = ("exchange", account), items[0].partner
    return [Item(key, account, partner, company_currency, -total, -total)]
