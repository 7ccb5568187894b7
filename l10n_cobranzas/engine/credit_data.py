"""What a credit decision is made from, and what comes out, as plain data (CRE-01 to CRE-08).

Amounts are whole minor units of the company's currency; days are calendar days.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from .minor_units import check_minor_units

__all__ = [
    "KINDS",
    "MODES",
    "PARTS",
    "RULES",
    "Block",
    "Decision",
    "Holder",
    "Limit",
    "OpenDebt",
    "Reason",
    "Request",
    "Rule",
    "Standing",
    "WayOut",
]

Id = int | str | tuple | None

#: documents that are controlled
KINDS = ("quotation", "order", "invoice", "debit_note", "charge")
MODES = ("control", "warn", "nothing")
RULES = (
    "limit",
    "days",
    "cash",
    "overdue_amount",
    "share",
    "returned_check",
    "limit_expired",
    "blocked",
    "broken_promise",
    "document_amount",
)
#: exposure by part; "credits" is what is not allocated yet, below zero
PARTS = ("items", "drafts", "orders", "checks", "postdated", "credits")


@dataclass(frozen=True, slots=True)
class OpenDebt:
    """An open item of a customer.

    :param amount: its residual
    :param late_from: the first day on which it is late: due date, days of grace, and one
    :param part: the part of exposure that it is in
    """

    id: Id
    name: str
    amount: int
    due: date
    late_from: date
    part: str = "items"

    def __post_init__(self) -> None:
        check_minor_units(f"debt {self.name}", self.amount)

    def count_days_late(self, day: date) -> int:
        """Return the days late beyond grace: 0 until its last day of grace.

        >>> owed = OpenDebt(1, "FA-1", 100_00, date(2019, 12, 16), date(2020, 1, 1))
        >>> [owed.count_days_late(day) for day in (date(2019, 12, 31), date(2020, 1, 17))]
        [0, 17]
        """
        return max((day - self.late_from).days + 1, 0)


@dataclass(frozen=True, slots=True)
class Limit:
    """What a customer or a group may owe; ``amount`` None: no limit was set, 0: no credit at all.

    :param expires: the last day on which it holds
    :param extra: added to a limit that is set
    """

    amount: int | None = None
    expires: date | None = None
    extra: int = 0

    def __post_init__(self) -> None:
        check_minor_units("limit", self.amount or 0)
        check_minor_units("extra limit", self.extra)

    @property
    def total(self) -> int | None:
        """Limit and extra together; None when no limit is set.

        >>> Limit(100_00, extra=20_00).total, Limit(extra=20_00).total
        (12000, None)
        """
        return None if self.amount is None else self.amount + self.extra

    def has_expired(self, day: date) -> bool:
        """Return whether a limit that was set holds no longer on ``day``.

        >>> limit = Limit(100_00, date(2026, 9, 30))
        >>> limit.has_expired(date(2026, 9, 30)), limit.has_expired(date(2026, 10, 1))
        (False, True)
        """
        return self.amount is not None and self.expires is not None and self.expires < day


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in force.

    :param threshold: what still passes: minor units, days or a count by its kind; of ``share`` the
        percentage of the limit, an int or a Decimal
    :param mode: ``control`` refuses, ``warn`` only warns, ``nothing`` takes the kind of rule away
    :param scope_words: why it is this one, for people
    """

    id: Id
    kind: str
    threshold: int | Decimal = 0
    mode: str = "control"
    scope_words: str = ""

    def __post_init__(self) -> None:
        _check_one_of("rule", self.kind, RULES)
        _check_one_of("mode", self.mode, MODES)
        if self.kind != "share" or isinstance(self.threshold, float):
            check_minor_units(f"threshold of {self.kind}", self.threshold)


@dataclass(frozen=True, slots=True)
class Block:
    """A customer is not to be sold to, or not products of a category (OPS-15).

    :param until: the last day of it
    """

    id: Id
    reason: str = ""
    until: date | None = None
    category: Id = None


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a limit: a customer, or its group with the customer in it.

    :param parts: exposure by part; each part that counts is there, with 0 when it has nothing
    :param debts: open items, in any order
    :param earlier: what documents before this one in the same batch add to exposure
    """

    id: Id
    name: str
    kind: Literal["customer", "group"] = "customer"
    parts: Mapping[str, int] = field(default_factory=dict)
    limit: Limit = Limit()
    debts: tuple[OpenDebt, ...] = ()
    earlier: int = 0

    def __post_init__(self) -> None:
        for part, amount in self.parts.items():
            _check_one_of("part", part, PARTS)
            check_minor_units(part, amount)

    @property
    def exposure(self) -> int:
        """What counts against the limit before the document.

        >>> Holder(7, "Deco", parts={"items": 500_00, "credits": -100_00}, earlier=50_00).exposure
        45000
        """
        return sum(self.parts.values()) + self.earlier


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a customer stands on a day, before the document.

    :param group: the group that shares a limit with it
    :param rules: those in force, the narrowest of each kind
    :param cash: it has no credit: a debt passes only with nothing pending (CRE-05)
    :param returned_checks: days since its last cheque was returned
    :param broken_promises: how many of its promises were not kept
    :param pending: debts that documents before this one in the same batch make
    """

    customer: Holder
    group: Holder | None = None
    rules: tuple[Rule, ...] = ()
    blocks: tuple[Block, ...] = ()
    cash: bool = False
    returned_checks: int | None = None
    broken_promises: int = 0
    pending: int = 0

    def __post_init__(self) -> None:
        if self.group and set(self.group.parts) != set(self.customer.parts):
            raise ValueError("customer and group count different parts")

    @property
    def holders(self) -> tuple[Holder, ...]:
        """The customer, and the group when there is one."""
        return (self.customer, self.group) if self.group else (self.customer,)


@dataclass(frozen=True, slots=True)
class Request:
    """A document that is to pass.

    :param replaces: what it counts for in exposure already: the order that is invoiced, its draft
    :param categories: categories of its products, and those above them
    """

    kind: str
    amount: int
    day: date
    replaces: int = 0
    categories: tuple[Id, ...] = ()

    def __post_init__(self) -> None:
        _check_one_of("kind of document", self.kind, KINDS)
        check_minor_units("document", self.amount)
        check_minor_units("replaced by the document", self.replaces)

    @property
    def added(self) -> int:
        """By how much exposure grows.

        >>> Request("invoice", 100_00, date(2026, 9, 30), replaces=80_00).added
        2000
        """
        return self.amount - self.replaces


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that the document does not pass.

    :param mode: ``control``: it refuses; ``warn``: it warns
    :param holder: ``customer`` or ``group``
    :param threshold: what still passes, in the unit of ``value``; of ``share`` the money it allows
    :param value: what was found: exposure with the document, days late, an amount
    :param excess: how far beyond the threshold; of ``returned_check`` the days until it passes
    :param debts: the open items that are the cause
    :param source: id of the rule or of the block
    """

    rule: str
    mode: str
    holder: str
    threshold: int = 0
    value: int = 0
    excess: int = 0
    debts: tuple[OpenDebt, ...] = ()
    source: Id = None


@dataclass(frozen=True, slots=True)
class WayOut:
    """One step of a way out.

    ``collect``: money on debts; ``credit``: money on account; ``limit``: a limit of ``amount``;
    ``unblock``: lift the blocks ``sources``; ``override``: let it pass by a person's decision.

    :param amount: money to collect, the new limit, or that of the document that is let pass
    :param amounts: how much to collect of each of ``debts``
    :param renew: the limit needs a new day of expiry too
    """

    kind: Literal["collect", "credit", "limit", "unblock", "override"]
    holder: str = "customer"
    amount: int = 0
    debts: tuple[OpenDebt, ...] = ()
    amounts: tuple[int, ...] = ()
    sources: tuple[Id, ...] = ()
    renew: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided and why; judging its ``standing`` again gives the same.

    :param standing: what it was made from, with only the debts that reasons and ways name
    :param ways: each a tuple of steps that do together; the cheapest first
    """

    verdict: Literal["pass", "warn", "refuse"]
    mode: str
    request: Request
    standing: Standing
    reasons: tuple[Reason, ...] = ()
    ways: tuple[tuple[WayOut, ...], ...] = ()

    @property
    def parts(self) -> Mapping[str, int]:
        """The customer's exposure by part, before the document."""
        return self.standing.customer.parts

    def to_json(self) -> dict[str, Any]:
        """Return it as what JSON has: dictionaries, lists, texts and whole numbers.

        >>> day, customer = date(2026, 9, 30), Holder(7, "Deco", parts={"items": 5_00})
        >>> made = Decision("pass", "control", Request("order", 1_00, day), Standing(customer))
        >>> made.to_json()["request"]["day"]
        '2026-09-30'
        >>> Decision.from_json(made.to_json()) == made
        True
        """
        return _pack(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Decision":
        """Return the decision that :meth:`to_json` was called on."""
        return _unpack(cls, data)


#: classes of the fields that hold, at some depth, more of these dataclasses
_NESTED = {
    "request": Request,
    "standing": Standing,
    "reasons": Reason,
    "ways": WayOut,
    "customer": Holder,
    "group": Holder,
    "rules": Rule,
    "blocks": Block,
    "limit": Limit,
    "debts": OpenDebt,
}
_DATES = ("due", "late_from", "expires", "until", "day")


def _check_one_of(what: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"{what}: {value!r} is none of {', '.join(allowed)}")


def _pack(value: Any) -> Any:
    if is_dataclass(value):
        return {each.name: _pack(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple | list):
        return [_pack(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _unpack(cls: Any, data: Any) -> Any:
    if isinstance(data, list):
        return tuple(_unpack(cls, each) for each in data)
    if cls is None or not isinstance(data, Mapping):
        return data
    values = {}
    for name, value in data.items():
        if name in _DATES and value is not None:
            values[name] = date.fromisoformat(value)
        elif name == "threshold" and isinstance(value, str):
            values[name] = Decimal(value)
        elif name == "parts":
            values[name] = dict(value)
        else:
            values[name] = _unpack(_NESTED.get(name), value)
    return cls(**values)
