"""What a movement books, as plain data: the preview shows it and the booking makes it (OPS).

Amounts are signed whole minor units, debits positive: ``amount`` in the currency of the item,
``booked`` in that of the company. Accounts, customers and currencies are opaque keys.
"""

import datetime
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

__all__ = ["Allocation", "Entry", "Item", "Note", "Origin", "Plan", "cancel", "share_booked"]


@dataclass(frozen=True, slots=True)
class Origin:
    """What a movement takes of an open item, in the currency of the item and as booked.

    :param key: the open item
    :param amount: taken, with the sign of the item
    :param booked: the part of what the company has booked for it
    """

    key: Hashable
    account: Hashable
    partner: Hashable
    currency: Hashable
    amount: int
    booked: int
    due: datetime.date
    label: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One journal item to book.

    :param is_result: it is an open item that the movement makes, as people know it
    :param origin: the open item in the place of which it comes, if there is one
    :param values: what else is written on it, by field: its taxes
    """

    key: Hashable
    account: Hashable
    partner: Hashable
    currency: Hashable
    amount: int
    booked: int
    due: datetime.date | None = None
    label: str = ""
    is_result: bool = False
    origin: Hashable = None
    values: dict | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One journal entry to book.

    :param journal: None for the journal of movements
    :param payment: values of the payment whose entry it is, by field; None when it is none
    """

    items: tuple[Item, ...]
    date: datetime.date | None = None
    label: str = ""
    journal: Hashable = None
    payment: dict | None = None
    key: Hashable = None


@dataclass(frozen=True, slots=True)
class Note:
    """One document to issue (a charge note, an invoice): its values, and what its items will be.

    :param values: of the document, by field
    :param items: what it is expected to book, taxes included; the receivable one bears ``key``
    """

    key: Hashable
    values: dict
    items: tuple[Item, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Allocation:
    """Let a debit be paid by a credit: keys of origins or of items of the plan.

    :param amount: positive, in the currency of the debit
    """

    debit: Hashable
    credit: Hashable
    amount: int


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a movement books: the preview and the booking run the same one."""

    entries: tuple[Entry, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    notes: tuple[Note, ...] = field(default=())

    def get_items(self) -> list[Item]:
        """Return the items of every entry and note, in order."""
        booked = [*self.notes, *self.entries]
        return [item for each in booked for item in each.items]

    def get_results(self) -> list[Item]:
        """Return the open items that the movement makes."""
        return [item for item in self.get_items() if item.is_result]

    def check(self) -> None:
        """Raise ``ValueError`` for a plan that can't be booked as it is.

        >>> item = Item("a", "cash", None, "ARS", 100, 100)
        >>> Plan(entries=(Entry((item,)),)).check()
        Traceback (most recent call last):
        ValueError: entry is 100 out of balance
        """
        keys = [item.key for item in self.get_items()]
        if len(keys) != len(set(keys)):
            raise ValueError(f"repeated keys in {keys}")
        for each in [*self.entries, *self.notes]:
            difference = sum(item.booked for item in each.items)
            if difference:
                raise ValueError(
                    f"entry {getattr(each, 'label', '')} is {difference} out of balance"
                )
        for allocation in self.allocations:
            if allocation.amount <= 0:
                raise ValueError(f"{allocation} is not above zero")


def share_booked(amount: int, residual: int, booked: int) -> int:
    """Return what is booked for part of an open item: in proportion, half units away from zero.

    :param amount: the part, with the sign of ``residual``
    :param residual: what is left of the item, in its currency
    :param booked: what the company has booked for ``residual``

    >>> share_booked(500_00, 1_210_00, 1_210_000_00)    # 500 of 1,210 dollars booked at 1,000
    50000000
    """
    if amount == residual or not residual:
        return booked
    sign = -1 if (amount < 0) == (residual < 0) and booked < 0 else 1
    return sign * ((2 * abs(booked) * abs(amount) + abs(residual)) // (2 * abs(residual)))


def cancel(origins: Iterable[Origin], label: str = "") -> tuple[list[Item], list[Allocation]]:
    """Return the items that cancel what is taken of each origin, and their allocations.

    In the currency and at the rate of the origin, so that no exchange difference arises.

    >>> origin = Origin("FA-12", "1.1.3", "Norte", "ARS", 1_000_00, 1_000_00, None)
    >>> items, allocations = cancel([origin])
    >>> items[0].amount, allocations[0].debit, allocations[0].amount
    (-100000, 'FA-12', 100000)
    """
    items, allocations = [], []
    for origin in origins:
        item = Item(
            key=("taken", origin.key),
            account=origin.account,
            partner=origin.partner,
            currency=origin.currency,
            amount=-origin.amount,
            booked=-origin.booked,
            label=label or origin.label,
            origin=origin.key,
        )
        items.append(item)
        allocations.append(allocate(origin.key, item.key, origin.amount))
    return items, allocations


def allocate(origin: Hashable, item: Hashable, amount: int) -> Allocation:
    """Return the allocation between an open item and the item that cancels it.

    :param amount: taken of the open item, with its sign

    >>> allocate("NC-3", "x", -500_00)
    Allocation(debit='x', credit='NC-3', amount=50000)
    """
    if amount > 0:
        return Allocation(origin, item, amount)
    return Allocation(item, origin, -amount)
