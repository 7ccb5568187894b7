"""Exchange differences under the clause, and the taxes of their notes: CHG-01, X-01 to X-10."""

import doctest
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .loading import load

engine, note_tax, own_rate = load("exchange"), load("note_tax"), load("own_rate")
worth = load("worth")
Base, Clause, Difference = note_tax.Base, engine.Clause, engine.Difference
many = settings(max_examples=200, deadline=None)


def usd(foreign=1_210_00, booked=1_210_000_00, rate="1000", **kw):
    """A document of 1,210.00 dollars at 1,000."""
    return Clause("document", foreign, booked, Fraction(rate), "USD", **kw)


def test_examples():
    for module in (engine, note_tax, own_rate, worth):
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


VAT = note_tax.from_rate("VAT 21 %", Fraction(21))
PLAIN = [Base("goods", 1_000_00, {"VAT 21 %": 210_00})]
PERCEPTION = [Base("goods", 1_000_00, {"VAT 21 %": 210_00, "perception": 30_00})]
MIXED = [
    Base("goods", 600_00, {"VAT 21 %": 126_00}),
    Base("books", 400_00, {"VAT 10.5 %": 42_00}),
]


@pytest.mark.parametrize(
    ("case", "total", "bases", "amounts"),
    [
        ("X-01", 121_000_00, PLAIN, [100_000_00, 21_000_00]),
        ("X-02", -121_000_00, PLAIN, [-100_000_00, -21_000_00]),
        ("X-03", 50_000_00, PLAIN, [41_322_31, 8_677_69]),
        ("X-04 all taxes", 124_000_00, PERCEPTION, [100_000_00, 21_000_00, 3_000_00]),
        ("X-04 one rate", 124_000_00, [VAT], [102_479_34, 21_520_66]),
        ("X-05 a cent to spare", 1_000_00, MIXED, [513_70, 107_88, 342_46, 35_96]),
        ("X-06 no net amount fits", 100_00, [VAT], [82_64, 17_36]),
        ("X-09", 45_450_00, [VAT], [37_561_98, 7_888_02]),
        ("exempt", 100_00, [Base("books", 50_00, {})], [100_00]),
    ],
)
def test_taxes_inside(case, total, bases, amounts):
    notes = note_tax.share_inside(total, bases)
    assert [n for note in notes for n in (note.net, *note.taxes.values())] == amounts, case
    assert sum(note.total for note in notes) == total


@pytest.mark.parametrize(
    ("case", "net", "bases", "amounts", "total"),
    [
        ("X-07", 121_000_00, PLAIN, [121_000_00, 25_410_00], 146_410_00),
        ("X-07 one rate", 121_000_00, [VAT], [121_000_00, 25_410_00], 146_410_00),
        ("X-04", 1_000_00, PERCEPTION, [1_000_00, 210_00, 30_00], 1_240_00),
        ("X-05", 1_000_00, MIXED, [600_00, 126_00, 400_00, 42_00], 1_168_00),
    ],
)
def test_taxes_on_top(case, net, bases, amounts, total):
    notes = note_tax.share_on_top(net, bases)
    assert [n for note in notes for n in (note.net, *note.taxes.values())] == amounts, case
    assert sum(note.total for note in notes) == total


@many
@given(
    st.integers(-(10**9), 10**9),
    st.lists(
        st.tuples(st.integers(1, 10**8), st.lists(st.integers(0, 10**7), max_size=3)),
        min_size=1,
        max_size=4,
    ),
)
def test_taxes_inside_add_up(total, origin):
    """Each amount is less than a cent from its proportion, and they add up exactly."""
    bases = [Base(n, net, dict(enumerate(taxes))) for n, (net, taxes) in enumerate(origin)]
    notes = note_tax.share_inside(total, bases)
    whole = sum(base.total for base in bases)
    assert sum(note.total for note in notes) == total
    for note, base in zip(notes, bases, strict=True):
        pairs = [(note.net, base.net)]
        pairs += [(note.taxes[tax], units) for tax, units in base.taxes.items()]
        for share, weight in pairs:
            assert abs(share - Fraction(total * weight, whole)) < 1
