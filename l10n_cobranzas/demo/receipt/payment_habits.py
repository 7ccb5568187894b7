"""Who pays what and when: plain arithmetic on the items of the demo, nothing is written.

A debtor is visited every two weeks. On a visit it pays what it is ready to pay by then, as its
habit says, in one receipt for each currency it pays in.
"""

from dataclasses import dataclass, field

from ..context import Debtor
from ..debtors.debtor_rows import HABITS

CYCLE = 14
#: one item in so many is paid in two parts, the second so many days later
PARTIAL_EVERY, PARTIAL_WAIT = 11, 2 * CYCLE
#: credit notes are used in receipts until so many are left for later
CREDITS_LEFT = 7


@dataclass
class Visit:
    """A receipt to make: what is paid, and the credits used with it."""

    debtor: Debtor
    offset: int
    currency: str
    debts: list = field(default_factory=list)
    credits: list = field(default_factory=list)

    def take(self, item, amount):
        """Pay ``amount`` of ``item`` in this visit."""
        item.left = item.currency.round(item.left - amount)
        self.debts.append((item, amount))


def visits(demo):
    """The visits of the year, oldest first; the items know then what is left of them."""
    found = {}
    for number, item in enumerate(sorted(demo.debts, key=lambda item: (item.due, item.issued))):
        offset = _payment_day(demo, item)
        if offset is None or offset > 0:
            continue
        if number % PARTIAL_EVERY == 0 and item.currency == demo.company.currency_id:
            part = _part(demo, item)
            _visit(found, item, offset).take(item, part)
            offset += PARTIAL_WAIT
        if offset <= 0:
            _visit(found, item, offset).take(item, item.left)
    made = sorted(found.values(), key=lambda visit: (visit.offset, visit.debtor.row))
    _use_credits(demo, made)
    return made


def _payment_day(demo, item):
    """The day of the visit in which the item is paid; None when the debtor stopped paying."""
    least, most, stopped = HABITS[item.debtor.habit]
    if stopped and item.due > -stopped:
        return None
    ready = max(item.due + demo.random.randint(least, most), item.issued)
    return ready + (item.debtor.row * 5 - ready) % CYCLE


def _part(demo, item):
    """About half of what is left, in round thousands when it is in thousands."""
    part = item.left * demo.random.choice((0.4, 0.5, 0.6))
    return float(part // 1000 * 1000 or item.currency.round(part))


def _visit(found, item, offset):
    """The visit of the item's debtor that day, in the currency it pays this item in."""
    debtor = item.debtor
    dollars = item.currency.name == "USD" and debtor.row % 2 == 0
    key = (debtor.row, offset, "USD" if dollars else "ARS")
    return found.setdefault(key, Visit(debtor, offset, key[2]))


def _use_credits(demo, made):
    """Use credit notes in the first visit after them whose debts in pesos are larger."""
    free = list(demo.credits)
    for credit in demo.credits:
        for visit in made:
            if len(free) <= CREDITS_LEFT:
                return
            if _fits(credit, visit):
                visit.credits.append(credit)
                credit.left = 0.0
                free.remove(credit)
                break


def _fits(credit, visit):
    debts = sum(amount for item, amount in visit.debts if item.currency == credit.currency)
    return (
        visit.debtor is credit.debtor
        and visit.offset >= credit.issued
        and not visit.credits
        and debts > 1.2 * credit.left
    )
