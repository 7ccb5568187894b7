"""What sources spend when a person types who pays what (REC-04): exact, whatever the currencies."""

import doctest
import importlib
import sys
import types
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

# A stand-in for the package: the add-on's own would import odoo too.
package = sys.modules["cobranzas_engine"] = types.ModuleType("cobranzas_engine")
package.__path__ = [str(Path(__file__).parents[2] / "l10n_cobranzas/engine")]
allocation = importlib.import_module("cobranzas_engine.allocation")
engine = importlib.import_module("cobranzas_engine.manual_allocation")
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
        [allocation.Target(key, worth) for key, worth in worths.items()],
    )
    targets = {
        key: (max(worth // rate, 1) if foreign[key] else worth, worth)
        for key, worth in worths.items()
    }
    rows = {}
    for key, (units, _worth) in targets.items():
        mine = [piece for piece in pieces if piece.target == key]
        weights = [piece.amount for piece in mine] + [unpaid.get(key, 0)]
        for piece, share in zip(mine, allocation.split(units, weights), strict=False):
            if share:
                rows[piece.source, key] = share
    lost = len(rows) < len(pieces)  # worth less than a cent of the document: not typed
    return have, targets, rows, left, lost


@st.composite
def typed(draw):
    """Anything a person may type within the documents' amounts."""
    have = dict(enumerate(draw(st.lists(st.integers(0, 1000), min_size=1, max_size=5))))
    targets, rows = {}, {}
    for key in range(draw(st.integers(1, 5))):
        units = draw(st.integers(1, 1000))
        targets[key] = (units, draw(st.just(units) | st.integers(1, 20_000)))
        for source in have:
            paid = draw(st.integers(0, units))
            if paid:
                rows[source, key] = paid
                units -= paid
    return have, targets, rows


def test_examples():
    results = doctest.testmod(engine)
    assert results.attempted and not results.failed


@many
@given(automatic())
def test_the_automatic_plan_typed_again_spends_the_same(case):
    """Saved by hand without a change, each source spends and keeps what it did."""
    have, targets, rows, left, lost = case
    if lost:
        return
    found = engine.spend(rows, targets, have)
    assert not found.over
    assert not found.idle
    assert found.left == left


@many
@given(typed())
def test_pieces_add_up(case):
    have, targets, rows = case
    found = engine.spend(rows, targets, have)
    assert set(found.spent) == set(rows)
    assert all(units >= 0 for units in found.spent.values())
    for target, (units, worth) in targets.items():
        paid = sum(n for (_s, t), n in rows.items() if t == target)
        assert found.unpaid.get(target, 0) == units - paid
        spent = sum(n for (_s, t), n in found.spent.items() if t == target)
        assert spent == worth if paid == units else spent <= worth
    for source, units in have.items():
        spent = sum(n for (s, _t), n in found.spent.items() if s == source)
        assert found.left.get(source, 0) == max(units - spent, 0)
        assert found.over.get(source, spent - units) == spent - units


@many
@given(typed())
def test_in_one_currency_what_is_typed_is_what_is_spent(case):
    have, targets, rows = case
    targets = {target: (units, units) for target, (units, _worth) in targets.items()}
    found = engine.spend(rows, targets, have)
    assert found.spent == rows
    for source, units in have.items():
        spent = sum(n for (s, _t), n in rows.items() if s == source)
        assert found.over.get(source, 0) == max(spent - units, 0)
    if found.unpaid and not found.over:
        assert bool(found.idle) == bool(found.left)


def test_a_chain_of_documents_carries_the_cents():
    """The first source has a unit too many, the third one too few; the second is between."""
    rows = {("a", 1): 5, ("b", 1): 5, ("b", 2): 5, ("c", 2): 5}
    targets = {1: (10, 1000), 2: (10, 1000)}
    found = engine.spend(rows, targets, {"a": 499, "b": 1000, "c": 501})
    assert (found.left, found.over, found.idle) == ({}, {}, 0)
    assert found.spent == {("a", 1): 499, ("b", 1): 501, ("b", 2): 499, ("c", 2): 501}


def test_more_than_there_is_to_pay():
    with pytest.raises(ValueError, match="paid 1 over"):
        engine.spend({("a", 1): 11}, {1: (10, 10)}, {"a": 20})
