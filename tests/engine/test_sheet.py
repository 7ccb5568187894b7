"""Cells as people type them: dates, amounts, headings (OPS-01)."""

import datetime
import doctest
import inspect

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .loading import load

engine = load("sheet")
many = settings(max_examples=100, deadline=None)


def test_doctests_pass():
    assert doctest.testmod(engine).failed == 0


def test_every_public_name_has_an_example():
    assert all(">>>" in inspect.getdoc(getattr(engine, name)) for name in engine.__all__)


@many
@given(day=st.dates(datetime.date(1950, 1, 1), datetime.date(2049, 12, 31)))
def test_dates_are_read_as_written(day):
    for form in engine.DAY_FORMATS:
        if "%y" not in form or 1970 <= day.year < 2069:
            assert engine.read_day(day.strftime(form)) == day
    assert engine.read_day(datetime.datetime.combine(day, datetime.time(9))) == day


@many
@given(cents=st.integers(0, 10**12))
def test_amounts_are_read_as_written(cents):
    whole, rest = divmod(cents, 100)
    grouped = f"{whole:,}"
    spanish = f"{grouped.replace(',', '.')},{rest:02d}"
    for text in (f"{whole}.{rest:02d}", f"{whole},{rest:02d}", f"{grouped}.{rest:02d}", spanish):
        assert round(engine.read_amount(text) * 100) == cents


@pytest.mark.parametrize("text", ["abc", "1-2", "nan", "inf", "1,2.3.4x"])
def test_what_is_no_amount(text):
    with pytest.raises(ValueError):
        engine.read_amount(text)


@pytest.mark.parametrize("text", ["31/02/2026", "soon", "2026"])
def test_what_is_no_date(text):
    with pytest.raises(ValueError):
        engine.read_day(text)
