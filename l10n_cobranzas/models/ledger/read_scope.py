"""What narrows a read of the ledger, and the kinds an item can be of: plain values."""

import datetime
from dataclasses import dataclass, field

from odoo.tools import SQL


class Kept:
    """What one reader computed for its queries, by key, so that each is computed once.

    It lives as long as the reader: what is booked afterwards is not in it.
    """

    def __init__(self, values=None):
        self.values = values or {}


@dataclass(frozen=True)
class ReadScope:
    """How a read model is read: at which date, and which of its rows are put together.

    It is passed in the context as an object of this class, which no request can send; of what a
    client sends in the context, only ``cobranzas_date``, ``cobranzas_postdated`` and
    ``cobranzas_as_known`` count.

    :param date: the ledger as it was at the end of this day; today's when None
    :param postdated: with the deferred cheques that are not payable yet
    :param as_known: as it was known at the end of ``date``: without what was entered or matched
        since, and with the matchings that were undone since
    :param by_parts: an item may be several rows that sum up to it, which is quicker to sum
    :param opening: the ledger's lines before this day may be other rows that have the same sums of
        balances, by customer, company, account and currency
    :param partner_ids: customers (commercial partners), when only theirs are asked for
    :param row_ids: ids of the rows, when only these are asked for
    :param kept: what the reader computed, for a read model that isn't SQL alone
    """

    date: datetime.date | None = None
    postdated: bool = False
    as_known: bool = False
    by_parts: bool = False
    opening: datetime.date | None = None
    partner_ids: tuple = ()
    row_ids: tuple = ()
    kept: Kept | None = field(default=None, repr=False)

    @property
    def is_narrowed(self):
        """Tell whether more is asked than the plain keys of the context say."""
        return bool(
            self.by_parts or self.opening or self.partner_ids or self.row_ids or self.kept
        )

    def to_context(self):
        """Return the keys of the context with which a client reads the same rows."""
        return {
            "cobranzas_date": self.date.isoformat() if self.date else False,
            "cobranzas_postdated": self.postdated,
            "cobranzas_as_known": self.as_known,
        }


@dataclass(frozen=True)
class ItemKind:
    """What an item can be: an invoice, a receipt, an exchange difference.

    :param label: in the language of the environment
    :param sequence: its place in a list of choices
    :param condition: true for an item of the kind, on its entry ``move``, the ``company`` and the
        columns and joins of the read model
    :param by_entry: the condition needs ``move`` and ``company`` alone, so that movements,
        which sum items of one entry, can ask it too
    """

    key: str
    label: str
    sequence: int
    condition: SQL
    by_entry: bool = True
