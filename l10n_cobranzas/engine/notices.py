"""Which notice a debtor gets today, of which documents, or why none (COL-05).

Amounts are whole minor units, each item's in its own currency, its ``worth`` in that of the
company. Credits pay the oldest items first; what is disputed, promised in time, covered by a
cheque in hand, by an online payment under way or by a transfer told of is not dunned.
"""

import datetime
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from .minor_units import round_half_up

__all__ = ["COVERS", "Case", "Decision", "Item", "Step", "Told", "decide", "find_stage"]

#: what of an item is not dunned, in the order in which it is told
COVERS = ("disputed", "promised", "cheque", "online", "advised")


@dataclass(frozen=True)
class Step:
    """A step of a plan: ``days`` after the due date, negative before; least total to tell."""

    key: Hashable
    days: int
    minimum: int = 0


@dataclass(frozen=True)
class Item:
    """A debt: what is owed of it, and how much of that is covered, by each kind of cover.

    :param purse: items and credits of one purse net each other: a customer's, in one currency
    :param worth: what is owed, in the company's currency
    :param covered: {one of ``COVERS``: amount}; together they may pass what is owed
    :param fresh_until: until that day the item is treated as if it were not due
    """

    key: int
    purse: Hashable
    due: datetime.date
    owed: int
    worth: int
    covered: dict[str, int] = field(default_factory=dict)
    at_agency: bool = False
    fresh_until: datetime.date | None = None


@dataclass(frozen=True)
class Case:
    """All that is known of one debtor.

    :param credits: {purse: amount} not applied yet
    :param pools: {purse: {one of ``COVERS``: amount}} that covers no document by name, but the
        oldest of them
    :param minimum: least total of the plan, in the company's currency
    :param done: {item: keys of the steps at which a notice told of it}
    :param recent: keys of the steps that went out too lately to go again, of whatever items
    :param stop: a reason not to write at all, such as an answer that nobody has read; empty: none
    """

    today: datetime.date
    items: Collection[Item]
    steps: Collection[Step]
    credits: dict[Hashable, int] = field(default_factory=dict)
    pools: dict[Hashable, dict[str, int]] = field(default_factory=dict)
    minimum: int = 0
    done: dict[int, Collection] = field(default_factory=dict)
    recent: Collection = frozenset()
    stop: str = ""


@dataclass(frozen=True)
class Told:
    """An item that the notice lists: what is asked for, and the stage of the item itself."""

    key: int
    step: Hashable
    days: int
    left: int
    worth: int


@dataclass(frozen=True)
class Decision:
    """The step to send now, or the ``reason`` why none is sent; and what it tells.

    :param step: key of the step; None when nothing is sent
    :param told: the items, oldest first, also where nothing is sent
    :param left_out: {item: why it is not dunned}, of those that have a stage
    :param is_over: nothing that has a stage is owed any more: the episode ends
    """

    step: Hashable | None
    reason: str
    told: tuple[Told, ...]
    left_out: dict[int, str]
    is_over: bool

    @property
    def worth(self):
        """What the items told come to, in the company's currency."""
        return sum(each.worth for each in self.told)


def find_stage(steps: Iterable[Step], days: int) -> Step | None:
    """Return the last step that an item reaches ``days`` after its due date; None for none yet.

    >>> steps = [Step("before", -3), Step("first", 5), Step("last", 20)]
    >>> [getattr(find_stage(steps, days), "key", None) for days in (-4, -3, 4, 5, 60)]
    [None, 'before', 'before', 'first', 'last']
    """
    reached = [step for step in steps if step.days <= days]
    return max(reached, key=lambda step: step.days, default=None)


def decide(case: Case) -> Decision:
    """Decide what a debtor is told: its stage is that of the oldest item that qualifies.

    A step is repeated when that item was not told of at it yet.

    >>> day = datetime.date(2026, 3, 31)
    >>> steps = [Step("friendly", 5), Step("firm", 20)]
    >>> old = Item(1, "ARS", datetime.date(2026, 3, 1), owed=100, worth=100)
    >>> new = Item(2, "ARS", datetime.date(2026, 3, 25), owed=50, worth=50)
    >>> decision = decide(Case(day, [old, new], steps, credits={"ARS": 30}))
    >>> decision.step, [(each.key, each.step, each.left) for each in decision.told]
    ('firm', [(1, 'firm', 70), (2, 'friendly', 50)])
    >>> decide(Case(day, [old], steps, done={1: {"firm"}})).reason
    'done'
    """
    told, left_out, is_over = [], {}, True
    for item, owed, covered in _cover(case, _net(case)):
        days = (case.today - item.due).days
        stage = find_stage(case.steps, days)
        if stage is None:
            continue
        is_over = is_over and not owed
        reason = _why_left_out(case, item, owed, covered)
        if reason:
            left_out[item.key] = reason
            continue
        left = owed - sum(covered.values())
        worth = round_half_up(Fraction(item.worth * left, item.owed))
        told.append(Told(item.key, stage.key, days, left, worth))
    step, reason = _choose(case, told, left_out)
    return Decision(step, reason, tuple(told), left_out, is_over)


def _net(case):
    """Return [(item, what is owed of it)], oldest first, once credits are taken off."""
    credits = dict(case.credits)
    rows = []
    for item in sorted(case.items, key=lambda item: (item.due, item.key)):
        paid = min(item.owed, credits.get(item.purse, 0))
        credits[item.purse] = credits.get(item.purse, 0) - paid
        rows.append((item, item.owed - paid))
    return rows


def _cover(case, rows):
    """Return [(item, what is owed of it, what covers it)]: its own covers, then the pools."""
    pools = {purse: dict(pool) for purse, pool in case.pools.items()}
    covered_rows = []
    for item, owed in rows:
        covered = dict(item.covered)
        pool = {} if item.at_agency else pools.get(item.purse, {})
        for kind, amount in pool.items():
            taken = max(0, min(amount, owed - sum(covered.values())))
            pool[kind] = amount - taken
            covered[kind] = covered.get(kind, 0) + taken
        covered_rows.append((item, owed, covered))
    return covered_rows


def _why_left_out(case, item, owed, covered):
    """Return why an item that has a stage is not dunned; empty when it is."""
    if not owed:
        return "credit"
    if item.at_agency:
        return "agency"
    if item.fresh_until and case.today <= item.fresh_until:
        return "fresh"
    if owed > sum(covered.values()):
        return ""
    return max(COVERS, key=lambda kind: covered.get(kind, 0))


def _choose(case, told, left_out):
    """Return the step to send, or None and why."""
    if not told:
        return None, next(iter(left_out.values()), "early")
    if case.stop:
        return None, case.stop
    total = sum(each.worth for each in told)
    step = next(step for step in case.steps if step.key == told[0].step)
    if total < max(case.minimum, step.minimum):
        return None, "minimum"
    if step.key in case.done.get(told[0].key, ()):
        return None, "done"
    if step.key in case.recent:
        return None, "recent"
    return step.key, ""
