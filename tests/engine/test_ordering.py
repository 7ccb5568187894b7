"""In which order an amount collected pays open items (REC-03)."""

import doctest
import inspect
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .loading import load

engine = load("ordering")
Criterion, OpenItem = engine.Criterion, engine.OpenItem
TODAY = date(2026, 3, 15)


def day(offset):
    return TODAY + timedelta(days=offset)


def debt(key, residual=100, due=0, issued=-30, number=""):
    return OpenItem(key, residual, day(due), day(issued), number)


# Narrow ranges on purpose: ties are where an order stops being total.
days = st.integers(-6, 6).map(day)
prefixes, widths = st.sampled_from(["FA", "FA-A", "NC"]), st.integers(1, 8)
numbers = st.just("") | st.builds(
    "{} {:0{width}d}-{:0{width}d}".format,
    prefixes,
    st.integers(1, 11),
    st.integers(1, 120),
    width=widths,
)
residuals = st.integers(1, 5) | st.integers(1, 10**15)


@st.composite
def debts(draw):
    rows = draw(st.lists(st.tuples(residuals, days, days, numbers), max_size=12))
    keys = draw(st.permutations(range(1, len(rows) + 1)))
    return [OpenItem(key, *row) for key, row in zip(keys, rows, strict=True)]


def test_doctests_pass():
    assert doctest.testmod(engine).failed == 0


def test_every_public_name_has_an_example():
    assert all(">>>" in inspect.getdoc(getattr(engine, name)) for name in engine.__all__)


# -- order_items ------------------------------------------------------------------------------


def parsed(number):
    """The structure a number was built from, read without the engine's help."""
    prefix, _, digits = number.rpartition(" ")
    return (prefix, *map(int, digits.split("-"))) if number else ("",)


def tie(item):
    return item.date_due, item.date, parsed(item.number), item.key


def nearest(item, value_dates):
    """Walk day by day away from the due date until a value date is met."""
    for distance in range(100):
        if {item.date_due - timedelta(distance), item.date_due + timedelta(distance)} & set(
            value_dates
        ):
            return distance
    return 0


# criterion -> does a go strictly before b, ties apart?
GOES_BEFORE = {
    "due_oldest": lambda a, b, _: a.date_due < b.date_due,
    "due_newest": lambda a, b, _: a.date_due > b.date_due,
    "due_newest_overdue": lambda a, b, _: a.date_due > b.date_due,
    "issue_oldest": lambda a, b, _: a.date < b.date,
    "issue_newest": lambda a, b, _: a.date > b.date,
    "due_nearest_values": lambda a, b, values: nearest(a, values) < nearest(b, values),
    "number": lambda a, b, _: parsed(a.number) < parsed(b.number),
    "largest": lambda a, b, _: a.residual > b.residual,
    "smallest": lambda a, b, _: a.residual < b.residual,
}


def test_nine_criteria_with_stored_values():
    assert [c.value for c in Criterion] == list(GOES_BEFORE)
    assert [c.name for c in Criterion] == [value.upper() for value in GOES_BEFORE]


@pytest.mark.parametrize("criterion", list(Criterion), ids=lambda c: c.value)
@settings(max_examples=60, deadline=None)
@given(data=st.data(), items=debts(), values=st.lists(days, max_size=3))
def test_order_is_total(criterion, data, items, values):
    """By criterion, then by ties; whatever order items come in; nobody lost but the not overdue."""
    ordered = engine.order_items(items, criterion, TODAY, values)
    before = GOES_BEFORE[criterion.value]
    for a, b in pairwise(ordered):
        assert not before(b, a, values)
        assert before(a, b, values) or tie(a) < tie(b)
    expected = {
        i for i in items if criterion is not Criterion.DUE_NEWEST_OVERDUE or i.date_due < TODAY
    }
    assert (len(ordered), set(ordered)) == (len(expected), expected)
    shuffled, dates = data.draw(st.permutations(items)), data.draw(st.permutations(values))
    assert engine.order_items(shuffled, criterion, TODAY, dates) == ordered
    assert engine.order_items(ordered, criterion, TODAY, values) == ordered


TABLE = [
    # key, residual, due, issued, number
    debt(1, 500, due=-20, issued=-40, number="FA 10"),
    debt(2, 300, due=-5, issued=-50, number="FA 2"),
    debt(3, 900, due=0, issued=-10, number="NC 1"),
    debt(4, 100, due=25, issued=-45, number="FA 0009"),
]


@pytest.mark.parametrize(
    ("criterion", "keys"),
    [
        ("due_oldest", [1, 2, 3, 4]),
        ("due_newest", [4, 3, 2, 1]),
        ("due_newest_overdue", [2, 1]),  # what falls due today is not overdue
        ("issue_oldest", [2, 4, 1, 3]),
        ("issue_newest", [3, 1, 4, 2]),
        ("due_nearest_values", [4, 3, 2, 1]),  # a cheque on day 20: 5, 20, 25, 40 days away
        ("number", [2, 4, 1, 3]),
        ("largest", [3, 1, 2, 4]),
        ("smallest", [4, 2, 1, 3]),
    ],
)
def test_order_table(criterion, keys):
    assert [i.key for i in engine.order_items(TABLE, criterion, TODAY, [day(20)])] == keys


def test_ties_go_by_due_date_issue_date_number_and_key():
    tied = [
        debt(9, due=-2, issued=-1, number="FA 99"),
        debt(8, due=-1, issued=-3, number="FA 98"),
        debt(7, due=-1, issued=-2, number="FA 9"),
        debt(5, due=-1, issued=-2, number="FA 10"),
        debt(6, due=-1, issued=-2, number="FA 10"),
    ]
    assert engine.order_items(reversed(tied), "largest", TODAY) == tied


@pytest.mark.parametrize(
    ("values", "keys"),
    [
        ([day(-19), day(30)], [1, 4, 2, 3]),  # 1, 14, 19 and 5 days away, before or after alike
        ([], [1, 2, 3, 4]),  # nothing to be near to: due oldest
    ],
)
def test_nearest_looks_at_every_value(values, keys):
    ordered = engine.order_items(TABLE, "due_nearest_values", TODAY, iter(values))
    assert [i.key for i in ordered] == keys


@pytest.mark.parametrize(
    "ascending",
    [
        ["", "FA 1", "fa 2", "FA 10"],
        ["FA-A 0001-00000009", "FA-A 0001-00000010", "FA-A 00002-00000001"],
        ["7", "08", "A", "A1", "A1-2", "A1B"],
    ],
)
def test_numbers_go_in_natural_order(ascending):
    # keys fall while numbers rise, so only the number can give this order
    items = [debt(-position, number=number) for position, number in enumerate(ascending)]
    assert [i.number for i in engine.order_items(reversed(items), "number", TODAY)] == ascending


@pytest.mark.parametrize(
    "call",
    [
        lambda: engine.order_items([debt(1)], "alphabetical", TODAY),
        lambda: engine.order_items([debt(1)], None, TODAY),
        lambda: engine.order_items([debt(1), debt(1, 50)], "due_oldest", TODAY),
    ],
)
def test_bad_input_is_refused(call):
    with pytest.raises(ValueError, match="is not|repeated keys"):
        call()
