"""What the gate of contacts works with: rules, contacts that were made, the debtor (COL-05).

Moments are naive and in UTC, hours are minutes of the debtor's own day, weeks begin on Monday.
"""

import datetime
from dataclasses import dataclass, field

__all__ = ["CHANNELS", "CLASSES", "Answer", "Contact", "ContactRule", "Debtor", "Window"]

#: channel -> its class: limits differ between what interrupts a person and what is written
CLASSES = {
    "call": "call",
    "visit": "call",
    "email": "written",
    "sms": "written",
    "whatsapp": "written",
    "letter": "written",
    "portal": "written",
    "other": "written",
}
CHANNELS = tuple(CLASSES)
MINUTES = 24 * 60


@dataclass(frozen=True, order=True)
class Window:
    """Time of a weekday in which contacts are allowed: from ``start`` on, no more at ``end``.

    :param weekday: 0 for Monday to 6 for Sunday
    :param start: minutes since midnight
    :param end: minutes since midnight, at most those of a day

    >>> Window(0, 8 * 60, 8 * 60)
    Traceback (most recent call last):
    ValueError: a window ends after it starts, within a day
    """

    weekday: int
    start: int
    end: int

    def __post_init__(self):
        if not 0 <= self.start < self.end <= MINUTES or not 0 <= self.weekday <= 6:
            raise ValueError("a window ends after it starts, within a day")


@dataclass(frozen=True)
class ContactRule:
    """Limits of the contacts of one or both classes of channel; 0 and None are no limit.

    :param key: of the row it was read from
    :param words: what the rule is called, with its source
    :param classes: of the channels that it limits, and whose contacts it counts
    :param windows: when contacts are allowed; None: at any time
    :param holidays: whether they are allowed on public holidays
    :param per_day: contacts in a day at most
    :param per_week: contacts in a week at most
    :param gap_days: days from one contact to the next at least: 2 is not the next day
    :param one_channel: once the debtor was reached there is no further contact on that day, and
        none by another channel in that week
    :param authorised_only: only by channels that the debtor authorised
    """

    key: int
    words: str = ""
    classes: frozenset = frozenset({"call", "written"})
    windows: tuple[Window, ...] | None = None
    holidays: bool = False
    per_day: int = 0
    per_week: int = 0
    gap_days: int = 0
    one_channel: bool = False
    authorised_only: bool = False

    def __post_init__(self):
        if min(self.per_day, self.per_week, self.gap_days) < 0:
            raise ValueError("a limit is not negative")
        if not self.classes or not self.classes <= set(CLASSES.values()):
            raise ValueError("a rule is of calls and visits, of what is written, or of both")


@dataclass(frozen=True)
class Contact:
    """A contact that was made with the debtor, or tried.

    :param reached: the debtor answered: a direct contact
    """

    at: datetime.datetime
    channel: str
    reached: bool = False


@dataclass(frozen=True)
class Debtor:
    """Who is to be contacted.

    :param zone: the debtor's time zone
    :param contacts: that were made with the debtor, in any order
    :param holidays: public holidays where the debtor is
    :param authorised: channels that the debtor authorised
    :param refused: channels by which the debtor does not want to be contacted
    """

    zone: datetime.tzinfo
    contacts: tuple[Contact, ...] = ()
    holidays: frozenset = field(default_factory=frozenset)
    authorised: frozenset = frozenset()
    refused: frozenset = frozenset()


@dataclass(frozen=True)
class Answer:
    """Whether a debtor may be contacted at a moment; true when so.

    :param rule: when not, the rule that says so, in words with its source
    :param next_moment: when not, the first later moment at which it may be done, in UTC without a
        zone; None when there is none within sight
    :param limit: when not, which limit of the rule it is, for words about it
    :param key: when not, of the rule
    """

    allowed: bool
    rule: str = ""
    next_moment: datetime.datetime | None = None
    limit: str = ""
    key: int = 0

    def __bool__(self):
        return self.allowed
