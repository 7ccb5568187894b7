"""Instalments: due dates, amounts that sum to the cent (OPS-06, OPS-09)."""

import datetime
import doctest
import inspect
from calendar import monthrange

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .loading import load

engine = load("instalments")
many = settings(max_examples=100, deadline=None)
days = st.dates(datetime.date(1990, 1, 1), datetime.date(2100, 12, 31))
counts = st.integers(1, 24)


def test_doctests_pass():
    assert doctest.testmod(engine).failed == 0


def test_every_public_function_has_an_example():
    functions = [getattr(engine, name) for name in engine.__all__ if name.islower()]
    assert functions
    assert all(">>>" in inspect.getdoc(each) for each in functions)


@many
@given(first=days, period=st.sampled_from(sorted(engine.PERIODS)), count=counts)
def test_due_dates_follow_one_another(first, period, count):
    dates = engine.due_dates(first, period, count)
    assert dates[0] == first and len(dates) == count
    assert dates == sorted(set(dates))
    step, months = engine.PERIODS[period]
    for before, after in zip(dates, dates[1:], strict=False):
        if step:
            assert (after - before).days == step
        else:
            apart = (after.year - before.year) * 12 + after.month - before.month
            assert apart == months
            assert after.day == min(first.day, monthrange(after.year, after.month)[1])


@pytest.mark.parametrize("period", ["month", "two_months", "quarter", "four_months", "half_year"])
def test_the_31st_stays_the_end_of_the_month(period):
    for day in engine.due_dates(datetime.date(2026, 10, 31), period, 12):
        assert (day + datetime.timedelta(days=1)).day == 1


@many
@given(total=st.integers(1, 10**12), count=counts)
def test_all_alike_and_the_last_takes_the_rest(total, count):
    if total < count:
        with pytest.raises(ValueError, match="no amount"):
            engine.instalment_amounts(total, count)
        return
    amounts = engine.instalment_amounts(total, count)
    assert sum(amounts) == total
    assert len(set(amounts[:-1])) <= 1
    assert 0 <= amounts[-1] - amounts[0] < count


@many
@given(
    total=st.integers(1, 10**9),
    count=counts,
    typed=st.dictionaries(st.integers(0, 30), st.integers(-5, 10**8), max_size=10),
)
def test_what_was_typed_stays(total, count, typed):
    try:
        amounts = engine.instalment_amounts(total, count, typed)
    except ValueError:
        kept = {place: amount for place, amount in typed.items() if place < count}
        left = total - sum(kept.values())
        free = count - len(kept)
        assert min(kept.values(), default=1) <= 0 or left < free or (not free and left)
        return
    assert sum(amounts) == total
    assert min(amounts) > 0
    assert all(amounts[place] == typed[place] for place in typed if place < count)


@many
@given(booked=st.integers(-(10**13), 10**13), amounts=st.lists(st.integers(1, 10**9), min_size=1))
def test_what_is_booked_is_shared_exactly(booked, amounts):
    shares = engine.share_in_order(booked, amounts)
    assert sum(shares) == booked
    for share, amount in zip(shares, amounts, strict=True):
        assert abs(share - booked * amount / sum(amounts)) <= 1 + abs(booked) * 1e-12
        assert share * booked >= 0
