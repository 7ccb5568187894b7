"""Why there is no plan: one exception for each reason, with the source or debt in the way.

They speak of keys and minor units; models turn them into sentences.

>>> try:
...     raise DebtOverpaid("FA 1", 120_00)
... except PlanRefused as refused:
...     print(refused.debt, refused.paid)
FA 1 12000
"""

from collections.abc import Hashable
from dataclasses import dataclass

__all__ = [
    "CreditNotSpent",
    "DebtOverpaid",
    "DebtTooSmall",
    "DebtUnpaid",
    "OutsideScope",
    "PlanRefused",
    "RowOutdated",
    "SourceOverspent",
]


class PlanRefused(Exception):  # noqa: N818 - it is no error of the program
    """Why there is no plan; the subclasses say which source or debt is in the way."""


@dataclass(eq=False)
class DebtTooSmall(PlanRefused):
    """A debt is worth less than one minor unit of ``currency``, the plan's."""

    currency: Hashable


@dataclass(eq=False)
class RowOutdated(PlanRefused):
    """A row allocates a source or a debt that is no longer there."""

    source: Hashable
    debt: Hashable


@dataclass(eq=False)
class OutsideScope(PlanRefused):
    """A row lets a credit pay a debt of a customer it is not shared with."""

    source: Hashable
    debt: Hashable


@dataclass(eq=False)
class DebtOverpaid(PlanRefused):
    """The rows of a debt add up to ``paid`` minor units, more than there is to pay."""

    debt: Hashable
    paid: int


@dataclass(eq=False)
class SourceOverspent(PlanRefused):
    """The rows spend ``spent`` of a source that has ``amount``, minor units of ``currency``."""

    source: Hashable
    spent: int
    amount: int
    currency: Hashable


@dataclass(eq=False)
class CreditNotSpent(PlanRefused):
    """The rows leave ``left`` minor units of ``currency`` of a credit unspent."""

    source: Hashable
    left: int
    currency: Hashable


@dataclass(eq=False)
class DebtUnpaid(PlanRefused):
    """The rows leave ``missing`` of a debt unpaid while a source has ``left`` of ``currency``."""

    debt: Hashable
    missing: int
    source: Hashable
    left: int
    currency: Hashable
