"""What sources spend when a person types who pays what (REC-04): exact, whatever the currencies."""

import doctest

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from .loading import load

allocation, minor_units = load("allocation"), load("minor_units")
engine = load("manual_allocation")
many = settings(max_examples=200, deadline=None)


@st.composite
def automatic(draw):
    """A waterfall in plan units, and its pieces as a person would see and type them."""
    have = dict(enumerate(draw(st.lists(st.integers(1, 10_000_00), min_size=1, max_size=6))))
    worths = dict(enumerate(draw(st.lists(st.integers(1, 10_000_00), min_size=1, max_size=6))))
    rate = draw(st.sampled_from([1, 3, 12, 1200]))
    foreign = {key: draw(st.booleans()) for key in worths}
    pieces, left, unpaid = allocation.waterfall(
        [allocation.Source(key, units) for key, units in have.items()],
        [allocation.Debt(key, worth) for key, worth in worths.items()],
    )
    debts = {
        key: (max(worth // rate, 1) if foreign[key] else worth, worth)
        for key, worth in worths.items()
    }
    rows = {}
    for key, (units, _worth) in debts.items():
        mine = [piece for piece in pieces if piece.debt == key]
        weights = [piece.amount for piece in mine] + [unpaid.get(key, 0)]
        for piece, share in zip(mine, minor_units.split(units, weights), strict=False):
            if share:
                rows[piece.source, key] = share
    lost = len(rows) < len(pieces)  # worth less than a cent of the document: not typed
    return have, debts, rows, left, lost


@st.composite
def typed(draw):
    """Anything a person may type within the documents' amounts."""
    have = dict(enumerate(draw(st.lists(st.integers(0, 1000), min_size=1, max_size=5))))
    debts, rows = {}, {}
    for key in range(draw(st.integers(1, 5))):
        units = draw(st.integers(1, 1000))
        debts[key] = (units, draw(st.just(units) | st.integers(1, 20_000)))
        for source in have:
            paid = draw(st.integers(0, units))
            if paid:
                rows[source, key] = paid
                units -= paid
    return have, debts, rows


def test_examples():
    results = doctest.testmod(engine)
    assert results.attempted and not results.failed


#: one cent of the second debt is worth two units of the plan, and the first source has one left
SHORT_OF_A_CENT = ({0: 2}, {0: (1, 1), 1: (1, 2)}, {(0, 0): 1, (0, 1): 1}, {}, False)

#: by the shares of the debt, the first source would have two units left, not the second
LEFT_TO_THE_LAST = (
    {0: 50396, 1: 12},
    {0: (4200, 50406)},
    {(0, 0): 4199, (1, 0): 1},
    {1: 2},
    False,
)


def check_within(have, debts, rows):
    """Nothing is spent above what a source has, unless said; what a debt gets is its worth."""
    found = engine.allocate_manual(rows, debts, have)
    assert set(found.spent) == set(rows)
    assert all(units >= 0 for units in found.spent.values())
    for source, units in have.items():
        spent = sum(n for (s, _t), n in found.spent.items() if s == source)
        assert found.left.get(source, 0) == max(units - spent, 0)
        assert found.over.get(source, 0) == max(spent - units, 0)
    for debt, (units, worth) in debts.items():
        paid = sum(n for (_s, t), n in rows.items() if t == debt)
        spent = sum(n for (_s, t), n in found.spent.items() if t == debt)
        assert spent <= worth
        if paid == units:  # short of it by less than what its last units are worth
            payers = sum(t == debt for _s, t in rows)
            assert worth - spent <= (payers * (1 - -worth // units) if worth != units else 0)


@many
@given(automatic())
@example(SHORT_OF_A_CENT)
@example(LEFT_TO_THE_LAST)
def test_the_automatic_plan_typed_again_spends_the_same(case):
    """Saved by hand without a change, each source spends and keeps what it did."""
    have, debts, rows, left, lost = case
    if lost:
        return
    check_within(have, debts, rows)
    found = engine.allocate_manual(rows, debts, have)
    assert not found.over
    assert not found.idle
    assert found.left == left


@many
@given(typed())
def test_pieces_add_up(case):
    have, debts, rows = case
    check_within(have, debts, rows)
    found = engine.allocate_manual(rows, debts, have)
    for debt, (units, _worth) in debts.items():
        paid = sum(n for (_s, t), n in rows.items() if t == debt)
        assert found.unpaid.get(debt, 0) == units - paid


@many
@given(typed())
def test_what_sources_reach_for_is_paid_in_full(case):
    """Where every source has what is typed of it and more, a debt gets just what it is worth."""
    _have, debts, rows = case
    plenty = {source: 10**9 for source, _debt in rows}
    found = engine.allocate_manual(rows, debts, plenty)
    for debt, (units, worth) in debts.items():
        paid = sum(n for (_s, t), n in rows.items() if t == debt)
        spent = sum(n for (_s, t), n in found.spent.items() if t == debt)
        assert spent == worth if paid == units else spent <= worth


@many
@given(typed())
def test_in_one_currency_what_is_typed_is_what_is_spent(case):
    have, debts, rows = case
    debts = {debt: (units, units) for debt, (units, _worth) in debts.items()}
    found = engine.allocate_manual(rows, debts, have)
    assert found.spent == rows
    for source, units in have.items():
        spent = sum(n for (s, _t), n in rows.items() if s == source)
        assert found.over.get(source, 0) == max(spent - units, 0)
    if found.unpaid and not found.over:
        assert bool(found.idle) == bool(found.left)


def test_a_chain_of_documents_carries_the_cents():
    """The first source has a unit too many, the third one too few; the second is between."""
    rows = {("a", 1): 5, ("b", 1): 5, ("b", 2): 5, ("c", 2): 5}
    debts = {1: (10, 1000), 2: (10, 1000)}
    found = engine.allocate_manual(rows, debts, {"a": 499, "b": 1000, "c": 501})
    assert (found.left, found.over, found.idle) == ({}, {}, 0)
    assert found.spent == {("a", 1): 499, ("b", 1): 501, ("b", 2): 499, ("c", 2): 501}


def test_more_than_there_is_to_pay():
    with pytest.raises(ValueError, match="paid 1 over"):
        engine.allocate_manual({("a", 1): 11}, {1: (10, 10)}, {"a": 20})
