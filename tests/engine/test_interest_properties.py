"""Late interest against each day by itself: no day twice, none forgotten (CHG-03)."""

import datetime
from collections import Counter
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from .loading import load

day_counts = load("day_counts")
engine = load("interest")
notes = load("interest_notes")
many = settings(max_examples=150, deadline=None)


def charged(interest, made=()):
    """What the instalment was charged, once this interest is."""
    return (
        *made,
        *(engine.Charge(each.date_from, each.date_to, each.payment) for each in interest.segments),
    )


START = datetime.date(2026, 7, 1)
dates = st.integers(-40, 130).map(lambda days: START + datetime.timedelta(days))
ways = st.sampled_from(sorted(day_counts.DAY_COUNTS))
periods = st.sampled_from(day_counts.RATE_PERIODS)
percents = st.decimals(0, 50, places=2)


@st.composite
def instalments(draw, whole=False):
    """An instalment due on START, with payments: of all of it when ``whole``."""
    parts = draw(st.lists(st.integers(1, 5_000_00), min_size=1, max_size=5))
    rest = 0 if whole else draw(st.integers(0, 5_000_00))
    payments = []
    for number, part in enumerate(parts):
        values = ((draw(dates), draw(st.integers(0, part))),)
        receipt = draw(st.sampled_from("AB"))
        payments.append(engine.Payment(number, draw(dates), part, values, receipt))
    net = draw(st.sampled_from([Fraction(1), Fraction(100, 121)]))
    return engine.Instalment("FA-1", sum(parts) + rest, START, tuple(payments), net=net)


@st.composite
def policies(draw, **values):
    since = draw(st.lists(dates, max_size=2, unique=True))
    rates = [
        engine.Rate(draw(percents), draw(periods), each) for each in [datetime.date.min, *since]
    ]
    return engine.Policy(
        tuple(rates),
        **{
            "day_count": draw(ways),
            "days_by": draw(st.sampled_from(["receipt", "values"])),
            "base": draw(st.sampled_from(["balance", "collected"])),
            "grace_days": draw(st.sampled_from([0, 0, 7])),
            "grace_counts": draw(st.booleans()),
            **values,
        },
    )


def of_a_day(date, base, rule, anchor):
    """The interest of a single day."""
    rate = max((each for each in rule.rates if each.since <= date), key=lambda each: each.since)
    before = date - datetime.timedelta(1)
    days = day_counts.count_days(anchor, date, rule.day_count)
    days -= day_counts.count_days(anchor, before, rule.day_count)
    month = (date.replace(day=28) + datetime.timedelta(4)).replace(day=1) - datetime.timedelta(1)
    length = {
        "day": {},
        "month": {"365": Fraction(365, 12), "act": month.day},
        "year": {"365": 365, "act_30": 365, "act": 365},  # 2026 and 2027
    }[rate.period].get(rule.day_count, {"day": 1, "month": 30, "year": 360}[rate.period])
    return base * Fraction(rate.percent) / 100 * days / length


def money_of(instalment, rule, until):
    """(amount, until when it was owed, whether it was paid) of each part."""
    found = []
    rest = instalment.amount
    for payment in instalment.payments:
        if payment.date <= until:
            rest -= payment.amount
            (value,) = payment.values if rule.days_by == "values" else ((payment.date, 0),)
            found.append((value[1], max(value[0], payment.date), True))
            found.append((payment.amount - value[1], payment.date, True))
    return [*found, (rest, until, False)]


def naive(instalment, rule, until):
    """Interest and charged money by day."""
    total, owed = Fraction(0), Counter()
    grace = datetime.timedelta(rule.grace_days)
    anchor = instalment.due if rule.grace_counts else instalment.due + grace
    for amount, end, is_paid in money_of(instalment, rule, until):
        if rule.base == "collected" and not is_paid or end <= instalment.due + grace:
            continue
        date = anchor
        while date < end:
            date += datetime.timedelta(1)
            total += of_a_day(date, amount * instalment.net, rule, anchor)
            owed[date] += amount
    return total, owed


@many
@given(instalment=instalments(), rule=policies(), until=dates)
def test_as_each_day_by_itself(instalment, rule, until):
    found = engine.get_interest(instalment, rule, until)
    exact, owed = naive(instalment, rule, until)
    assert sum((each.exact for each in found.segments), Fraction(0)) == exact
    assert found.amount == sum(each.amount for each in found.segments)
    assert abs(found.amount - exact) <= Fraction(1, 2)
    assert all(abs(each.amount - each.exact) < 1 + Fraction(1, 2) for each in found.segments)
    assert all(money <= instalment.amount for money in owed.values())


@many
@given(instalment=instalments(), rule=policies(), until=dates)
def test_segments_never_overlap(instalment, rule, until):
    """Those of one payment, or of all that was owed: no day is in two of them."""
    seen = set()
    for segment in engine.get_interest(instalment, rule, until).segments:
        assert segment.date_from < segment.date_to and segment.days > 0
        for days in range((segment.date_to - segment.date_from).days):
            key = (segment.payment, segment.date_to - datetime.timedelta(days))
            assert key not in seen
            seen.add(key)


@many
@given(
    instalment=instalments(),
    rule=policies(),
    untils=st.lists(dates, min_size=2, max_size=4),
)
def test_no_day_is_charged_twice(instalment, rule, untils):
    """However often it is run, and with the last run again, the whole is charged, once."""
    made, total = (), Fraction(0)
    last = max(untils)
    for until in [*sorted(untils), last]:
        now = engine.replace(instalment, charges=made)
        found = engine.get_interest(now, rule, until)
        total += sum((each.exact for each in found.segments), Fraction(0))
        made = charged(found, made)
    assert not found.segments
    assert total == naive(instalment, rule, last)[0]


@many
@given(
    instalment=instalments(whole=True),
    rule=policies(),
    until=st.just(START + datetime.timedelta(200)),
)
def test_fully_paid_both_bases_are_alike(instalment, rule, until):
    exact = [
        sum(
            (each.exact for each in engine.get_interest(instalment, one, until).segments),
            Fraction(0),
        )
        for one in (engine.replace(rule, base="balance"), engine.replace(rule, base="collected"))
    ]
    assert exact[0] == exact[1]


@many
@given(
    debts=st.lists(instalments(), min_size=1, max_size=4),
    rule=policies(offset_early=True),
    until=dates,
    minimum=st.integers(0, 500_00),
)
def test_a_note_is_never_below_zero(debts, rule, until, minimum):
    rule = engine.replace(rule, minimum=minimum, minimum_on="interest")
    found = [engine.get_interest(each, rule, until) for each in debts]
    settled = notes.settle(found, rule)
    total = sum(each.amount for each in settled)
    assert total == 0 or total >= max(minimum, 0)
    assert total <= sum(each.amount for each in found)
