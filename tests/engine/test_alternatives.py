"""Alternative due dates: the worked cases A-01 to A-09, and what holds for any instalment (CHG-02).

The cases are those of Axoft's guides and of ``charges-and-movements``, in pesos.
"""

import datetime
import doctest
import inspect
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from .loading import load

engine = load("alternatives")
many = settings(max_examples=200, deadline=None)


def day(text):
    """``15-09`` of 2026."""
    number, month = text.split("-")
    return datetime.date(2026, int(month), int(number))


def instalment(amount, due, **alternatives):
    """An instalment in pesos; ``d25_09=10500`` is what it costs until 25-09."""
    return engine.Instalment(
        amount * 100,
        day(due),
        tuple((day(name[1:].replace("_", "-")), cost * 100) for name, cost in alternatives.items()),
    )


def paid(*rows):
    return [engine.Payment(day(when), amount * 100) for when, amount in rows]


LATE = instalment(10000, "15-09", d25_09=10500, d30_09=10800)
EARLY = instalment(10000, "15-09", d05_09=9500, d10_09=9800)
BOTH = instalment(15000, "01-10", d15_10=15500, d30_10=16000)
DISCOUNTS = instalment(15000, "01-10", d01_09=14000, d15_09=14500)


def test_doctests_pass():
    assert doctest.testmod(engine).failed == 0


def test_every_public_function_has_an_example():
    functions = [getattr(engine, name) for name in engine.__all__]
    assert functions
    assert all(">>>" in inspect.getdoc(each) for each in functions)


@pytest.mark.parametrize(
    ("owed", "when", "state", "number", "due"),
    [
        (LATE, "01-09", "on_time", 0, 10000),
        (LATE, "15-09", "on_time", 0, 10000),
        (LATE, "16-09", "late", 1, 10500),
        (LATE, "25-09", "late", 1, 10500),
        (LATE, "26-09", "late", 2, 10800),
        (LATE, "30-09", "late", 2, 10800),
        (LATE, "01-10", "late", 2, 10800),
        (EARLY, "01-09", "early", 1, 9500),
        (EARLY, "05-09", "early", 1, 9500),
        (EARLY, "06-09", "early", 2, 9800),
        (EARLY, "10-09", "early", 2, 9800),
        (EARLY, "11-09", "on_time", 0, 10000),
        (EARLY, "15-09", "on_time", 0, 10000),
        (EARLY, "16-09", "late", 0, 10000),
    ],
)
def test_which_amount_holds(owed, when, state, number, due):
    found = engine.standing(owed, day(when))
    assert (found.state, found.number, found.amount) == (state, number, due * 100)
    assert engine.amount_due(owed, [], day(when)) == due * 100


@pytest.mark.parametrize(
    ("owed", "when", "past"),
    [
        (LATE, "30-09", False),
        (LATE, "01-10", True),
        (EARLY, "15-09", False),
        (EARLY, "16-09", True),
    ],
)
def test_past_the_last_date_interest_takes_over(owed, when, past):
    assert engine.standing(owed, day(when)).is_past_last is past


@pytest.mark.parametrize(
    ("owed", "payments", "note"),
    [
        (LATE, [("15-09", 10000)], 0),
        (LATE, [("16-09", 10500)], 500),
        (LATE, [("25-09", 10500)], 500),
        (LATE, [("26-09", 10800)], 800),
        (LATE, [("01-10", 10800)], 800),
        (EARLY, [("05-09", 9500)], -500),
        (EARLY, [("06-09", 9800)], -200),
        (EARLY, [("10-09", 9800)], -200),
        (EARLY, [("11-09", 10000)], 0),
        (EARLY, [("16-09", 10000)], 0),
        (BOTH, [("10-10", 15500)], 500),  # over by 500 until the note
        (BOTH, [("10-10", 15000)], 500),  # the note stays to be paid
        (BOTH, [("10-10", 14999)], 0),
        (DISCOUNTS, [("01-09", 14000)], -1000),
        (DISCOUNTS, [("01-09", 13000)], 0),
        (DISCOUNTS, [("01-09", 13000), ("10-09", 1500)], -500),
        (DISCOUNTS, [("01-09", 14500)], -500),  # no more than what is left
        (DISCOUNTS, [("01-09", 15000)], 0),
        (DISCOUNTS, [("01-09", 14000), ("20-09", 1000)], 0),
        (LATE, [("12-09", 4000), ("20-09", 6500)], 500),  # on the whole instalment
        (LATE, [("12-09", 4000), ("20-09", 6000)], 500),
        (LATE, [("20-09", 6500), ("12-09", 4000)], 500),
        (LATE, [("20-09", 4000), ("27-09", 6000)], 800),
        (LATE, [("12-09", 4000), ("20-09", 5999)], 0),
        (EARLY, [("03-09", 4000), ("12-09", 6000)], 0),
        (EARLY, [], 0),
    ],
)
def test_the_note(owed, payments, note):
    assert engine.adjustment(owed, paid(*payments)) == note * 100


@pytest.mark.parametrize(
    ("owed", "payments", "when", "due"),
    [
        (LATE, [("12-09", 4000)], "20-09", 6500),
        (LATE, [("12-09", 4000)], "11-09", 10000),
        (EARLY, [("03-09", 4000)], "12-09", 6000),
        (EARLY, [("03-09", 4000)], "05-09", 5500),
        (DISCOUNTS, [("01-09", 14000)], "02-09", 0),  # the note is for what is left
        (DISCOUNTS, [("01-09", 13000)], "02-09", 1500),
        (BOTH, [("10-10", 15500)], "10-10", 0),
        (BOTH, [("10-10", 15000)], "10-10", 500),
        (BOTH, [("10-10", 15000)], "30-10", 500),  # paid, it costs no more later
        (LATE, [("15-09", 10000)], "20-09", 0),
        (EARLY, [("05-09", 9500), ("12-09", 500)], "20-09", 0),
    ],
)
def test_what_is_due_after_payments(owed, payments, when, due):
    assert engine.amount_due(owed, paid(*payments), day(when)) == due * 100


@pytest.mark.parametrize(
    ("owed", "payments", "adjusted", "note"),
    [
        (LATE, [("20-09", 10000)], 500, 0),
        (LATE, [("26-09", 10000)], 500, 300),
        (LATE, [("20-09", 10000)], 800, 0),  # what was charged too much is not for this to undo
        (LATE, [("20-09", 10000)], -200, 500),
        (EARLY, [("05-09", 9500)], -500, 0),
        (EARLY, [("05-09", 9500)], -200, -300),
        (EARLY, [("12-09", 10000)], -500, 0),
    ],
)
def test_notes_made_are_not_made_again(owed, payments, adjusted, note):
    assert engine.adjustment(owed, paid(*payments), adjusted * 100) == note * 100


def test_a_debit_note_is_a_debt_of_its_own():
    assert engine.amount_due(LATE, [], day("20-09"), 500_00) == 10_000_00
    assert engine.amount_due(EARLY, paid(("05-09", 9500)), day("05-09"), -500_00) == 0


@pytest.mark.parametrize(
    ("when", "note"), [("05-04", 0), ("26-03", -500), ("27-03", 0), ("10-04", 500), ("15-04", 500)]
)
def test_percentages(when, note):
    """A-05: one of three instalments of 300,000."""
    terms = [(-10, Decimal("-0.5")), (10, Decimal("0.5"))]
    dated = engine.dated_amounts(100_000_00, day("05-04"), terms)
    assert [units // 100 for _day, units in dated] == [99500, 100500]
    owed = engine.Instalment(100_000_00, day("05-04"), tuple(dated))
    payment = engine.Payment(day(when), engine.amount_due(owed, [], day(when)))
    assert engine.adjustment(owed, [payment]) == note * 100


SATURDAY = datetime.date(2019, 5, 18)
OFF = {SATURDAY, datetime.date(2019, 5, 19)}


@pytest.mark.parametrize(
    ("off", "moved"),
    [
        (OFF, datetime.date(2019, 5, 20)),
        (OFF | {datetime.date(2019, 5, 20)}, datetime.date(2019, 5, 21)),
        (set(), SATURDAY),
        ({SATURDAY + datetime.timedelta(days=ahead) for ahead in range(99)}, SATURDAY),
    ],
)
def test_the_next_working_day(off, moved):
    """A-09; a calendar without working days moves nothing."""
    assert engine.next_working_day(SATURDAY, off) == moved


def test_dates_that_move_to_one_day():
    """Saturday's and Sunday's discounts hold on Monday, the better one first."""
    dated = engine.dated_amounts(
        100_00,
        SATURDAY + datetime.timedelta(days=10),
        [(-10, Decimal(-5)), (-9, Decimal(-2))],
        lambda when: engine.next_working_day(when, OFF),
    )
    assert dated == [(datetime.date(2019, 5, 20), 95_00), (datetime.date(2019, 5, 20), 98_00)]
    owed = engine.Instalment(100_00, datetime.date(2019, 5, 28), tuple(dated))
    assert engine.standing(owed, datetime.date(2019, 5, 20)).amount == 95_00
    assert engine.standing(owed, datetime.date(2019, 5, 21)).amount == 100_00


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([(0, 0), (-10, -5), (10, 5)], None),
        ([(0, 0), (5, 0), (10, 5)], None),  # days of grace
        ([(0, 0), (10, -1)], ((0, 0), (10, -1))),
        ([(0, 0), (-10, 1)], ((-10, 1), (0, 0))),
        ([(0, 0), (-10, -2), (-5, -3)], ((-10, -2), (-5, -3))),
        ([(0, 0), (0, 3)], ((0, 0), (0, 3))),
    ],
)
def test_contradictions(rows, found):
    assert engine.find_contradiction(rows) == found


def test_returned_goods_change_the_base():
    """Of 10,000, goods of 2,000 came back: the surcharge is on the rest."""
    owed = engine.reduced(LATE, 2_000_00)
    assert engine.amount_due(owed, [], day("20-09")) == 8_400_00
    assert engine.adjustment(owed, paid(("20-09", 8000))) == 400_00
    assert engine.reduced(LATE, 10_000_00).amount == 0
    assert engine.adjustment(engine.reduced(LATE, 10_000_00), paid(("20-09", 1))) == 0
    assert engine.reduced(LATE, 0) is LATE


# ----------------------------------------------------------------------
# Of any instalment
# ----------------------------------------------------------------------

START = datetime.date(2026, 1, 1)
days = st.integers(0, 60).map(lambda ahead: START + datetime.timedelta(days=ahead))


@st.composite
def instalments(draw):
    """An instalment of which who pays later never owes less."""
    amount, due = draw(st.integers(100, 10**8)), draw(days)
    places = draw(st.sets(st.integers(-30, 30).filter(bool), max_size=5))
    percents = st.lists(st.integers(0, 40), min_size=len(places), max_size=len(places))
    terms = [(0, 0)]
    for at, percent in zip(sorted(places, key=abs), sorted(draw(percents)), strict=True):
        terms.append((at, percent if at > 0 else -percent))
    assert engine.find_contradiction(terms) is None
    dated = engine.dated_amounts(amount, due, [(at, Decimal(percent)) for at, percent in terms[1:]])
    return engine.Instalment(amount, due, tuple(dated))


payments_lists = st.lists(
    st.builds(engine.Payment, days, st.integers(1, 100) | st.integers(1, 10**8)), max_size=5
)


@many
@given(owed=instalments(), one=days, other=days)
def test_who_pays_later_never_owes_less(owed, one, other):
    first, last = sorted((one, other))
    assert engine.amount_due(owed, [], first) <= engine.amount_due(owed, [], last)


@many
@given(owed=instalments(), when=days)
def test_a_date_is_the_last_day_of_its_amount(owed, when):
    """Found by going through all days, as a person reads the invoice."""
    found = engine.standing(owed, when)
    rows = [*owed.alternatives, (owed.due, owed.amount)]
    assert (found.until, found.amount) in rows
    assert found.is_past_last == (when > max(until for until, _amount in rows))
    if not found.is_past_last:
        assert found.until == min(until for until, _amount in rows if until >= when)
    assert (found.state == "early") == (found.until < owed.due and not found.is_past_last)
    assert (found.state == "late") == (when > owed.due)


@many
@given(owed=instalments(), payments=payments_lists, when=days)
def test_paying_what_is_due_leaves_nothing_with_the_note(owed, payments, when):
    """What is paid is the instalment's amount with the note."""
    earlier = [one for one in payments if one.day < when]
    least = min([owed.amount, *(amount for _day, amount in owed.alternatives)])
    assume(sum(one.amount for one in earlier) < least)
    due = engine.amount_due(owed, earlier, when)
    history = [*earlier, engine.Payment(when, due)]
    note = engine.adjustment(owed, history)
    assert note == engine.standing(owed, when).amount - owed.amount
    assert sum(one.amount for one in history) == owed.amount + note
    assert engine.adjustment(owed, history, note) == 0


@many
@given(owed=instalments(), payments=payments_lists, one=days, other=days)
def test_what_was_cancelled_costs_no_more_later(owed, payments, one, other):
    first, last = sorted((one, other))
    earlier = [each for each in payments if each.day <= first]
    if engine.amount_due(owed, earlier, first) <= 0:
        assert engine.amount_due(owed, earlier, last) == engine.amount_due(owed, earlier, first)


@many
@given(owed=instalments(), payments=payments_lists, adjusted=st.integers(-(10**7), 10**7))
def test_no_credit_beyond_what_is_left(owed, payments, adjusted):
    note = engine.adjustment(owed, payments, adjusted)
    left = owed.amount - sum(one.amount for one in payments) + min(adjusted, 0)
    assert note >= -max(left, 0)
    assert note <= max([0, *(amount - owed.amount for _day, amount in owed.alternatives)])


@many
@given(owed=instalments(), payments=payments_lists)
def test_the_order_of_payments_does_not_matter(owed, payments):
    assert engine.adjustment(owed, payments) == engine.adjustment(owed, payments[::-1])
