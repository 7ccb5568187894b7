"""The cheapest ways out for a document that does not pass: what to collect, which limit (CRE-03).

A way is a tuple of steps that do together. Each is minimal: with one minor unit less collected,
or a limit lower by one, the document is refused still. Of two debts that do as much, the one
that is late for longer is collected; the last one in part, when that does.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from math import ceil

from .credit_data import Holder, OpenDebt, Reason, Request, Rule, Standing, WayOut
from .credit_reasons import find_reasons, get_verdict, list_late

__all__ = ["apply_steps", "find_most", "find_ways_out", "list_late"]

#: rules that no money, no limit and no lifted block makes pass: a person decides
BY_DECISION = ("returned_check", "broken_promise", "document_amount")

#: a document's amount that is beyond what any rule on amounts allows
BEYOND_ALL = 10**30


def find_ways_out(
    standing: Standing, request: Request, mode: str
) -> tuple[tuple[WayOut, ...], ...]:
    """Return the ways to a better verdict: first those that collect most, last the override.

    A refused document is refused no longer, though still warned of; one that is warned of passes.
    An override is a way for refused ones only.

    >>> from datetime import date
    >>> from .credit_data import Limit
    >>> standing = Standing(Holder(7, "Deco", parts={"items": 80_00}, limit=Limit(100_00), debts=(
    ...     OpenDebt(1, "FA-1", 80_00, date(2026, 9, 1), date(2026, 9, 2)),)))
    >>> rules = (Rule(1, "days", mode="warn"),)
    >>> request = Request("order", 50_00, date(2026, 9, 30))
    >>> for (step,) in find_ways_out(replace(standing, rules=rules), request, "control"):
    ...     step.kind, step.amount, [debt.name for debt in step.debts]
    ('collect', 3000, ['FA-1'])
    ('limit', 13000, [])
    ('override', 5000, [])
    """
    reasons = find_reasons(standing, request, mode)
    verdict = get_verdict(reasons)
    worst = [each for each in reasons if each.mode == "control" or verdict == "warn"]
    ways = list(_find_ways(standing, request, worst))
    if verdict == "refuse":
        ways.append((WayOut("override", amount=request.amount),))
    return tuple(ways)


def find_most(standing: Standing, request: Request, mode: str) -> int | None:
    """Return the most that such a document may amount to and not be refused; None: no bound.

    0 when none is let pass that makes a debt. The amount of ``request`` itself is not looked at.

    >>> from datetime import date
    >>> from .credit_data import Limit
    >>> standing = Standing(Holder(7, "Deco", parts={"items": 80_00}, limit=Limit(100_00)))
    >>> find_most(standing, Request("order", 0, date(2026, 9, 30)), "control")
    2000
    >>> find_most(standing, Request("order", 0, date(2026, 9, 30)), "warn")
    """
    reasons = find_reasons(standing, replace(request, amount=BEYOND_ALL), mode)
    most = [_get_most(each, request) for each in reasons if each.mode == "control"]
    return min(most, default=None)


def _get_most(reason: Reason, request: Request) -> int:
    if reason.rule in ("limit", "share"):
        return max(BEYOND_ALL - reason.excess, request.replaces)
    if reason.rule == "document_amount":
        return max(reason.threshold, 0)
    return request.replaces if reason.rule == "limit_expired" else 0


def apply_steps(standing: Standing, steps: Iterable[WayOut]) -> Standing:
    """Return the standing once the steps are done; an override leaves it as it is.

    >>> from .credit_data import Limit
    >>> standing = Standing(Holder(7, "Deco", parts={"items": 80_00}, limit=Limit(100_00)))
    >>> apply_steps(standing, [WayOut("limit", amount=150_00)]).customer.limit.amount
    15000
    """
    for step in steps:
        if step.kind == "unblock":
            left = tuple(each for each in standing.blocks if each.id not in step.sources)
            standing = replace(standing, blocks=left)
        elif step.kind == "limit":
            holder = getattr(standing, step.holder)
            expires = None if step.renew else holder.limit.expires
            limit = replace(holder.limit, amount=step.amount, expires=expires)
            standing = replace(standing, **{step.holder: replace(holder, limit=limit)})
        elif step.kind in ("collect", "credit"):
            standing = _pay(standing, step)
    return standing


def _pay(standing: Standing, step: WayOut) -> Standing:
    """A customer's money is its group's too, whether the group lists the debt or not."""
    paid = {debt.id: units for debt, units in zip(step.debts, step.amounts, strict=True)}
    own = {debt.id for debt in standing.customer.debts}
    changed = {}
    for holder in standing.holders:
        parts = dict(holder.parts)
        for debt in step.debts:
            if debt.part in parts and (holder.kind == "group" or debt.id in own):
                parts[debt.part] -= paid[debt.id]
        if step.kind == "credit":
            parts["credits"] -= step.amount
        debts = tuple(
            replace(debt, amount=debt.amount - paid[debt.id]) if debt.id in paid else debt
            for debt in holder.debts
        )
        changed[holder.kind] = replace(holder, parts=parts, debts=debts)
    return replace(standing, **changed)


def _find_ways(
    standing: Standing, request: Request, worst: Sequence[Reason]
) -> Iterator[tuple[WayOut, ...]]:
    by_decision = any(
        each.rule in BY_DECISION or each.rule == "cash" and standing.pending for each in worst
    )
    if not worst or by_decision:
        return
    beyond = [
        holder.kind
        for holder in standing.holders
        if any(each.holder == holder.kind and each.rule in ("limit", "share") for each in worst)
    ]
    for size in range(len(beyond) + 1):
        for raised in combinations(beyond, size):
            steps = _find_steps(standing, request, worst, raised)
            if steps:
                yield steps


def _find_steps(
    standing: Standing, request: Request, worst: Sequence[Reason], raised: Collection[str]
) -> tuple[WayOut, ...] | None:
    """Return the steps with those limits raised and money for the rest; None: no such way."""
    steps = []
    blocks = tuple(each.source for each in worst if each.rule == "blocked")
    if blocks:
        steps.append(WayOut("unblock", sources=blocks))
    by_money = [
        each for each in worst if each.rule not in ("limit", "share") or each.holder not in raised
    ]
    collected = _Collection(standing, request, by_money).find_steps()
    if collected is None:
        return None
    steps += collected
    after = apply_steps(standing, collected)
    for holder in after.holders:
        own = [each for each in worst if each.holder == holder.kind]
        expired = any(each.rule == "limit_expired" for each in own)
        needed = None
        if holder.kind in raised:
            needed = _find_limit(standing.rules, holder, request, own)
            if needed is None or needed <= holder.limit.amount:
                return None
        if expired or needed is not None:
            amount = max(needed or 0, holder.limit.amount)
            steps.append(WayOut("limit", holder.kind, amount, renew=expired))
    return tuple(steps)


def _find_limit(
    rules: Iterable[Rule], holder: Holder, request: Request, reasons: Iterable[Reason]
) -> int | None:
    """Return the least limit that these rules pass; None when a share of nothing is allowed."""
    exposure = holder.exposure + request.added
    percents = {rule.id: rule.threshold for rule in rules if rule.kind == "share"}
    least = []
    for reason in reasons:
        if reason.rule == "limit":
            least.append(exposure)
        elif reason.rule == "share":
            percent = Fraction(percents[reason.source])
            if percent <= 0:
                return None
            least.append(ceil(exposure * 100 / percent))
    return max(least) - holder.limit.extra


class _Collection:
    """The least money that makes reasons pass.

    Three sums may have to go down: exposure of the customer, of its group, and what the customer
    has late. A debt of the customer that counts in exposure and is late brings down all three, one
    that is not late two, one of another member only the group's: whatever the more can do does
    the same as the less, so taking those that do more first is never dearer.
    """

    def __init__(self, standing: Standing, request: Request, reasons: Iterable[Reason]) -> None:
        self.standing = standing
        self.day = request.day
        self.whole: set = set()
        self.missing: dict[str, int] = {}
        for reason in reasons:
            if reason.rule in ("limit", "share"):
                self._need(reason.holder, reason.excess)
            elif reason.rule == "overdue_amount":
                self._need("late", reason.excess)
            elif reason.rule in ("days", "cash"):
                self.whole.update(debt.id for debt in reason.debts)
        self.taken: dict[OpenDebt, int] = {}
        self.credit = 0

    def _need(self, what: str, units: int) -> None:
        self.missing[what] = max(self.missing.get(what, 0), units)

    def find_steps(self) -> list[WayOut] | None:
        """Return what to collect, nothing included; None when all there is does not do."""
        own = self.standing.customer.debts
        known = {debt.id for debt in own}
        group = self.standing.group
        others = [debt for debt in group.debts if debt.id not in known] if group else []
        for debt in own:
            if debt.id in self.whole:
                self._take(debt, debt.amount, self._get_sums(debt, "customer"))
        self._take_from([debt for debt in own if debt.id not in self.whole], "customer")
        if not self._put_on_account("customer"):
            return None
        self._take_from(others, "group")
        if not self._put_on_account("group") or any(self.missing.values()):
            return None
        return list(self._make_steps(known))

    def _get_sums(self, debt: OpenDebt, holder: str) -> list[str]:
        """Which of the sums that are missing something the debt brings down."""
        sums = []
        if debt.part in self.standing.customer.parts:
            sums += ["customer", "group"] if holder == "customer" else ["group"]
        if holder == "customer" and debt.count_days_late(self.day):
            sums.append("late")
        return [each for each in sums if each in self.missing]

    def _take_from(self, debts: Iterable[OpenDebt], holder: str) -> None:
        if not any(self.missing.values()):
            return
        rows = [(debt, self._get_sums(debt, holder)) for debt in debts if debt.amount > 0]
        rows = [row for row in rows if row[1]]
        for debt, sums in sorted(rows, key=lambda row: (-len(row[1]), row[0].late_from)):
            units = min(debt.amount, max(self.missing[each] for each in sums))
            if units:
                self._take(debt, units, sums)

    def _take(self, debt: OpenDebt, units: int, sums: Iterable[str]) -> None:
        self.taken[debt] = units
        for each in sums:
            self.missing[each] = max(self.missing[each] - units, 0)

    def _put_on_account(self, holder: str) -> bool:
        """Money on account is the customer's: it goes before debts of other members."""
        units = self.missing.get(holder, 0)
        if units and "credits" not in self.standing.customer.parts:
            return False
        self.credit += units
        for each in {"customer", "group"} & set(self.missing):
            self.missing[each] = max(self.missing[each] - units, 0)
        return True

    def _make_steps(self, own: Collection) -> Iterator[WayOut]:
        if self.taken:
            debts = sorted(self.taken, key=lambda debt: debt.late_from)
            amounts = tuple(self.taken[debt] for debt in debts)
            holder = "customer" if all(debt.id in own for debt in debts) else "group"
            yield WayOut("collect", holder, sum(amounts), tuple(debts), amounts)
        if self.credit:
            yield WayOut("credit", amount=self.credit)
