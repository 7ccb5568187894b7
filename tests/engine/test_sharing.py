"""Portfolios shared out: each debtor once, nobody far from the others (OPS-16)."""

import doctest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .loading import load

engine = load("sharing")
many = settings(max_examples=200, deadline=None)
weights = st.lists(st.integers(0, 10**9), max_size=40)


def bundle(number, weight):
    """A bundle of one to three debtors."""
    return engine.Bundle(tuple((number, each) for each in range(number % 3 + 1)), weight)


def test_doctests_pass():
    results = doctest.testmod(engine)
    assert results.attempted >= 2
    assert results.failed == 0


@many
@given(weights, st.integers(1, 7))
def test_each_debtor_goes_to_one_place_with_its_bundle(weights, places):
    bundles = [bundle(number, weight) for number, weight in enumerate(weights)]
    shares = engine.share_out(bundles, places)
    assert len(shares) == places
    given_out = [key for share in shares for key in share]
    assert sorted(given_out) == sorted(key for each in bundles for key in each.keys)
    for each in bundles:
        assert sum(set(each.keys) <= set(share) for share in shares) == 1


@many
@given(weights, st.integers(1, 7))
def test_no_two_places_differ_by_more_than_the_heaviest(weights, places):
    bundles = [bundle(number, weight) for number, weight in enumerate(weights)]
    by_key = {each.keys[0]: each.weight for each in bundles}
    loads = [
        sum(by_key.get(key, 0) for key in share) for share in engine.share_out(bundles, places)
    ]
    assert max(loads) - min(loads) <= max(weights, default=0)


@many
@given(st.integers(0, 60), st.integers(1, 7))
def test_single_debtors_are_shared_in_equal_numbers(count, places):
    bundles = [engine.Bundle((number,), 1) for number in range(count)]
    sizes = [len(share) for share in engine.share_out(bundles, places)]
    assert max(sizes) - min(sizes) <= 1


def test_somebody_must_get_them():
    with pytest.raises(ValueError, match="Nobody"):
        engine.share_out([], 0)
