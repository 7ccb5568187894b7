"""The plan of a receipt: which source pays which debt, across customers and currencies.

A *source* is what pays: money received, a withholding, a document received, a credit of the
ledger. Credits first pay debts they can be reconciled with as they are (same customer, account
and currency); what is left of them, and everything received, is spent in order over the debts
in order (REC-02, REC-04, REC-11). What a person decided is taken as it is.

The preview on screen and the posting run the same plan. Pure functions over whole minor units,
as ``minor_units`` explains; the rates come as a function.

>>> def at_par(units, source, target):
...     return units
>>> sources = [Source("credit note", 30_00, currency="ARS", reconcile_key="A"),
...     Source("cash", 100_00, currency="ARS")]
>>> debts = [Debt("FA 1", 80_00, currency="ARS", reconcile_key="A")]
>>> plan = plan_automatic(sources, debts, "ARS", at_par)
>>> plan.direct
(Piece(source='credit note', debt='FA 1', amount=3000),)
>>> [(share.source, share.debt, share.debt_amount) for share in plan.shares], plan.left
([('cash', 'FA 1', 5000)], {'cash': 5000})
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from .allocation import Debt, Piece, Share, Source, waterfall
from .manual_allocation import ManualAllocation, allocate_manual
from .minor_units import split
from .plan_refused import (
    CreditNotSpent,
    DebtOverpaid,
    DebtUnpaid,
    OutsideScope,
    PlanRefused,
    RowOutdated,
    SourceOverspent,
)
from .worth import Convert, choose_currency, convert_all, convert_debts

__all__ = ["Debt", "Piece", "Plan", "Share", "Source", "plan_automatic", "plan_manual"]

#: what a person decided: {(source, debt): minor units of the debt}
Rows = Mapping[tuple[Hashable, Hashable], int]


@dataclass(frozen=True, slots=True)
class Plan:
    """Who pays what, exact to the minor unit.

    ``currency`` is that of the shares. ``direct`` are credits reconciled with debts as they
    are, in the currency of both. ``funds`` is what each source has besides that, in its own
    currency: spent by ``shares``, or ``left`` (in the plan's currency, 0 when a source is worth
    nothing in it). ``written_off`` is what nothing pays of each debt, in the debt's currency.
    """

    currency: Hashable
    direct: tuple[Piece, ...]
    shares: tuple[Share, ...]
    funds: Mapping[Hashable, int]
    left: Mapping[Hashable, int]
    written_off: Mapping[Hashable, int]

    def get_shares(self, source: Hashable) -> list[Share]:
        """Return what the source pays, in the order of the debts."""
        return [share for share in self.shares if share.source == source]

    def get_allocations(self) -> list[Piece]:
        """Return everything allocated, in minor units of the debts' currencies."""
        shares = (Piece(share.source, share.debt, share.debt_amount) for share in self.shares)
        return [*self.direct, *shares]

    def get_left(self, source: Hashable) -> int:
        """Return what is left of the source, in minor units of its own currency."""
        if source not in self.left:
            return 0
        spent = sum(share.amount for share in self.get_shares(source))
        # a source that is worth no unit of the plan is left over whole
        return split(self.funds[source], [spent, max(self.left[source], not spent)])[1]

    def forgive(self) -> "Plan":
        """Return the plan that leaves open what nothing pays, instead of writing it off."""
        return replace(self, written_off={})


# ----------------------------------------------------------------------
# Decided by the order of sources and debts
# ----------------------------------------------------------------------


def plan_automatic(
    sources: Sequence[Source], debts: Sequence[Debt], currency: Hashable, convert: Convert
) -> Plan:
    """Return the plan that spends the sources in order over the debts in order.

    Amounts are in minor units of each one's currency; those at a rate of their own count as what
    they are booked for. ``currency`` is that of the plan, unless everything it converts is of one
    currency.

    :raises DebtTooSmall: for a debt that is worth nothing in the plan's currency

    100.00 dollars of 1,200.00 pesos, paid with pesos; 600.00 of the pesos are left.

    >>> def convert(units, source, target):
    ...     return units * 1200 if source == "USD" else units // 1200
    >>> plan = plan_automatic([Source("cash", 120_600_00, currency="ARS")],
    ...     [Debt("FA 1", 100_00, currency="USD")], "ARS", convert)
    >>> plan.shares
    (Share(source='cash', debt='FA 1', amount=12000000, debt_amount=10000, reconcile_key=None),)
    >>> plan.left
    {'cash': 60000}
    """
    credits = [source for source in sources if source.reconcile_key is not None]
    direct, left, unpaid = waterfall(
        [replace(credit, scope=credit.reconcile_key) for credit in credits],
        [replace(debt, scope=debt.reconcile_key) for debt in debts],
    )
    rest = [credit.cut(left[credit.key]) for credit in credits if credit.key in left]
    rest += [source for source in sources if source.reconcile_key is None]
    open_debts = [debt.cut(unpaid[debt.key]) for debt in debts if debt.key in unpaid]
    currency = choose_currency(rest, open_debts, currency)
    worth = convert_all(rest, currency, convert)
    owed = convert_debts(open_debts, currency, convert)
    pieces, left, unpaid = waterfall(
        [replace(source, amount=worth[source.key]) for source in rest if worth[source.key] > 0],
        [replace(debt, amount=owed[debt.key]) for debt in open_debts],
    )
    left = {key: 0 for key, units in worth.items() if units <= 0} | left
    shares, written_off = _share_out(pieces, unpaid, open_debts, currency)
    return Plan(
        currency=currency,
        direct=tuple(direct),
        shares=_take_back_crumbs(shares, left),
        funds={source.key: source.amount for source in rest},
        left=left,
        written_off=written_off,
    )


def _share_out(
    pieces: Sequence[Piece],
    unpaid: Mapping[Hashable, int],
    debts: Sequence[Debt],
    currency: Hashable,
) -> tuple[list[Share], dict[Hashable, int]]:
    """Turn the pieces of each debt from the plan's currency into the debt's own.

    Returns the shares in the order of the pieces, and what nothing pays of each debt: together
    they add up to the debt exactly.
    """
    weights: dict[Hashable, list[int]] = {debt.key: [] for debt in debts}
    for piece in pieces:
        weights[piece.debt].append(piece.amount)
    own = {
        debt.key: (
            weights[debt.key]
            if debt.currency == currency and debt.booked is None
            else split(debt.amount, [*weights[debt.key], unpaid.get(debt.key, 0)])
        )
        for debt in debts
    }
    left_to_read = {key: iter(amounts) for key, amounts in own.items()}
    keys = {debt.key: debt.reconcile_key for debt in debts}
    shares = [
        Share(
            source=piece.source,
            debt=piece.debt,
            amount=piece.amount,
            debt_amount=next(left_to_read[piece.debt]),
            reconcile_key=keys[piece.debt],
        )
        for piece in pieces
    ]
    missing = {
        debt.key: debt.amount - sum(own[debt.key][: len(weights[debt.key])])
        for debt in debts
        if debt.key in unpaid
    }
    return shares, {key: units for key, units in missing.items() if units}


def _take_back_crumbs(shares: Iterable[Share], left: dict[Hashable, int]) -> tuple[Share, ...]:
    """Return the shares that pay something; what is less than a minor unit of its debt goes
    back to what is left of its source."""
    for share in shares:
        if not share.debt_amount:
            left[share.source] = left.get(share.source, 0) + share.amount
    return tuple(share for share in shares if share.debt_amount)


# ----------------------------------------------------------------------
# Decided by a person
# ----------------------------------------------------------------------


def plan_manual(
    rows: Rows,
    sources: Sequence[Source],
    debts: Sequence[Debt],
    currency: Hashable,
    convert: Convert,
) -> Plan:
    """Return the plan that allocates just what ``rows`` say, as :func:`plan_automatic` does.

    The rows of an automatic plan give that plan.

    :raises PlanRefused: when the rows don't fit the sources and debts

    >>> cash, cheque = Source("cash", 80_00), Source("cheque", 50_00)
    >>> plan = plan_manual({("cheque", "FA 1"): 50_00, ("cash", "FA 1"): 50_00}, [cash, cheque],
    ...     [Debt("FA 1", 100_00)], None, None)
    >>> [(share.source, share.amount) for share in plan.shares], plan.left
    ([('cash', 5000), ('cheque', 5000)], {'cash': 3000})
    """
    _check_rows(rows, sources, debts)
    plan = _match_automatic(rows, sources, debts, currency, convert)
    if plan is None:
        return _plan_rows(rows, sources, debts, currency, convert)
    _check_credits_spent(sources, plan.left, plan.currency, convert)
    return plan


def _check_rows(rows: Rows, sources: Sequence[Source], debts: Sequence[Debt]) -> None:
    """Raise for a row whose source or debt left, or may not be paired, or that pays too much."""
    by_source = {source.key: source for source in sources}
    by_debt = {debt.key: debt for debt in debts}
    paid: dict[Hashable, int] = {}
    for (payer, owed), units in rows.items():
        if payer not in by_source or owed not in by_debt:
            raise RowOutdated(payer, owed)
        source, debt = by_source[payer], by_debt[owed]
        if source.reconcile_key is not None and source.scope != debt.scope:
            raise OutsideScope(payer, owed)
        paid[owed] = paid.get(owed, 0) + units
    for key, units in paid.items():
        if units > by_debt[key].amount:
            raise DebtOverpaid(key, units)


def _match_automatic(
    rows: Rows,
    sources: Sequence[Source],
    debts: Sequence[Debt],
    currency: Hashable,
    convert: Convert,
) -> Plan | None:
    """Return the automatic plan when the rows are the ones it has."""
    try:
        plan = plan_automatic(sources, debts, currency, convert)
    except PlanRefused:
        return None
    automatic: dict[tuple[Hashable, Hashable], int] = {}
    for piece in plan.get_allocations():
        pair = piece.source, piece.debt
        automatic[pair] = automatic.get(pair, 0) + piece.amount
    return plan if automatic == rows else None


def _plan_rows(
    rows: Rows,
    sources: Sequence[Source],
    debts: Sequence[Debt],
    currency: Hashable,
    convert: Convert,
) -> Plan:
    """Return the plan of rows checked: credits reconciled as they are, the rest by shares."""
    direct = _get_direct(rows, sources, debts)
    rest, open_debts = _take_direct(direct, sources, debts)
    currency = choose_currency(rest, open_debts, currency)
    worth = convert_all(rest, currency, convert)
    owed = convert_debts(open_debts, currency, convert)
    pairs = {(piece.source, piece.debt) for piece in direct}
    found = allocate_manual(
        {pair: units for pair, units in rows.items() if pair not in pairs},
        {debt.key: (debt.amount, owed[debt.key]) for debt in open_debts},
        worth,
    )
    _check_sources(found, currency)
    _check_credits_spent(sources, found.left, currency, convert)
    _check_debts(found, currency)
    return Plan(
        currency=currency,
        direct=direct,
        shares=_get_shares(found, rows, rest, open_debts),
        funds={source.key: source.amount for source in rest},
        left={key: 0 for key, units in worth.items() if units <= 0} | found.left,
        written_off=found.unpaid,
    )


def _get_direct(rows: Rows, sources: Sequence[Source], debts: Sequence[Debt]) -> tuple[Piece, ...]:
    """Return the rows by which credits are reconciled with debts as they are."""
    keys = {source.key: source.reconcile_key for source in sources}
    own = {debt.key: debt.reconcile_key for debt in debts}
    return tuple(
        Piece(payer, owed, units)
        for (payer, owed), units in rows.items()
        if keys[payer] is not None and keys[payer] == own[owed]
    )


def _get_shares(
    found: ManualAllocation, rows: Rows, sources: Sequence[Source], debts: Sequence[Debt]
) -> tuple[Share, ...]:
    """Return what was found as shares, in the order of the sources."""
    order = {source.key: place for place, source in enumerate(sources)}
    keys = {debt.key: debt.reconcile_key for debt in debts}
    shares = [
        Share(payer, debt, units, rows[payer, debt], keys[debt])
        for (payer, debt), units in found.spent.items()
    ]
    return tuple(sorted(shares, key=lambda share: order[share.source]))


def _take_direct(
    direct: Sequence[Piece], sources: Sequence[Source], debts: Sequence[Debt]
) -> tuple[list[Source], list[Debt]]:
    """Return what is left of the sources and debts; a credit spent whole takes no more part."""
    spent: dict[Hashable, int] = {}
    paid: dict[Hashable, int] = {}
    for piece in direct:
        spent[piece.source] = spent.get(piece.source, 0) + piece.amount
        paid[piece.debt] = paid.get(piece.debt, 0) + piece.amount
    for source in sources:
        units = spent.get(source.key, 0)
        if units > source.amount:
            raise SourceOverspent(source.key, units, source.amount, source.currency)
    rest = [source.cut(source.amount - spent.get(source.key, 0)) for source in sources]
    still = [debt.cut(debt.amount - paid.get(debt.key, 0)) for debt in debts]
    return (
        [source for source in rest if source.amount or source.reconcile_key is None],
        [debt for debt in still if debt.amount],
    )


def _check_sources(found: ManualAllocation, currency: Hashable) -> None:
    """Raise for a source that spends more than it has."""
    for key, over in found.over.items():
        spent = sum(units for (payer, _debt), units in found.spent.items() if payer == key)
        raise SourceOverspent(key, spent, spent - over, currency)


def _check_credits_spent(
    sources: Iterable[Source], left: Mapping[Hashable, int], currency: Hashable, convert: Convert
) -> None:
    """Raise for a credit that pays less than what is used of it, beyond its leeway."""
    for source in sources:
        units = left.get(source.key, 0) if source.reconcile_key is not None else 0
        if units and source.leeway and source.currency != currency:
            units = convert(units, currency, source.currency)
        if units > source.leeway:
            raise CreditNotSpent(source.key, left[source.key], currency)


def _check_debts(found: ManualAllocation, currency: Hashable) -> None:
    """Raise for a debt that nothing pays while a source has money left."""
    if found.idle:
        debt, missing = next(iter(found.unpaid.items()))
        source, left = next(iter(found.left.items()))
        raise DebtUnpaid(debt, missing, source, left, currency)
