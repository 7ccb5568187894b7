"""The allocation engine: REC-02, REC-03, REC-08 to REC-10. Needs neither Odoo nor a database."""

import doctest
import importlib.util
import inspect
import sys
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

# Loaded by its path: importing it through the add-on's package would import odoo too.
PATH = Path(__file__).parents[2] / "l10n_cobranzas/engine/allocation.py"
spec = importlib.util.spec_from_file_location("cobranzas_engine_allocation", PATH)
engine = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(engine)

Criterion, Item = engine.Criterion, engine.Item
Source, Target, Piece = engine.Source, engine.Target, engine.Piece
TODAY = date(2026, 3, 15)
many = settings(max_examples=100, deadline=None)


def day(offset):
    return TODAY + timedelta(days=offset)


def debt(key, residual=100, due=0, issued=-30, number=""):
    return Item(key, residual, day(due), day(issued), number)


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
amounts = st.integers(0, 20) | st.integers(0, 10**16)


@st.composite
def debts(draw):
    rows = draw(st.lists(st.tuples(residuals, days, days, numbers), max_size=12))
    keys = draw(st.permutations(range(1, len(rows) + 1)))
    return [Item(key, *row) for key, row in zip(keys, rows, strict=True)]


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
    amount = data.draw(amounts)
    recalculated = engine.order_items(ordered, criterion, TODAY, values)
    assert engine.allocate_amount(recalculated, amount) == engine.allocate_amount(ordered, amount)


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


# -- allocate_amount --------------------------------------------------------------------------


@many
@given(items=debts(), amount=amounts)
def test_allocation_fills_a_debt_before_the_next_and_loses_nothing(items, amount):
    allocated, left = engine.allocate_amount(iter(items), amount)
    residual = {i.key: i.residual for i in items}
    assert sum(allocated.values()) + left == amount
    assert all(0 < units <= residual[key] for key, units in allocated.items())
    assert left == max(0, amount - sum(residual.values()))
    assert list(allocated) == [i.key for i in items][: len(allocated)]
    assert all(allocated[key] == residual[key] for key in list(allocated)[:-1])


@many
@given(items=debts(), amount=amounts, later=amounts)
def test_two_collections_are_as_good_as_one(items, amount, later):
    first, left = engine.allocate_amount(items, amount)
    reduced = [replace(i, residual=i.residual - first.get(i.key, 0)) for i in items]
    second, rest = engine.allocate_amount([i for i in reduced if i.residual], left + later)
    both = {key: first.get(key, 0) + second.get(key, 0) for key in first | second}
    assert (both, rest) == engine.allocate_amount(items, amount + later)


@pytest.mark.parametrize("decimals", [0, 2, 3])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_allocation_is_exact_in_every_currency(decimals, data):
    """Pesos of Chile have 0 decimals, of Argentina 2, dinars of Kuwait 3."""
    money = st.decimals("0", "1e12", places=decimals)
    balances = data.draw(st.lists(money.filter(bool), max_size=8))
    collected = data.draw(money)
    items = [debt(key, int(balance.scaleb(decimals))) for key, balance in enumerate(balances)]
    allocated, left = engine.allocate_amount(items, int(collected.scaleb(decimals)))
    paid = {key: Decimal(units).scaleb(-decimals) for key, units in allocated.items()}
    assert sum(paid.values()) + Decimal(left).scaleb(-decimals) == collected
    assert all(paid[key] == balances[key] for key in list(paid)[:-1])
    assert all(paid[key] <= balances[key] for key in paid)


# -- split ------------------------------------------------------------------------------------

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


# -- waterfall --------------------------------------------------------------------------------

pools = st.sampled_from([None, "A", "B", ("C", 1)])
small = st.lists(st.tuples(st.integers(1, 6), pools), max_size=5)


@st.composite
def rows(draw, kind):
    drawn = draw(st.lists(st.tuples(st.integers(1, 9) | st.integers(1, 10**12), pools), max_size=5))
    keys = draw(st.permutations(range(1, len(drawn) + 1)))
    return [kind(key, *row) for key, row in zip(keys, drawn, strict=True)]


def reaches(source, target):
    return source.pool is None or source.pool == target.pool


def min_cut(sources, targets):
    """The most that can be paid: max-flow = min-cut, over every set of sources left uncut."""
    cuts = []
    for size in range(len(sources) + 1):
        for kept in combinations(sources, size):
            cut = sum(s.amount for s in sources if s not in kept)
            cuts.append(cut + sum(t.amount for t in targets if any(reaches(s, t) for s in kept)))
    return min(cuts)


@many
@given(sources=rows(Source), targets=rows(Target))
def test_waterfall_loses_nothing_and_pays_the_most_possible(sources, targets):
    pieces, left, unpaid = engine.waterfall(iter(sources), iter(targets))
    spent = {s.key: s.amount - left.get(s.key, 0) for s in sources}
    paid = {t.key: t.amount - unpaid.get(t.key, 0) for t in targets}
    for piece in pieces:
        spent[piece.source] -= piece.amount
        paid[piece.target] -= piece.amount
    assert not any((*spent.values(), *paid.values()))
    assert all(
        units > 0 for units in (*left.values(), *unpaid.values(), *(p.amount for p in pieces))
    )
    assert sum(p.amount for p in pieces) == min_cut(sources, targets)


@many
@given(sources=rows(Source), targets=rows(Target))
def test_waterfall_respects_pools_and_order(sources, targets):
    pieces, left, unpaid = engine.waterfall(sources, targets)
    source_at = {s.key: i for i, s in enumerate(sources)}
    target_at = {t.key: i for i, t in enumerate(targets)}
    places = [(source_at[p.source], target_at[p.target]) for p in pieces]
    assert places == sorted(set(places))
    assert all(reaches(sources[i], targets[j]) for i, j in places)
    assert list(left) == [s.key for s in sources if s.key in left]
    assert list(unpaid) == [t.key for t in targets if t.key in unpaid]
    assert len(pieces) <= max(0, len(sources) + len(targets) - 1)


@many
@given(sources=small, targets=small)
def test_waterfall_unit_by_unit(sources, targets):
    """Each unit, pooled ones first, goes to the first target that it may pay and is not paid."""
    sources = [Source(key, *row) for key, row in enumerate(sources)]
    targets = [Target(key, *row) for key, row in enumerate(targets)]
    units = [s for s in sources if s.pool is not None for _ in range(s.amount)]
    units += [s for s in sources if s.pool is None for _ in range(s.amount)]
    owed, paid = [t.amount for t in targets], {}
    for source in units:
        for target in targets:
            if owed[target.key] and reaches(source, target):
                owed[target.key] -= 1
                paid[source.key, target.key] = paid.get((source.key, target.key), 0) + 1
                break
    pieces, _, unpaid = engine.waterfall(sources, targets)
    assert {(p.source, p.target): p.amount for p in pieces} == paid
    assert unpaid == {key: units for key, units in enumerate(owed) if units}


def test_waterfall_makes_room_for_credits():
    # The cheque comes first and could take the only invoice the credit note may pay.
    sources = [Source(1, 100), Source(2, 100, "Azure")]
    targets = [Target(1, 100, "Azure"), Target(2, 100, "Deco")]
    assert engine.waterfall(sources, targets) == ([Piece(1, 2, 100), Piece(2, 1, 100)], {}, {})


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


# -- Bad input --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: engine.order_items([debt(1)], "alphabetical", TODAY), ValueError),
        (lambda: engine.order_items([debt(1)], None, TODAY), ValueError),
        (lambda: engine.order_items([debt(1), debt(1, 50)], "due_oldest", TODAY), ValueError),
        (lambda: engine.allocate_amount([debt(1)], -1), ValueError),
        (lambda: engine.allocate_amount([debt(1, 0)], 10), ValueError),
        (
            lambda: engine.allocate_amount([debt(1, 10), debt(2, 0)], 10),
            ValueError,
        ),  # never reached
        (lambda: engine.allocate_amount([debt(1), debt(1)], 10), ValueError),
        (lambda: engine.allocate_amount([debt(1)], 10.0), TypeError),
        (lambda: engine.allocate_amount([debt(1, 99.5)], 10), TypeError),
        (lambda: engine.split(5, []), ValueError),
        (lambda: engine.split(5, [3, -1]), ValueError),
        (lambda: engine.split(5.0, [1]), TypeError),
        (lambda: engine.split(5, [1, 0.5]), TypeError),
        (lambda: engine.waterfall([Source(1, 0)], []), ValueError),
        (lambda: engine.waterfall([], [Target(1, 0)]), ValueError),
        (lambda: engine.waterfall([Source(1, 5), Source(1, 5)], []), ValueError),
        (lambda: engine.waterfall([], [Target(1, 5), Target(1, 5)]), ValueError),
        (lambda: engine.waterfall([Source(1, 0.1)], []), TypeError),
        (lambda: engine.waterfall([], [Target(1, Decimal("10.50"))]), TypeError),
        (lambda: engine.rounding_verdict(1, -1), ValueError),
        (lambda: engine.rounding_verdict(0.5, 1), TypeError),
        (lambda: engine.rounding_verdict(1, 0.5), TypeError),
    ],
)
def test_bad_input_is_refused(call, error):
    with pytest.raises(error, match=r"is not|is below|repeated keys|nobody"):
        call()
