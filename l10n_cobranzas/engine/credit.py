"""Whether a document passes: credit control as a decision that explains itself (CRE-01 to CRE-08).

``credit_reasons`` says which rules it does not pass, ``credit_ways`` what would make it pass.
"""

from collections.abc import Iterable
from dataclasses import replace

from .credit_data import Decision, Holder, Reason, Request, Standing, WayOut
from .credit_reasons import find_reasons, get_verdict
from .credit_ways import find_ways_out

__all__ = ["judge", "judge_all"]

#: documents that leave an open item once they pass
DEBTS = ("invoice", "debit_note", "charge")


def judge(standing: Standing, request: Request, mode: str) -> Decision:
    """Return whether the document passes, why not, and the ways out.

    :param mode: ``control``, ``warn`` or ``nothing``, by the kind of document

    >>> from datetime import date
    >>> from .credit_data import Limit
    >>> standing = Standing(Holder(7, "Deco", parts={"items": 0}, limit=Limit(2_000_000)))
    >>> day = date(2026, 9, 30)
    >>> [judge(standing, Request("order", units, day), "control").verdict
    ...  for units in (2_000_000, 2_000_001, 2_023_000)]
    ['pass', 'refuse', 'refuse']
    """
    reasons = find_reasons(standing, request, mode)
    ways = find_ways_out(standing, request, mode) if reasons else ()
    named = _keep_named(standing, reasons, ways)
    return Decision(get_verdict(reasons), mode, request, named, reasons, ways)


def judge_all(
    rows: Iterable[tuple[Standing, Request, str]], admits: Iterable[str] = ("pass", "warn")
) -> list[Decision]:
    """Return the decisions on documents of one company in order, as if passed one after another.

    Each is judged on top of those before it that were admitted, for the same customer and for
    the same group. A quotation is no commitment yet; an order counts when orders count.

    :param rows: (standing before all of them, document, mode by its kind)
    :param admits: the verdicts with which a document passes

    >>> from datetime import date
    >>> from .credit_data import Limit
    >>> standing = Standing(Holder(7, "Deco", parts={"items": 0, "orders": 0}, limit=Limit(100_00)))
    >>> orders = [Request("order", units, date(2026, 9, 30)) for units in (60_00, 50_00, 40_00)]
    >>> [each.verdict for each in judge_all((standing, order, "control") for order in orders)]
    ['pass', 'refuse', 'pass']
    """
    earlier: dict[tuple, int] = {}
    pending: dict = {}
    decisions = []
    for before, request, mode in rows:
        customer = before.customer.id
        holders = {
            each.kind: replace(each, earlier=each.earlier + earlier.get((each.kind, each.id), 0))
            for each in before.holders
        }
        left = before.pending + pending.get(customer, 0)
        standing = replace(before, pending=left, **holders)
        decisions.append(judge(standing, request, mode))
        if decisions[-1].verdict in admits:
            if request.kind in DEBTS:
                pending[customer] = pending.get(customer, 0) + max(request.amount, 0)
            for each in before.holders:
                key = each.kind, each.id
                earlier[key] = earlier.get(key, 0) + _count(each, request)
    return decisions


def _count(holder: Holder, request: Request) -> int:
    """Return what the document adds to exposure once it has passed."""
    counts = request.kind in DEBTS or request.kind == "order" and "orders" in holder.parts
    return request.added if counts else 0


def _keep_named(
    standing: Standing, reasons: Iterable[Reason], ways: Iterable[Iterable[WayOut]]
) -> Standing:
    """Return the standing without the debts that have no part in the decision."""
    steps = [step for way in ways for step in way]
    named = {debt.id for each in (*reasons, *steps) for debt in each.debts}
    holders = {
        each.kind: replace(each, debts=tuple(debt for debt in each.debts if debt.id in named))
        for each in standing.holders
    }
    return replace(standing, **holders)
