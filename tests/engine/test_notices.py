"""Which notice a debtor gets (COL-05): for any items, covers and history."""

import datetime
import doctest
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .loading import load

engine = load("notices")
Case, Item, Step = engine.Case, engine.Item, engine.Step
decide, find_stage = engine.decide, engine.find_stage
TODAY = datetime.date(2026, 3, 31)
STEPS = [Step("before", -3), Step("friendly", 4), Step("firm", 15), Step("last", 40)]
many = settings(max_examples=300, deadline=None)


def day(offset):
    return TODAY + datetime.timedelta(days=offset)


amounts = st.integers(1, 40)
covers = st.dictionaries(st.sampled_from(engine.COVERS), st.integers(0, 30), max_size=3)
items = st.builds(
    Item,
    key=st.integers(1, 99),
    purse=st.sampled_from(["ARS", "USD"]),
    due=st.integers(-60, 8).map(day),
    owed=amounts,
    worth=amounts,
    covered=covers,
    at_agency=st.sampled_from([False, False, False, True]),
    fresh_until=st.sampled_from([None, None, day(-1), day(0), day(3)]),
)
cases = st.builds(
    Case,
    today=st.just(TODAY),
    items=st.lists(items, max_size=6, unique_by=lambda item: item.key),
    steps=st.lists(st.sampled_from(STEPS), max_size=4, unique=True),
    credits=st.dictionaries(st.sampled_from(["ARS", "USD"]), st.integers(0, 60)),
    pools=st.dictionaries(st.sampled_from(["ARS", "USD"]), covers, max_size=2),
    minimum=st.sampled_from([0, 0, 20]),
    done=st.dictionaries(
        st.integers(1, 99), st.frozensets(st.sampled_from([step.key for step in STEPS]))
    ),
    recent=st.frozensets(st.sampled_from([step.key for step in STEPS]), max_size=2),
    stop=st.sampled_from(["", "", "reply"]),
)


def one(due=-10, owed=100, **kw):
    return Item(1, "ARS", day(due), owed, owed, **kw)


def test_doctests():
    failed, tried = doctest.testmod(engine)
    assert tried and not failed


@pytest.mark.parametrize(
    ("item", "kw", "wanted"),
    [
        (one(-3), {}, ("before", "")),
        (one(4), {}, (None, "early")),
        (one(), {}, ("friendly", "")),
        (one(-100), {}, ("last", "")),
        (one(), {"done": {1: {"friendly"}}}, (None, "done")),
        (one(), {"done": {2: {"friendly"}}}, ("friendly", "")),
        (one(), {"recent": {"friendly"}}, (None, "recent")),
        (one(), {"recent": {"before"}}, ("friendly", "")),
        (one(), {"done": {1: {"before"}}}, ("friendly", "")),
        (one(), {"stop": "reply"}, (None, "reply")),
        (one(), {"minimum": 101}, (None, "minimum")),
        (one(), {"minimum": 100}, ("friendly", "")),
        (one(), {"credits": {"ARS": 100}}, (None, "credit")),
        (one(), {"credits": {"USD": 100}}, ("friendly", "")),
        (one(covered={"disputed": 100}), {}, (None, "disputed")),
        (one(covered={"disputed": 99}), {}, ("friendly", "")),
        (one(covered={"promised": 60, "online": 40}), {}, (None, "promised")),
        (one(covered={"cheque": 30, "online": 40}), {"credits": {"ARS": 30}}, (None, "online")),
        (one(), {"pools": {"ARS": {"online": 100}}}, (None, "online")),
        (one(), {"pools": {"ARS": {"online": 99}}}, ("friendly", "")),
        (one(covered={"promised": 60}), {"pools": {"ARS": {"cheque": 40}}}, (None, "promised")),
        (one(at_agency=True), {}, (None, "agency")),
        (one(fresh_until=TODAY), {}, (None, "fresh")),
        (one(fresh_until=day(-1)), {}, ("friendly", "")),
        (one(), {"steps": []}, (None, "early")),
        (one(), {"steps": [Step("dear", 5, minimum=101)]}, (None, "minimum")),
        (one(), {"steps": [Step("dear", 5, minimum=100)], "minimum": 50}, ("dear", "")),
    ],
)
def test_one_item(item, kw, wanted):
    decision = decide(Case(**{"today": TODAY, "items": [item], "steps": STEPS, **kw}))
    assert (decision.step, decision.reason) == wanted


def test_a_dispute_of_the_oldest_lowers_the_stage():
    """The notice goes by the oldest item that qualifies; each item tells its own stage."""
    old, new = one(-50), replace(one(-8), key=2)
    assert decide(Case(TODAY, [new, old], STEPS)).step == "last"
    disputed = replace(old, covered={"disputed": 100})
    decision = decide(Case(TODAY, [new, disputed], STEPS))
    assert decision.step == "friendly"
    assert [each.key for each in decision.told] == [2]
    assert decision.left_out == {1: "disputed"}
    assert not decision.is_over


def ask(*rows, **kw):
    """{item: what is asked for of it}."""
    return {each.key: each.left for each in decide(Case(TODAY, rows, STEPS, **kw)).told}


def test_the_oldest_is_by_its_due_date_whatever_came_first():
    new, old = one(-8), replace(one(-50), key=2)
    assert decide(Case(TODAY, [new, old], STEPS)).step == "last"
    assert ask(new, old, credits={"ARS": 70}) == {2: 30, 1: 100}


def test_what_covers_no_document_covers_the_oldest_once():
    old, new = one(-50), replace(one(-8), key=2)
    assert ask(old, new, pools={"ARS": {"online": 130}}) == {2: 70}
    assert ask(old, new, pools={"ARS": {"online": 60, "cheque": 60}}) == {2: 80}


def test_what_covers_more_than_a_document_does_not_cover_others():
    over, new = one(-50, 50, covered={"disputed": 90}), replace(one(-8), key=2)
    assert ask(over, new, pools={"ARS": {"online": 80}}) == {2: 20}


def test_what_an_agency_collects_takes_no_cover_from_the_others():
    away, new = one(-50, at_agency=True), replace(one(-8), key=2)
    assert ask(away, new, pools={"ARS": {"online": 80}}) == {2: 20}


def test_the_worth_is_in_proportion_to_all_that_was_owed():
    """Half of it is paid by a credit: half of its worth is asked for."""
    item = Item(1, "USD", day(-10), owed=100, worth=140_000)
    [told] = decide(Case(TODAY, [item], STEPS, credits={"USD": 50})).told
    assert (told.left, told.worth) == (50, 70_000)


@many
@given(cases)
def test_any_case(case):
    decision = decide(case)
    owed = {item.key: item for item in case.items}
    assert not {each.key for each in decision.told} & set(decision.left_out)
    for each in decision.told:
        item = owed[each.key]
        assert 0 < each.left <= item.owed - sum(item.covered.values())
        assert 0 <= each.worth <= item.worth
        assert each.step == find_stage(case.steps, each.days).key
        assert not item.at_agency
    purses = {item.purse for item in case.items}
    for purse in purses:
        asked = sum(each.left for each in decision.told if owed[each.key].purse == purse)
        total = sum(item.owed for item in case.items if item.purse == purse)
        assert asked <= max(0, total - case.credits.get(purse, 0))
        agency = any(item.at_agency for item in case.items if item.purse == purse)
        pool = sum(case.pools.get(purse, {}).values())
        assert agency or asked <= max(0, total - case.credits.get(purse, 0) - pool)
    if decision.step:
        assert not decision.reason and not case.stop
        assert decision.step == decision.told[0].step
        assert decision.step not in case.done.get(decision.told[0].key, ())
        assert decision.step not in case.recent
        assert decision.worth >= case.minimum
        assert not decision.is_over
    else:
        assert decision.reason


@many
@given(cases, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(case, rng):
    mixed = replace(
        case,
        items=rng.sample(case.items, len(case.items)),
        steps=rng.sample(case.steps, len(case.steps)),
    )
    assert decide(mixed) == decide(case)


@many
@given(cases, st.integers(1, 20), st.sampled_from(engine.COVERS))
def test_more_cover_never_asks_for_more(case, more, kind):
    before = {each.key: each.left for each in decide(case).told}
    for index, item in enumerate(case.items):
        covered = {**item.covered, kind: item.covered.get(kind, 0) + more}
        rows = [*case.items[:index], replace(item, covered=covered), *case.items[index + 1 :]]
        after = {each.key: each.left for each in decide(replace(case, items=rows)).told}
        assert all(after.get(key, 0) <= left for key, left in before.items())
        assert after.get(item.key, 0) <= max(0, before.get(item.key, 0) - more)
        assert set(after) <= set(before)


@many
@given(cases)
def test_who_paid_everything_is_over(case):
    total = sum(item.owed for item in case.items)
    decision = decide(replace(case, credits={"ARS": total, "USD": total}))
    assert decision.is_over and decision.step is None and not decision.told


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_day_by_day(seed):
    """Months of invoices and payments, day by day: no step leads twice with a document, nor goes
    twice in a week; each document that is left to grow old is told of at the last step."""
    rng, gap = random.Random(seed), 7
    open_items, told, last, led = {}, {}, {}, []
    for offset in range(150):
        today = day(offset)
        if offset < 100 and rng.random() < 0.2:
            amount = rng.randint(1, 50)
            open_items[offset + 1] = Item(offset + 1, "ARS", day(offset + 5), amount, amount)
        for key in list(open_items):
            if offset < 100 and rng.random() < 0.04:
                del open_items[key]
        recent = {key for key, when in last.items() if offset - when < gap}
        case = Case(today, list(open_items.values()), STEPS, done=told, recent=recent)
        decision = decide(case)
        if decision.step:
            assert (decision.told[0].key, decision.step) not in led
            assert offset - last.get(decision.step, -gap) >= gap
            led.append((decision.told[0].key, decision.step))
            last[decision.step] = offset
            for each in decision.told:
                told.setdefault(each.key, set()).add(each.step)
    oldest = min(open_items, default=None)
    assert oldest is None or "last" in told[oldest]


def test_who_always_owes_something():
    """Each document is paid 20 days late, the next one being there already: each is told of."""
    told, led = {}, []
    for offset in range(60):
        owed = [
            Item(number, "ARS", day(number * 10), 100, 100)
            for number in range(7)
            if number * 10 - 5 <= offset < number * 10 + 20
        ]
        decision = decide(Case(day(offset), owed, STEPS, done=told))
        if decision.step:
            led.append((decision.told[0].key, decision.step))
            for each in decision.told:
                told.setdefault(each.key, set()).add(each.step)
    firm = [key for key, step in led if step == "firm"]
    assert firm == [0, 1, 2, 3, 4]
