"""Whole minor units: shares that add up, and what to do with a difference (REC-09, REC-10)."""

import doctest
import inspect
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .loading import load

engine = load("minor_units")
many = settings(max_examples=100, deadline=None)


def test_doctests_pass():
    assert doctest.testmod(engine).failed == 0


def test_every_public_name_has_an_example():
    assert all(">>>" in inspect.getdoc(getattr(engine, name)) for name in engine.__all__)


weight_lists = st.lists(st.integers(0, 6) | st.integers(0, 10**12), min_size=1, max_size=10)
totals = st.integers(-30, 30) | st.integers(-(10**13), 10**13)


@many
@given(total=totals, weights=weight_lists)
def test_split_sums_exactly_within_a_unit(total, weights):
    shares, whole = engine.split(total, weights), sum(weights)
    assert (sum(shares), len(shares)) == (total, len(weights))
    assert engine.split(-total, weights) == [-share for share in shares]
    for share, weight in zip(shares, weights, strict=True):
        assert not whole or abs(share - Fraction(total * weight, whole)) < 1
        assert not whole or weight or not share


@many
@given(data=st.data(), weights=weight_lists)
def test_split_never_gives_back_over_a_residual(data, weights):
    total = data.draw(st.integers(0, sum(weights)))
    shares = engine.split(total, weights)
    assert all(0 <= share <= weight for share, weight in zip(shares, weights, strict=True))
    assert engine.split(sum(weights), weights) == weights


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (2, [1, 1, 1], [1, 1, 0]),
        (10, [1, 2, 4], [1, 3, 6]),  # exact: 1.43, 2.86, 5.71
        (0, [3, 4], [0, 0]),
        (7, [0, 0], [0, 7]),
        (-7, [0, 0], [0, -7]),
        (0, [0, 0], [0, 0]),
        (10**17 + 1, [10**17, 1], [10**17, 1]),  # more digits than a float has
        (0, [], []),
    ],
)
def test_split_table(total, weights, shares):
    assert engine.split(total, weights) == shares


@pytest.mark.parametrize(
    ("difference", "tolerance", "verdict"),
    [
        (0, 0, "exact"),
        (-50, 50, "round"),
        (50, 50, "round"),
        (-51, 50, "short"),
        (51, 50, "over"),
        (-1, 0, "short"),
    ],
)
def test_verdict_table(difference, tolerance, verdict):
    assert engine.rounding_verdict(difference, tolerance) == verdict


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: engine.check_keys("debts", [1, 2, 1]), ValueError),
        (lambda: engine.check_minor_units("amount", 10.0), TypeError),
        (lambda: engine.check_minor_units("amount", 0, 1), ValueError),
        (lambda: engine.check_amounts("debts", [1, 2.0], 1), TypeError),
        (lambda: engine.check_amounts("debts", [1, 0], 1), ValueError),
        (lambda: engine.split(5, []), ValueError),
        (lambda: engine.split(5, [3, -1]), ValueError),
        (lambda: engine.split(5.0, [1]), TypeError),
        (lambda: engine.split(5, [1, 0.5]), TypeError),
        (lambda: engine.rounding_verdict(1, -1), ValueError),
        (lambda: engine.rounding_verdict(0.5, 1), TypeError),
        (lambda: engine.rounding_verdict(1, 0.5), TypeError),
    ],
)
def test_bad_input_is_refused(call, error):
    with pytest.raises(error, match=r"is not|is below|repeated keys|nobody"):
        call()
