"""What somebody wants to note as a promise, before it is checked (COL-06)."""

import datetime
from dataclasses import dataclass

from odoo.models import BaseModel


@dataclass(frozen=True)
class PromiseRequest:
    """A promise to be made.

    :param customer: commercial entity whom the promise is with
    :param group: debtor group, empty for the customer alone
    :param dates: (day, amount) of each instalment, in ``currency``
    :param documents: {receivable item: amount}; empty for an amount of the account
    :param tolerance_days: working days; None: the company's setting
    :param tolerance_amount: in ``currency``; None: the company's setting
    :param replaces: promise whose place it takes, or empty
    """

    customer: BaseModel
    group: BaseModel
    company: BaseModel
    currency: BaseModel
    amount: float
    dates: tuple[tuple[datetime.date, float], ...]
    documents: dict[BaseModel, float]
    replaces: BaseModel
    tolerance_days: int | None = None
    tolerance_amount: float | None = None
    note: str = ""

    @property
    def customers(self):
        """Those whose documents may be promised, and whose payments count."""
        if not self.group:
            return self.customer
        return self.group._get_cobranzas_customers()[self.group]
