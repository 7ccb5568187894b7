"""Which value or credit pays which debt, and how much of it (REC-02, REC-04).

Pure functions over whole minor units of one currency, as ``minor_units`` explains.

>>> march, april = Debt("FA 1", 100_00), Debt("FA 2", 100_00)
>>> pieces, left, unpaid = waterfall([Source("cash", 150_00)], [march, april])
>>> [(piece.debt, piece.amount) for piece in pieces]    # March wholly and half of April
[('FA 1', 10000), ('FA 2', 5000)]
>>> left, unpaid
({}, {'FA 2': 5000})
"""

from collections import deque
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from .minor_units import check_amounts, check_keys, split

__all__ = ["Debt", "Piece", "Share", "Source", "waterfall"]


@dataclass(frozen=True, slots=True)
class Row:
    """A source or a debt, as a positive amount in minor units of ``currency``.

    It is converted at the receipt's rates, unless it has a rate of its own: it is then worth
    ``booked`` minor units of ``booked_currency``, and that is what is converted, if at all.
    """

    key: Hashable
    amount: int
    scope: Hashable | None = None
    currency: Hashable = None
    reconcile_key: Hashable | None = None
    booked: int | None = field(default=None, kw_only=True)
    booked_currency: Hashable = field(default=None, kw_only=True)

    def get_worth(self) -> tuple[int, Hashable]:
        """Return what a conversion starts from: minor units, and their currency.

        >>> Debt("FA 1", 1_210_00, currency="USD").get_worth()
        (121000, 'USD')
        >>> Debt("FA 1", 1_210_00, currency="USD", booked=1_210_000_00,
        ...     booked_currency="ARS").get_worth()
        (121000000, 'ARS')
        """
        if self.booked is None:
            return self.amount, self.currency
        return self.booked, self.booked_currency

    def cut(self, amount: int) -> Self:
        """Return ``amount`` of the row, with its part of what is booked.

        >>> Debt("FA 1", 1_210_00, currency="USD", booked=1_210_000_00).cut(500_00).booked
        50000000
        """
        if self.booked is None:
            return replace(self, amount=amount)
        booked, _rest = split(self.booked, [amount, self.amount - amount])
        return replace(self, amount=amount, booked=booked if amount else 0)


@dataclass(frozen=True, slots=True)
class Source(Row):
    """A value received, or a credit ticked in the receipt (REC-02).

    ``scope`` names the debts that it may pay,
    those of the same scope; with ``None`` it pays any. ``reconcile_key`` is set for a credit of
    the ledger: it can be reconciled, without an entry, with debts of the same key (customer,
    account and currency). Up to ``leeway`` of such a credit may be left over, as rounding.

    >>> Source(key=3, amount=500_00, scope="Deco Addict").amount
    50000
    """

    leeway: int = 0


@dataclass(frozen=True, slots=True)
class Debt(Row):
    """A document to pay, with the amount to pay of it; the fields as in :class:`Source`.

    >>> Debt(key=9, amount=800_00, scope="Deco Addict").amount
    80000
    """


@dataclass(frozen=True, slots=True)
class Piece:
    """``amount`` minor units of the source with that key pay the debt with that key (REC-04).

    >>> Piece(source=3, debt=9, amount=500_00)
    Piece(source=3, debt=9, amount=50000)
    """

    source: Hashable
    debt: Hashable
    amount: int


@dataclass(frozen=True, slots=True)
class Share:
    """What a source pays of a debt by an entry of the receipt.

    ``amount`` is in minor units of the plan's currency, ``debt_amount`` of the debt's. One item
    of the entry can pay the debts that share a ``reconcile_key``, the debts' own.

    >>> Share(source=3, debt=9, amount=120_000_00, debt_amount=100_00).debt_amount
    10000
    """

    source: Hashable
    debt: Hashable
    amount: int
    debt_amount: int
    reconcile_key: Hashable = None


def _check_rows(sources: Sequence[Source], debts: Sequence[Debt]) -> None:
    """Raise for repeated keys on one side, and amounts that are not positive whole units."""
    for what, rows in (("sources", sources), ("debts", debts)):
        check_keys(what, [row.key for row in rows])
        check_amounts(what, [row.amount for row in rows], 1)


def _spend(
    source: Source, queue: deque[Debt], owed: dict[Hashable, int]
) -> tuple[list[Piece], int]:
    """Pay the debts of the queue in order; return the pieces and what the source has left.

    Lowers ``owed`` (units by debt key) and drops paid debts from the queue, so all the
    sources that share a queue walk it once between them.
    """
    pieces, left = [], source.amount
    while left and queue:
        key = queue[0].key
        paid = min(left, owed[key])
        if paid:  # zero when a source of another queue paid it already
            pieces.append(Piece(source.key, key, paid))
        left -= paid
        owed[key] -= paid
        if not owed[key]:
            queue.popleft()
    return pieces, left


def waterfall(
    sources: Iterable[Source], debts: Iterable[Debt]
) -> tuple[list[Piece], dict[Hashable, int], dict[Hashable, int]]:
    """Decide which source pays which debt (REC-02, REC-04, REC-08, REC-10).

    Sources are spent in order over the debts in order, exact to the unit. A source with a
    scope pays only debts of that scope, one without pays any debt. Those with a scope spend
    first: money that can pay anything can pay other debts instead, and they can not. So the
    total paid is the highest possible.

    All amounts are in minor units of one currency; keys need to differ only among sources and
    among debts.

    :returns: the pieces by source order, then debt order; the units left of each source and
        of each debt by key, only those with something left.
    :raises ValueError: on an amount that is not positive or repeated keys on one side.
    :raises TypeError: on amounts that are not whole units.

    >>> invoices = [Debt(1, 100_00, "Deco Addict"), Debt(2, 250_00, "Deco Addict")]
    >>> cheque, credit_note = Source(10, 300_00), Source(11, 80_00, "Deco Addict")
    >>> pieces, left, unpaid = waterfall([cheque, credit_note], invoices)
    >>> for piece in pieces:
    ...     print(piece)
    Piece(source=10, debt=1, amount=2000)
    Piece(source=10, debt=2, amount=25000)
    Piece(source=11, debt=1, amount=8000)
    >>> left, unpaid    # 30.00 of the cheque stay on account
    ({10: 3000}, {})
    """
    given, asked = list(sources), list(debts)
    _check_rows(given, asked)
    owed = {debt.key: debt.amount for debt in asked}
    queues: dict[Hashable, deque[Debt]] = {}
    for debt in asked:
        if debt.scope is not None:
            queues.setdefault(debt.scope, deque()).append(debt)
    queues[None] = deque(asked)
    # Sorting is stable: the given order holds among sources with a scope and among those without.
    spent = {
        source.key: _spend(source, queues.get(source.scope, deque()), owed)
        for source in sorted(given, key=lambda source: source.scope is None)
    }
    pieces = [piece for source in given for piece in spent[source.key][0]]
    left = {source.key: spent[source.key][1] for source in given if spent[source.key][1]}
    return pieces, left, {key: amount for key, amount in owed.items() if amount}
