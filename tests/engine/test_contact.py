"""The gate of contacts at its boundaries, and what holds for any rules and contacts (COL-05)."""

import datetime
import doctest
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .contact_cases import LAWS, to_rules
from .loading import load

data, engine, zones = load("contact_data"), load("contact"), load("zones")
Contact, ContactRule, Debtor, Window = data.Contact, data.ContactRule, data.Debtor, data.Window
many = settings(max_examples=200, deadline=None)
few = settings(max_examples=60, deadline=None)

MINUTE = datetime.timedelta(minutes=1)
SANTIAGO = ZoneInfo("America/Santiago")
BOGOTA = ZoneInfo("America/Bogota")
#: with changes of clocks at midnight, at one, and none
ZONES = ["America/Santiago", "America/Havana", "America/Tijuana", "America/Bogota", "UTC"]


def utc(text, zone=SANTIAGO, fold=0):
    """A moment in UTC, from what the clock of a zone shows."""
    here = datetime.datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)
    return here.astimezone(datetime.timezone.utc).replace(tzinfo=None)


def ask(key, channel, at, *contacts, zone=SANTIAGO, **debtor):
    """(limit, next moment on the debtor's clock) of the law of a country; None when allowed."""
    made = tuple(Contact(utc(when, zone), by, reached) for when, by, reached in contacts)
    answer = engine.judge(
        to_rules(data, key), channel, utc(at, zone), Debtor(zone, made, **debtor)
    )
    if answer:
        return None
    moment = answer.next_moment
    return answer.limit, moment and engine.local_time(moment, zone).isoformat(" ", "minutes")


def test_doctests():
    for module in (data, engine, zones):
        assert doctest.testmod(module).failed == 0


# 2026-11-30 is a Monday; 2026-12-08 a holiday in Chile and Colombia
@pytest.mark.parametrize(
    ("at", "limit", "following"),
    [
        ("2026-11-30 07:59:59", "hours", "2026-11-30 08:00"),
        ("2026-11-30 20:00", "hours", "2026-12-01 08:00"),
        ("2026-12-05 20:00", "hours", "2026-12-07 08:00"),  # Saturday evening
        ("2026-12-06 12:00", "hours", "2026-12-07 08:00"),
        ("2026-12-07 23:30", "hours", "2026-12-09 08:00"),  # over a holiday
        ("2026-12-08 10:00", "holiday", "2026-12-09 08:00"),
    ],
)
def test_hours(at, limit, following):
    holidays = frozenset({datetime.date(2026, 12, 8)})
    assert ask("cl", "call", at, holidays=holidays) == (limit, following)


def test_hours_have_their_first_minute_and_not_their_last():
    assert ask("cl", "call", "2026-11-30 08:00") is None
    assert ask("cl", "call", "2026-11-30 19:59:59") is None


def test_a_week_begins_on_monday():
    called = ("2026-12-05 11:00", "call", False)  # Saturday
    assert ask("cl", "visit", "2026-12-05 12:00", called) == ("week", "2026-12-07 08:00")
    assert ask("cl", "visit", "2026-12-07 08:00", called) is None


def test_calls_and_letters_are_counted_apart():
    called = ("2026-12-01 11:00", "call", True)
    assert ask("cl", "email", "2026-12-01 12:00", called) is None


def test_a_gap_is_of_whole_days():
    written = ("2026-12-01 19:00", "email", False)
    assert ask("cl", "sms", "2026-12-02 19:30", written) == ("gap", "2026-12-03 08:00")
    assert ask("cl", "sms", "2026-12-03 08:00", written) is None
    twice = [written, ("2026-12-03 09:00", "sms", False)]
    assert ask("cl", "letter", "2026-12-05 09:00", *twice) == ("week", "2026-12-07 08:00")


def test_a_gap_holds_over_the_end_of_a_week():
    written = ("2026-12-05 19:00", "email", False)
    assert ask("profile", "sms", "2026-12-06 10:00", written)[1] == "2026-12-07 08:00"
    written = ("2026-12-06 19:00", "email", False)
    assert ask("profile", "sms", "2026-12-07 10:00", written) == ("gap", "2026-12-08 08:00")


def test_contacts_of_an_evening_count_on_the_debtors_day():
    """At 19:30 in Bogotá it is the next day in UTC."""
    sent = ("2026-12-01 19:30", "email", False)
    found = ask("ec", "sms", "2026-12-01 19:45", sent, zone=BOGOTA)
    assert found == ("day", "2026-12-02 07:00")
    assert ask("ec", "sms", "2026-12-02 07:00", sent, zone=BOGOTA) is None


def test_a_gap_holds_before_a_contact_too():
    """A contact that is logged later counts for the days before it."""
    written = ("2026-12-03 09:00", "email", False)
    assert ask("cl", "sms", "2026-12-02 10:00", written) == ("gap", "2026-12-05 08:00")
    assert ask("cl", "sms", "2026-12-01 10:00", written) is None


def test_a_rule_that_allows_holidays():
    day = datetime.date(2026, 12, 8)
    debtor = Debtor(SANTIAGO, holidays=frozenset({day}))
    for allows in (True, False):
        rule = ContactRule(1, "Any day", holidays=allows)
        assert bool(engine.judge([rule], "call", utc("2026-12-08 10:00"), debtor)) == allows


def test_one_channel_after_the_debtor_was_reached():
    every = {"authorised": frozenset(data.CHANNELS), "zone": BOGOTA}
    reached, missed = ("2026-12-01 10:00", "call", True), ("2026-12-01 10:00", "call", False)
    assert ask("co", "call", "2026-12-01 11:00", missed, **every) is None
    assert ask("co", "email", "2026-12-01 11:00", missed, **every) is None
    found = ask("co", "call", "2026-12-01 11:00", reached, **every)
    assert found == ("same_day", "2026-12-02 07:00")
    found = ask("co", "email", "2026-12-02 11:00", reached, **every)
    assert found == ("other_channel", "2026-12-07 07:00")
    assert ask("co", "call", "2026-12-02 11:00", reached, **every) is None
    assert ask("co", "email", "2026-12-01 09:59", reached, **every) is None  # before it


def test_channels_the_debtor_authorised():
    only = {"authorised": frozenset({"email"}), "zone": BOGOTA}
    assert ask("co", "email", "2026-12-01 11:00", **only) is None
    assert ask("co", "call", "2026-12-01 11:00", **only) == ("authorised", None)
    assert ask("cl", "call", "2026-12-01 11:00", **only) is None


def test_what_the_debtor_refused_is_refused_everywhere():
    refused = {"refused": frozenset({"call"})}
    for key in LAWS:
        assert ask(key, "call", "2026-12-01 11:00", **refused) == ("refused", None)


def test_what_is_refused_is_the_channel_and_not_its_class():
    refused = {"refused": frozenset({"visit", "email"})}
    for channel in ("visit", "email"):
        assert ask("cl", channel, "2026-12-01 11:00", **refused) == ("refused", None)
    for channel in ("call", "sms"):
        assert ask("cl", channel, "2026-12-01 11:00", **refused) is None


def test_without_a_rule_of_the_channel_everything_passes():
    assert ask("pe", "email", "2026-12-06 03:00") is None
    assert ask("pe", "call", "2026-12-06 03:00")[0] == "hours"


def test_no_next_moment_within_sight():
    never = ContactRule(1, "Never", windows=())
    answer = engine.judge([never], "call", datetime.datetime(2026, 11, 30), Debtor(SANTIAGO))
    assert (answer.limit, answer.next_moment) == ("hours", None)


def test_clocks_put_on_within_the_hours():
    """In Havana 00:00 becomes 01:00 on 2026-03-08: hours from 00:30 begin at 01:00."""
    rule = ContactRule(1, "Night", windows=tuple(Window(day, 30, 120) for day in range(7)))
    zone = ZoneInfo("America/Havana")
    answer = engine.judge([rule], "call", utc("2026-03-07 12:00", zone), Debtor(zone))
    assert answer.next_moment == utc("2026-03-08 01:00", zone)


def test_clocks_put_back_within_the_hours():
    """In Havana 01:00 becomes 00:00 on 2026-11-01: hours from 00:30 to 00:45 come twice."""
    rule = ContactRule(1, "Night", windows=tuple(Window(day, 30, 45) for day in range(7)))
    zone = ZoneInfo("America/Havana")
    first, again = utc("2026-11-01 00:30", zone), utc("2026-11-01 00:30", zone, fold=1)
    assert again - first == datetime.timedelta(hours=1)
    for at, following in ((first - MINUTE, first), (first + 15 * MINUTE, again)):
        answer = engine.judge([rule], "call", at, Debtor(zone))
        assert answer.next_moment == following


def test_the_earlier_window_comes_first_where_clocks_are_put_back():
    """From 00:45 the first time, 00:50 is before 00:30 the second time."""
    ends = ((30, 45), (50, 55))
    rule = ContactRule(1, "Night", windows=tuple(Window(6, *each) for each in ends))
    zone = ZoneInfo("America/Havana")
    at = utc("2026-11-01 00:45", zone)
    assert engine.judge([rule], "call", at, Debtor(zone)).next_moment == at + 5 * MINUTE


@pytest.mark.parametrize(
    "make",
    [
        lambda: Window(0, 600, 600),
        lambda: Window(0, 600, 1441),
        lambda: Window(7, 0, 600),
        lambda: ContactRule(1, per_week=-1),
        lambda: ContactRule(1, classes=frozenset({"smoke"})),
        lambda: ContactRule(1, classes=frozenset()),
    ],
)
def test_what_is_no_rule(make):
    with pytest.raises(ValueError, match="window|limit|rule"):
        make()


def test_an_unknown_channel():
    with pytest.raises(KeyError):
        engine.judge([], "smoke", datetime.datetime(2026, 11, 30), Debtor(SANTIAGO))


# ----------------------------------------------------------------------
# Any rules
# ----------------------------------------------------------------------

#: around the changes of clocks of 2026 and the end of the year
moments = st.builds(
    lambda day, minute: day + minute * MINUTE,
    st.sampled_from(
        [
            datetime.datetime(2026, 3, 6),
            datetime.datetime(2026, 4, 3),
            datetime.datetime(2026, 9, 4),
            datetime.datetime(2026, 10, 31),
            datetime.datetime(2026, 12, 30),
        ]
    ),
    st.integers(0, 4 * 1440),
)
windows = st.lists(
    st.builds(
        lambda day, ends: Window(day, *sorted(ends)),
        st.integers(0, 6),
        st.lists(st.sampled_from(range(0, 1441, 15)), min_size=2, max_size=2, unique=True),
    ),
    max_size=8,
).map(tuple)
rules = st.builds(
    ContactRule,
    st.integers(1, 9),
    words=st.just("A rule"),
    classes=st.sampled_from([frozenset({"call", "written"}), frozenset({"call"})]),
    windows=windows | st.none(),
    holidays=st.booleans(),
    per_day=st.integers(0, 2),
    per_week=st.integers(0, 3),
    gap_days=st.integers(0, 3),
    one_channel=st.booleans(),
)
channels = st.sampled_from(["call", "visit", "email"])
contacts = st.builds(Contact, moments, channels, st.booleans())


@st.composite
def debtors(draw):
    days = st.integers(0, 9).map(lambda days: datetime.date(2026, 12, 28) + days * engine.DAY)
    return Debtor(
        ZoneInfo(draw(st.sampled_from(ZONES))),
        tuple(draw(st.lists(contacts, max_size=4))),
        draw(st.frozensets(days, max_size=3)),
    )


@few
@given(st.lists(rules, min_size=1, max_size=2), channels, moments, debtors())
def test_the_next_moment_is_the_first_one(some, channel, at, debtor):
    """Minute by minute: no minute before the next moment is allowed, and that moment is."""
    answer = engine.judge(some, channel, at, debtor, days=9)
    if answer:
        assert answer == data.Answer(True)
        return
    end = answer.next_moment or at + datetime.timedelta(days=8)
    for minute in range(int((end - at) / MINUTE)):
        assert not engine.judge(some, channel, at + minute * MINUTE, debtor, days=0)
    if answer.next_moment:
        assert engine.judge(some, channel, answer.next_moment, debtor)
        assert not engine.judge(some, channel, end - datetime.timedelta(seconds=1), debtor)


@many
@given(st.lists(rules, max_size=2), rules, channels, moments, debtors())
def test_a_further_rule_never_allows_more(some, another, channel, at, debtor):
    before = engine.judge(some, channel, at, debtor)
    after = engine.judge([*some, another], channel, at, debtor)
    assert before or not after
    if not before and after.next_moment:
        assert before.next_moment <= after.next_moment


@many
@given(st.lists(rules, min_size=1, max_size=2), channels, moments, debtors(), contacts)
def test_a_further_contact_never_allows_more(some, channel, at, debtor, contact):
    more = Debtor(debtor.zone, (*debtor.contacts, contact), debtor.holidays)
    before, after = (engine.judge(some, channel, at, each) for each in (debtor, more))
    assert before or not after


@many
@given(st.lists(rules, min_size=1, max_size=2), channels, moments, debtors())
def test_the_answer_names_one_of_the_rules(some, channel, at, debtor):
    answer = engine.judge(some, channel, at, debtor)
    if not answer:
        assert (answer.key, answer.rule) in {(rule.key, rule.words) for rule in some}
        assert answer.limit
