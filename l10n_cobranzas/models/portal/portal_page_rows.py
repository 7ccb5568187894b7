"""What the portal's page is asked for, and the rows that it shows: plain values."""

import datetime
from dataclasses import dataclass, field

from odoo.models import BaseModel

from ..collecting.debtor_page_rows import PageScope

SHOWN = 50  # rows of a currency at first, and more at each turn
MOST = 5_000  # rows of a currency at most
LONGEST = 100  # letters of a search


@dataclass(frozen=True)
class PageChoice:
    """Which rows of the page a visitor wants to see; its totals are of all.

    :param search: text in the number or reference of a document, or in its customer's name
    :param is_overdue: only what is overdue
    :param shown: how many rows of each currency, debts and credits apart
    :param after: how many rows of each were shown before
    :param currency_id: only those in this currency; 0 for all
    """

    search: str = ""
    is_overdue: bool = False
    shown: int = SHOWN
    after: int = 0
    currency_id: int = 0

    @classmethod
    def from_query(cls, values):
        """Return what the query of an address asks for; what makes no sense in it is left out."""
        shown = _read_count(values.get("shown"))
        return cls(
            search=str(values.get("search") or "").replace("\x00", "").strip()[:LONGEST],
            is_overdue=values.get("overdue") == "1",
            shown=min(max(shown, SHOWN), MOST),
            after=min(_read_count(values.get("after")), 10 * MOST),
            currency_id=_read_count(values.get("currency")),
        )


def _read_count(text):
    """Return the whole number that a text is, 0 for any other text."""
    text = str(text or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


@dataclass(frozen=True)
class PortalScope(PageScope):
    """Whose page is read, and what of it.

    :param access: the ``PortalAccess`` of the visitor
    """

    access: object
    choice: PageChoice


@dataclass
class PortalItem:
    """An open item as the debtor reads it; amounts in its currency, above zero for credits too.

    :param id: of the journal item
    :param instalment: its place among the instalments of its document, 0 when it has only one
    :param part: which instalment it is, in words
    :param late: how late it is, in words; empty when it is not
    :param disputed: what of it is under an open dispute
    :param promised: what of it is promised, in time still
    :param under_way: what of it is being paid
    :param interest: late interest until today that no note charged yet, before taxes
    :param agency: who else collects it, in words
    """

    id: int
    move_id: int
    receipt_id: int
    name: str
    kind: str
    customer: str
    date: datetime.date
    date_due: datetime.date
    days_overdue: int
    amount: float
    residual: float
    disputed: float
    instalment: int
    part: str
    late: str
    is_first: bool
    is_document: bool
    bears_interest: bool
    promised: float = 0.0
    under_way: float = 0.0
    interest: float = 0.0
    agency: str = ""

    @property
    def is_partly_paid(self):
        """Tell whether something of it was paid."""
        return self.residual < self.amount

    @property
    def payable(self):
        """Return what is proposed to be paid of it: not in dispute, and not being paid."""
        return max(self.residual - self.disputed - self.under_way, 0.0)


@dataclass
class PortalAccount:
    """What a debtor owes in one currency; ``balance`` is the sum of the ledger's residuals.

    :param payable: what of the overdue is not under an open dispute, and not being paid
    :param items: the debts shown; ``found`` of them match what the visitor asked for
    :param credits: the credits shown; ``credits_found`` of them match
    """

    currency: BaseModel
    debt: float = 0.0
    debt_count: int = 0
    overdue: float = 0.0
    payable: float = 0.0
    overdue_count: int = 0
    credit: float = 0.0
    credit_count: int = 0
    found: int = 0
    credits_found: int = 0
    items: list = field(default_factory=list)
    credits: list = field(default_factory=list)

    @property
    def balance(self):
        """Return debts less credits, rounded to the currency."""
        return self.currency.round(self.debt - self.credit)


@dataclass(frozen=True)
class PortalPromise:
    """A date of an open promise; ``amount`` is what is still to come of it."""

    id: int
    promise_id: int
    name: str
    date: datetime.date
    amount: float
    currency: BaseModel
    is_past: bool


@dataclass(frozen=True)
class PortalDispute:
    """A document, or a part of it, that the debtor does not agree to pay."""

    id: int
    name: str
    document: str
    reason: str
    date: datetime.date
    amount: float
    currency: BaseModel


@dataclass(frozen=True)
class PortalRow:
    """A document or receipt of the past.

    :param file_id: of the journal item or receipt that its PDF is fetched by; 0 without PDF
    """

    file_id: int
    name: str
    kind: str
    customer: str
    date: datetime.date
    amount: float
    currency: BaseModel
    state: str


@dataclass(frozen=True)
class PortalRows:
    """One page of a list: its rows, and how many there are in all."""

    rows: list
    count: int
