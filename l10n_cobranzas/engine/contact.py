"""Whether a debtor may be contacted now, by which rule not, and when next (COL-05).

Moments are naive and in UTC.
"""

import datetime
from dataclasses import dataclass

__all__ = ["Answer"]


@dataclass(frozen=True)
class Answer:
    """Whether a debtor may be contacted at a moment; true when so.

    :param rule: when not, the rule that says so, in words with its source
    :param next_moment: when not, the first later moment at which it may be done, in UTC without a
        zone; None when there is none within sight
    """

    allowed: bool
    rule: str = ""
    next_moment: datetime.datetime | None = None

    def __bool__(self):
        return self.allowed
