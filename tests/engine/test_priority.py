"""The order of the worklist, for any debtors (COL-07)."""

import doctest
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .loading import load

engine = load("priority")
many = settings(max_examples=200, deadline=None)

items = st.builds(engine.Item, units=st.integers(0, 10**7), days=st.integers(1, 900))
events = st.builds(
    engine.Event, kind=st.sampled_from(sorted(engine.BONUS)), units=st.integers(0, 10**7)
)
debtors = st.builds(
    engine.Debtor,
    key=st.integers(1, 10**6),
    items=st.lists(items, max_size=4).map(tuple),
    covered=st.integers(0, 10**7),
    events=st.lists(events, max_size=3).map(tuple),
    contacted=st.booleans(),
)


def test_doctests():
    failed, tried = doctest.testmod(engine)
    assert tried and not failed


@pytest.mark.parametrize(
    ("first", "last", "chance", "weight"),
    [
        (-9, 0, 25, 100),
        (1, 7, 35, 100),
        (8, 15, 45, 100),
        (16, 30, 55, 110),
        (31, 60, 70, 120),
        (61, 90, 80, 135),
        (91, 180, 90, 150),
        (181, 999, 95, 150),
    ],
)
def test_the_table_by_age(first, last, chance, weight):
    for days in (first, last):
        assert (engine.unpaid_probability(days), engine.age_weight(days)) == (chance, weight)


@pytest.mark.parametrize(
    ("kind", "units", "points"),
    [
        ("broken_promise", 400, 200),
        ("returned_check", 400, 200),
        ("held_order", 400, 100),
        ("never_contacted", 400, 40),
        # of 1000 to collect: an order's money is not owed yet, that of the others is part of it
        ("broken_promise", 4000, 500),
        ("returned_check", 4000, 500),
        ("held_order", 4000, 1000),
        ("never_contacted", 4000, 100),
    ],
)
def test_what_an_event_adds(kind, units, points):
    debtor = engine.Debtor(1, (engine.Item(1000, 3),))
    event = engine.Event(kind, units)
    after = engine.place(replace(debtor, events=(event,)))
    assert after.priority - engine.place(debtor).priority == Fraction(points)


def test_the_order_is_by_contact_then_priority_then_key():
    def debtor(key, units, **kw):
        return engine.Debtor(key, (engine.Item(units, 3),), **kw)

    listed = [
        debtor(1, 900, contacted=True),
        debtor(2, 100),
        debtor(5, 300),
        debtor(4, 300),
        debtor(3, 950, contacted=True),
    ]
    assert [each.key for each in engine.rank(listed)] == [4, 5, 2, 3, 1]


@many
@given(st.integers(-5, 1000))
def test_the_chance_grows_with_age_and_is_one(days):
    chance = engine.unpaid_probability(days)
    assert 0 < chance < 100
    assert engine.unpaid_probability(days + 1) >= chance
    assert engine.age_weight(days + 1) >= engine.age_weight(days) >= 100


@many
@given(debtors)
def test_the_risk_is_within_what_is_to_be_collected(debtor):
    left, risk = engine.get_to_collect(debtor), engine.get_risk(debtor)
    assert 0 <= left <= sum(item.units for item in debtor.items)
    assert 0 <= risk * 100 <= left * 150
    assert (risk == 0) == (left == 0)


@many
@given(debtors, st.integers(0, 10**6))
def test_whoever_pays_or_promises_never_rises(debtor, more):
    covered = replace(debtor, covered=debtor.covered + more)
    assert engine.place(covered).priority <= engine.place(debtor).priority


@many
@given(debtors, st.integers(0, 200))
def test_a_day_more_never_lowers(debtor, days):
    older = replace(
        debtor, items=tuple(replace(item, days=item.days + days) for item in debtor.items)
    )
    assert engine.place(older).priority >= engine.place(debtor).priority


@many
@given(debtors, events)
def test_an_event_never_lowers_and_is_told(debtor, event):
    before, after = (
        engine.place(debtor),
        engine.place(replace(debtor, events=(*debtor.events, event))),
    )
    assert after.priority >= before.priority
    if after.to_collect:
        assert event.kind in [reason.kind for reason in after.reasons]


@many
@given(debtors)
def test_the_reasons_add_up_and_the_weightiest_is_first(debtor):
    place = engine.place(debtor)
    points = [reason.points for reason in place.reasons]
    assert sum(points) == place.priority
    assert points == sorted(points, reverse=True)
    assert bool(points) == bool(place.to_collect)


@many
@given(st.lists(debtors, max_size=8, unique_by=lambda debtor: debtor.key))
def test_the_order_is_one_whatever_comes_first(listed):
    ranked = engine.rank(listed)
    assert ranked == engine.rank(listed[::-1])
    contacted = {debtor.key: debtor.contacted for debtor in listed}
    found = [contacted[place.key] for place in ranked]
    assert found == sorted(found)
