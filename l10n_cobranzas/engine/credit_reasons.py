"""Which rules a document does not pass (CRE-03 to CRE-06, OPS-15)."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from math import floor
from typing import Literal

from .credit_data import OpenDebt, Reason, Request, Rule, Standing

__all__ = ["find_reasons", "get_verdict", "list_late", "list_pending"]

#: rules that hold without a row of their own; a row changes threshold or mode, or takes it away
BASIC = ("limit", "limit_expired", "days", "cash", "blocked")

#: rules of those that share a limit; the others look at the customer alone
OF_LIMITS = ("limit", "share", "limit_expired")


def list_late(debts: Iterable[OpenDebt], day: date, beyond: int = 0) -> list[OpenDebt]:
    """Return the debts that are late on ``day`` by more than ``beyond`` days after grace.

    >>> owed = OpenDebt(1, "FA-1", 100_00, date(2019, 12, 16), date(2020, 1, 1))
    >>> [len(list_late([owed], day)) for day in (date(2019, 12, 31), date(2020, 1, 1))]
    [0, 1]
    """
    return [debt for debt in debts if debt.amount > 0 and (day - debt.late_from).days >= beyond]


def list_pending(debts: Iterable[OpenDebt]) -> list[OpenDebt]:
    """Return the debts with something to pay.

    >>> owed = OpenDebt(1, "FA-1", 0, date(2019, 12, 16), date(2020, 1, 1))
    >>> list_pending([owed])
    []
    """
    return [debt for debt in debts if debt.amount > 0]


def get_verdict(reasons: Iterable[Reason]) -> Literal["pass", "warn", "refuse"]:
    """Return what the worst of the reasons leads to.

    >>> get_verdict([]), get_verdict([Reason("days", "warn", "customer")])
    ('pass', 'warn')
    """
    modes = {reason.mode for reason in reasons}
    return "refuse" if "control" in modes else "warn" if modes else "pass"


def find_reasons(standing: Standing, request: Request, mode: str) -> tuple[Reason, ...]:
    """Return the rules that the document does not pass, those of limits of the group too.

    :param mode: ``control``, ``warn`` or ``nothing``, by the kind of document; a document that
        is only warned of is never refused, and a rule that only warns never refuses

    >>> from .credit_data import Holder, Limit
    >>> standing = Standing(Holder(7, "Deco", parts={"items": 0}, limit=Limit(2_000_000)))
    >>> order = Request("order", 2_023_000, date(2026, 9, 30))
    >>> (found,) = find_reasons(standing, order, "control")
    >>> found.rule, found.threshold, found.value, found.excess
    ('limit', 2000000, 2023000, 23000)
    """
    if mode == "nothing":
        return ()
    given = {rule.kind for rule in standing.rules}
    rules = [Rule(None, kind) for kind in BASIC if kind not in given] + list(standing.rules)
    found = []
    for rule in rules:
        if rule.mode == "nothing":
            continue
        combined = "control" if mode == rule.mode == "control" else "warn"
        for holder in standing.holders if rule.kind in OF_LIMITS else standing.holders[:1]:
            for values in _FINDERS[rule.kind](standing, holder, request, rule):
                own = {"source": rule.id, **values}
                found.append(Reason(rule.kind, combined, holder.kind, **own))
    return tuple(found)


def _find_beyond(threshold: int, value: int, debts: Iterable[OpenDebt] = ()) -> Iterator[dict]:
    if value > threshold:
        excess = value - threshold
        yield {"threshold": threshold, "value": value, "excess": excess, "debts": tuple(debts)}


def _find_limit(standing, holder, request, rule):
    if holder.limit.total is not None and request.added > 0:
        yield from _find_beyond(holder.limit.total, holder.exposure + request.added)


def _find_share(standing, holder, request, rule):
    if holder.limit.total is not None and request.added > 0:
        allowed = floor(holder.limit.total * Fraction(rule.threshold) / 100)
        yield from _find_beyond(allowed, holder.exposure + request.added)


def _find_limit_expired(standing, holder, request, rule):
    if holder.limit.has_expired(request.day) and request.added > 0:
        yield from _find_beyond(0, (request.day - holder.limit.expires).days)


def _find_days(standing, holder, request, rule):
    late = list_late(holder.debts, request.day, rule.threshold)
    if late and request.amount > 0:
        most = max(debt.count_days_late(request.day) for debt in late)
        yield from _find_beyond(rule.threshold, most, late)


def _find_overdue_amount(standing, holder, request, rule):
    late = list_late(holder.debts, request.day)
    if request.amount > 0:
        yield from _find_beyond(rule.threshold, sum(debt.amount for debt in late), late)


def _find_cash(standing, holder, request, rule):
    if standing.cash and request.amount > 0:
        pending = list_pending(holder.debts)
        yield from _find_beyond(0, sum(debt.amount for debt in pending) + standing.pending, pending)


def _find_document_amount(standing, holder, request, rule):
    yield from _find_beyond(rule.threshold, request.amount)


def _find_returned_check(standing, holder, request, rule):
    days = standing.returned_checks
    if days is not None and days <= rule.threshold and request.amount > 0:
        yield {"threshold": rule.threshold, "value": days, "excess": rule.threshold - days + 1}


def _find_broken_promise(standing, holder, request, rule):
    if request.amount > 0:
        yield from _find_beyond(rule.threshold, standing.broken_promises)


def _find_blocked(standing, holder, request, rule):
    for block in standing.blocks:
        in_force = block.until is None or request.day <= block.until
        if in_force and (block.category is None or block.category in request.categories):
            yield {"source": block.id}


_FINDERS = {
    "limit": _find_limit,
    "share": _find_share,
    "limit_expired": _find_limit_expired,
    "days": _find_days,
    "overdue_amount": _find_overdue_amount,
    "cash": _find_cash,
    "document_amount": _find_document_amount,
    "returned_check": _find_returned_check,
    "broken_promise": _find_broken_promise,
    "blocked": _find_blocked,
}
