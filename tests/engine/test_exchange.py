"""Exchange differences under the clause: CHG-01, X-01 to X-10."""

import doctest
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .loading import load

engine, own_rate, worth = load("exchange"), load("own_rate"), load("worth")
Clause, Difference = engine.Clause, engine.Difference
many = settings(max_examples=200, deadline=None)


def usd(foreign=1_210_00, booked=1_210_000_00, rate="1000", **kw):
    """A document of 1,210.00 dollars at 1,000."""
    return Clause("document", foreign, booked, Fraction(rate), "USD", **kw)


def test_examples():
    for module in (engine, own_rate, worth):
        results = doctest.testmod(module)
        assert results.attempted and not results.failed


@pytest.mark.parametrize(
    ("case", "foreign", "rate", "covered", "note"),
    [
        ("X-01 the rate rose", 1_210_00, "1100", 1_210_000_00, 121_000_00),
        ("X-02 the rate fell", 1_210_00, "900", 1_210_000_00, -121_000_00),
        ("X-03 a part", 500_00, "1100", 500_000_00, 50_000_00),
        ("X-04 with perception", 1_240_00, "1100", 1_240_000_00, 124_000_00),
        ("X-08 the same rate", 1_210_00, "1000", 1_210_000_00, 0),
        ("a credit note of it", -100_00, "1100", -100_000_00, -10_000_00),
    ],
)
def test_a_document_in_dollars(case, foreign, rate, covered, note):
    sign = 1 if foreign > 0 else -1
    size = max(abs(foreign), 1_210_00)
    document = usd(sign * size, sign * size * 1000)
    found = engine.settle(document, foreign, Fraction(rate))
    assert found == Difference("document", foreign, covered, note), case


@pytest.mark.parametrize(
    ("case", "left", "collected", "rate", "found"),
    [
        # (foreign, covered, note, rounding)
        (
            "X-09 dollars lead",
            (1_210_00, 1_210_000_00, "1000"),
            500_000_00,
            "1100",
            (454_55, 454_550_00, 45_450_00, 0),
        ),
        (
            "X-09 the rest of it",
            (755_45, 755_450_00, "1000"),
            830_995_00,
            "1100",
            (755_45, 755_450_00, 75_545_00, 0),
        ),
        (
            "more than there is to collect",
            (100_00, 100_000_00, "1000"),
            110_500_00,
            "1100",
            (100_00, 100_000_00, 10_000_00, 500_00),
        ),
        (
            "the rate fell",
            (1_210_00, 1_210_000_00, "1000"),
            1_089_000_00,
            "900",
            (1_210_00, 1_210_000_00, -121_000_00, 0),
        ),
        ("X-10 first", (191_01, 909_21, "4.76"), 500_00, "4.76", (105_04, 500_00, 0, 0)),
        ("X-10 exact", (85_97, 409_21, "4.76"), 409_21, "4.76", (85_97, 409_21, 0, 0)),
        ("X-10 a cent over", (85_97, 409_21, "4.76"), 409_22, "4.76", (85_97, 409_21, 0, 1)),
        ("X-10 a cent short", (85_97, 409_21, "4.76"), 409_20, "4.76", (85_97, 409_21, 0, -1)),
        (
            "at another rate the note takes the cent",
            (85_97, 409_21, "4.76"),
            429_84,
            "5",
            (85_97, 409_21, 20_63, 0),
        ),
    ],
)
def test_a_document_in_pesos(case, left, collected, rate, found):
    foreign, booked, own = left
    document = usd(foreign, booked, own, is_foreign=False)
    assert engine.cover(document, collected, Fraction(rate)) == Difference("document", *found), case


@pytest.mark.parametrize(
    ("case", "document", "amount", "currency", "notes"),
    [
        ("in pesos", usd(), 1_210_00, "ARS", [121_000_00]),
        ("in a third currency", usd(), 1_210_00, "EUR", [121_000_00]),
        ("X-08 in its own currency", usd(), 1_210_00, "USD", []),
        ("X-08 an opening document", usd(rate="0"), 1_210_00, "ARS", []),
        ("X-08 the same rate", usd(rate="1100"), 1_210_00, "ARS", []),
        ("pesos, whole", usd(is_foreign=False), 1_210_000_00, "ARS", [121_000_00]),
        ("pesos, whole, in dollars", usd(is_foreign=False), 1_210_000_00, "USD", [121_000_00]),
        ("pesos, a part", usd(is_foreign=False), 500_000_00, "ARS", [50_000_00]),
    ],
)
def test_which_documents_have_a_difference(case, document, amount, currency, notes):
    found = engine.prepare_differences([(document, amount)], currency, {"USD": Fraction(1100)})
    assert [row.amount for row in found] == notes, case


rates = st.fractions(Fraction(1, 2), 5000, max_denominator=100)


@many
@given(st.integers(1, 10_000_00), rates, rates, st.lists(st.integers(1, 10_000_00), max_size=4))
def test_payments_in_dollars_close_the_document(total, own, rate, parts):
    """Whatever the parts: dollars and pesos come to zero together, none before the other."""
    booked = engine.round_half_up(total * own)
    left = Clause("document", total, booked, own, "USD")
    for part in [*parts, total]:
        part = min(part, left.foreign)
        found = engine.settle(left, part, rate)
        assert 0 <= found.covered <= left.booked
        if rate != own:
            assert found.covered + found.amount == engine.round_half_up(part * rate)
        else:
            assert not found.amount
        left = Clause("document", left.foreign - part, left.booked - found.covered, own, "USD")
    assert (left.foreign, left.booked) == (0, 0)


@many
@given(
    st.integers(1, 10_000_000_00), rates, rates, st.lists(st.integers(1, 10_000_000_00), max_size=4)
)
def test_payments_in_pesos_are_accounted_for(booked, own, rate, payments):
    """All that is collected covers the document, is in its note, or is named as rounding."""
    left = Clause("document", engine.get_foreign(booked, own), booked, own, "USD", is_foreign=False)
    for collected in payments:
        found = engine.cover(left, collected, rate)
        assert found.covered + found.amount + found.rounding == collected
        assert 0 <= found.foreign <= left.foreign and 0 <= found.covered <= left.booked
        assert rate != own or not found.amount
        left = Clause(
            "document", left.foreign - found.foreign, left.booked - found.covered, own, "USD"
        )
        if not left.foreign:
            assert not left.booked
            break
