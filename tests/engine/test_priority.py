"""The order of the worklist, for any debtors (COL-07)."""

from dataclasses import replace

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
