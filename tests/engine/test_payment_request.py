"""What a payment still pays of what was chosen, whatever changed meanwhile (COL-09)."""

import doctest
import inspect

from hypothesis import given
from hypothesis import strategies as st

from .loading import load

engine = load("payment_request")
fit = engine.fit

UNITS = st.integers(-1_000, 1_000)
ITEMS = st.dictionaries(st.sampled_from("abcdefgh"), UNITS)


def test_doctests_pass():
    assert doctest.testmod(engine).failed == 0


def test_every_public_name_has_an_example():
    assert all(">>>" in inspect.getdoc(getattr(engine, name)) for name in engine.__all__)


@given(ITEMS, ITEMS, st.integers(1, 3_000))
def test_nothing_beyond_choice_balance_or_funds(chosen, balances, amount):
    settled = fit(chosen, balances, amount)
    for key, units in settled.items():
        assert units
        assert 0 < abs(units) <= min(abs(chosen[key]), abs(balances[key]))
        assert units * chosen[key] > 0 < units * balances[key]
    debts = sum(units for units in settled.values() if units > 0)
    credits = -sum(units for units in settled.values() if units < 0)
    assert debts <= amount + credits
    assert not credits or debts == amount + credits  # credits pay only what money does not


@given(ITEMS)
def test_unchanged_it_settles_what_was_chosen(chosen):
    amount = sum(chosen.values())
    if amount > 0:
        debts = {key: units for key, units in chosen.items() if units > 0}
        settled = fit(chosen, chosen, amount)
        assert {key: units for key, units in settled.items() if units > 0} == debts
        assert sum(settled.values()) == amount


@given(ITEMS, ITEMS, st.integers(1, 3_000))
def test_all_that_can_be_paid_is_paid(chosen, balances, amount):
    settled = fit(chosen, balances, amount)
    debts = sum(units for units in settled.values() if units > 0)
    payable = sum(
        min(units, balances.get(key, 0))
        for key, units in chosen.items()
        if units > 0 and balances.get(key, 0) > 0
    )
    credits = sum(
        min(-units, -balances.get(key, 0))
        for key, units in chosen.items()
        if units < 0 and balances.get(key, 0) < 0
    )
    assert debts == min(payable, amount + credits)
