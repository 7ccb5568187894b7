"""Whether a debtor may be contacted now, by which rule not, and when next (COL-05).

The debtor's own day counts: its hours, its week, its holidays. Everything that was tried counts as
a contact, answered or not; what the debtor started does not.
"""

import datetime
from collections.abc import Iterator, Sequence
from functools import lru_cache

from .contact_data import (
    CHANNELS,
    CLASSES,
    Answer,
    Contact,
    ContactRule,
    Debtor,
    Window,
)

__all__ = [
    "CHANNELS",
    "CLASSES",
    "Answer",
    "Contact",
    "ContactRule",
    "Debtor",
    "Window",
    "judge",
]

#: no next moment is looked for beyond
DAYS_IN_SIGHT = 400
DAY = datetime.timedelta(days=1)
SECOND = datetime.timedelta(seconds=1)


def judge(
    rules: Sequence[ContactRule],
    channel: str,
    at: datetime.datetime,
    debtor: Debtor,
    days: int = DAYS_IN_SIGHT,
) -> Answer:
    """Return whether the debtor may be contacted by a channel at a moment.

    All rules of the channel's class have to allow it; of those that don't the first is named.

    :param at: naive, in UTC
    :param days: how far to look for the next moment
    :raises KeyError: for a channel that there is none of

    >>> shop = ContactRule(1, "Shop hours", windows=(Window(0, 480, 1200),), per_week=1)
    >>> monday = datetime.datetime(2026, 11, 30, 7, 30)
    >>> debtor = Debtor(datetime.timezone.utc)
    >>> bool(judge([shop], "call", monday + datetime.timedelta(hours=1), debtor))
    True
    >>> answer = judge([shop], "call", monday, debtor)
    >>> answer.limit, answer.rule, answer.next_moment
    ('hours', 'Shop hours', datetime.datetime(2026, 11, 30, 8, 0))
    >>> nine = monday + datetime.timedelta(minutes=90)
    >>> called = Debtor(datetime.timezone.utc, (Contact(nine, "sms"),))
    >>> answer = judge([shop], "call", nine + datetime.timedelta(hours=2), called)
    >>> answer.limit, answer.next_moment
    ('week', datetime.datetime(2026, 12, 7, 8, 0))
    """
    kind = CLASSES[channel]
    if channel in debtor.refused:
        return Answer(False, limit="refused")
    cases = [_Case(rule, channel, debtor) for rule in rules if kind in rule.classes]
    for case in cases:
        limit = case.find_limit(at)
        if limit:
            following = _find_next(cases, at, debtor, days)
            return Answer(False, case.rule.words, following, limit, case.rule.key)
    return Answer(True)


def local_time(at: datetime.datetime, zone: datetime.tzinfo) -> datetime.datetime:
    """Return what clocks of a zone show at a moment in UTC, without the zone."""
    return at.replace(tzinfo=datetime.timezone.utc).astimezone(zone).replace(tzinfo=None)


# ----------------------------------------------------------------------
# One rule
# ----------------------------------------------------------------------


class _Case:
    """One rule, one channel, one debtor: the contacts counted by the debtor's days."""

    def __init__(self, rule: ContactRule, channel: str, debtor: Debtor):
        self.rule, self.channel, self.debtor = rule, channel, debtor
        self.by_day, self.by_week, self.direct = {}, {}, {}
        for contact in debtor.contacts:
            if CLASSES[contact.channel] in rule.classes:
                self._count(contact)

    def _count(self, contact):
        day = local_time(contact.at, self.debtor.zone).date()
        self.by_day[day] = self.by_day.get(day, 0) + 1
        self.by_week[_week(day)] = self.by_week.get(_week(day), 0) + 1
        if contact.reached:
            self.direct.setdefault(_week(day), []).append((contact.at, day, contact.channel))

    def find_limit(self, at: datetime.datetime) -> str:
        """Return which limit does not allow a contact at a moment; empty when all do."""
        if self._is_unauthorised():
            return "authorised"
        local = local_time(at, self.debtor.zone)
        if self._is_holiday(local.date()):
            return "holiday"
        minute = local.hour * 60 + local.minute
        windows = self.get_windows(local.date())
        if not any(window.start <= minute < window.end for window in windows):
            return "hours"
        return self.find_day_limit(local.date()) or self.find_direct(at, local.date())

    def get_windows(self, day: datetime.date) -> Sequence[Window]:
        """Return the times of a day in which the rule allows contacts, the earliest first."""
        if self.rule.windows is None:
            return (Window(day.weekday(), 0, 24 * 60),)
        return sorted(each for each in self.rule.windows if each.weekday == day.weekday())

    def find_day_limit(self, day: datetime.date) -> str:
        """Return which limit does not allow a further contact on a day; empty when all do."""
        rule = self.rule
        if self._is_unauthorised():
            return "authorised"
        if self._is_holiday(day):
            return "holiday"
        if rule.per_day and self.by_day.get(day, 0) >= rule.per_day:
            return "day"
        if rule.per_week and self.by_week.get(_week(day), 0) >= rule.per_week:
            return "week"
        if any(abs((day - other).days) < rule.gap_days for other in self.by_day):
            return "gap"
        return ""

    def find_direct(self, at: datetime.datetime, day: datetime.date) -> str:
        """Return what follows from having reached the debtor before, on that day or in that week.

        Once it does not allow a contact, it does not allow one for the rest of the day.
        """
        if not self.rule.one_channel:
            return ""
        before = [each for each in self.direct.get(_week(day), ()) if each[0] <= at]
        if any(other == day for _at, other, _channel in before):
            return "same_day"
        if any(channel != self.channel for _at, _day, channel in before):
            return "other_channel"
        return ""

    def _is_unauthorised(self):
        return self.rule.authorised_only and self.channel not in self.debtor.authorised

    def _is_holiday(self, day):
        return not self.rule.holidays and day in self.debtor.holidays


def _week(day: datetime.date) -> datetime.date:
    """Return the Monday of the week of a day."""
    return day - datetime.timedelta(days=day.weekday())


# ----------------------------------------------------------------------
# The next moment
# ----------------------------------------------------------------------


def _find_next(cases, at, debtor, days) -> datetime.datetime | None:
    """Return the first moment from ``at`` on that all of the rules allow, or None."""
    first = local_time(at, debtor.zone).date()
    for number in range(days + 1):
        day = first + number * DAY
        if any(case.find_day_limit(day) for case in cases):
            continue
        for start, end in _common_spans(cases, day, debtor.zone):
            moment = max(start, at)
            if moment < end and not any(case.find_direct(moment, day) for case in cases):
                return moment
    return None


def _common_spans(cases, day, zone) -> Iterator[tuple[datetime.datetime, datetime.datetime]]:
    """Yield from when to when, in UTC, all the rules' windows of a day are open."""
    spans = [
        (start, end)
        for case in cases[:1]
        for window in case.get_windows(day)
        for start, end in _window_spans(window, day, zone)
    ]
    for case in cases[1:]:
        others = [
            span
            for window in case.get_windows(day)
            for span in _window_spans(window, day, zone)
        ]
        spans = [
            (max(start, from_), min(end, to))
            for start, end in spans
            for from_, to in others
            if max(start, from_) < min(end, to)
        ]
    yield from sorted(spans)


def _window_spans(window, day, zone) -> Iterator[tuple[datetime.datetime, datetime.datetime]]:
    """Yield from when to when, in UTC, a window is open on a day.

    Twice where clocks are put back within it; where they are put on, what they skip is left out.
    """
    midnight = datetime.datetime.combine(day, datetime.time.min)
    opens = midnight + datetime.timedelta(minutes=window.start)
    closes = midnight + datetime.timedelta(minutes=window.end)
    before, after, change = _get_offsets(day, zone)
    if change is None:
        yield opens - before, closes - before
        return
    for start, end in (
        (opens - before, min(closes - before, change)),
        (max(opens - after, change), closes - after),
    ):
        if start < end:
            yield start, end


@lru_cache(maxsize=50_000)
def _get_offsets(day, zone):
    """Return a zone's offset before and after a day, and the moment in UTC when it changes.

    The moment is None where it does not; a zone changes once around a day at most.
    """
    midnight = datetime.datetime.combine(day, datetime.time.min)
    early, late = midnight - DAY, midnight + 2 * DAY
    before, after = _offset(early, zone), _offset(late, zone)
    if before == after:
        return before, after, None
    while late - early > SECOND:
        middle = early + (late - early) // 2
        middle = middle.replace(microsecond=0)
        if _offset(middle, zone) == before:
            early = middle
        else:
            late = middle
    return before, after, late


def _offset(at, zone) -> datetime.timedelta:
    return local_time(at, zone) - at
