"""Which source pays which debt (REC-02, REC-04, REC-10). Needs neither Odoo nor a database."""

import doctest
import inspect
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .loading import load

engine = load("allocation")
Source, Debt, Piece = engine.Source, engine.Debt, engine.Piece
many = settings(max_examples=100, deadline=None)


def test_doctests_pass():
    assert doctest.testmod(engine).failed == 0


def test_every_public_name_has_an_example():
    assert all(">>>" in inspect.getdoc(getattr(engine, name)) for name in engine.__all__)


scopes = st.sampled_from([None, "A", "B", ("C", 1)])
small = st.lists(st.tuples(st.integers(1, 6), scopes), max_size=5)


@st.composite
def rows(draw, kind):
    drawn = draw(
        st.lists(st.tuples(st.integers(1, 9) | st.integers(1, 10**12), scopes), max_size=5)
    )
    keys = draw(st.permutations(range(1, len(drawn) + 1)))
    return [kind(key, *row) for key, row in zip(keys, drawn, strict=True)]


def reaches(source, debt):
    return source.scope is None or source.scope == debt.scope


def min_cut(sources, debts):
    """The most that can be paid: max-flow = min-cut, over every set of sources left uncut."""
    cuts = []
    for size in range(len(sources) + 1):
        for kept in combinations(sources, size):
            cut = sum(s.amount for s in sources if s not in kept)
            cuts.append(cut + sum(t.amount for t in debts if any(reaches(s, t) for s in kept)))
    return min(cuts)


@many
@given(sources=rows(Source), debts=rows(Debt))
def test_waterfall_loses_nothing_and_pays_the_most_possible(sources, debts):
    pieces, left, unpaid = engine.waterfall(iter(sources), iter(debts))
    spent = {s.key: s.amount - left.get(s.key, 0) for s in sources}
    paid = {t.key: t.amount - unpaid.get(t.key, 0) for t in debts}
    for piece in pieces:
        spent[piece.source] -= piece.amount
        paid[piece.debt] -= piece.amount
    assert not any((*spent.values(), *paid.values()))
    assert all(
        units > 0 for units in (*left.values(), *unpaid.values(), *(p.amount for p in pieces))
    )
    assert sum(p.amount for p in pieces) == min_cut(sources, debts)


@many
@given(sources=rows(Source), debts=rows(Debt))
def test_waterfall_respects_scopes_and_order(sources, debts):
    pieces, left, unpaid = engine.waterfall(sources, debts)
    source_at = {s.key: i for i, s in enumerate(sources)}
    debt_at = {t.key: i for i, t in enumerate(debts)}
    places = [(source_at[p.source], debt_at[p.debt]) for p in pieces]
    assert places == sorted(set(places))
    assert all(reaches(sources[i], debts[j]) for i, j in places)
    assert list(left) == [s.key for s in sources if s.key in left]
    assert list(unpaid) == [t.key for t in debts if t.key in unpaid]
    assert len(pieces) <= max(0, len(sources) + len(debts) - 1)


@many
@given(sources=small, debts=small)
def test_waterfall_unit_by_unit(sources, debts):
    """Each unit, first those with a scope, goes to the first debt that it may pay."""
    sources = [Source(key, *row) for key, row in enumerate(sources)]
    debts = [Debt(key, *row) for key, row in enumerate(debts)]
    units = [s for s in sources if s.scope is not None for _ in range(s.amount)]
    units += [s for s in sources if s.scope is None for _ in range(s.amount)]
    owed, paid = [t.amount for t in debts], {}
    for source in units:
        for debt in debts:
            if owed[debt.key] and reaches(source, debt):
                owed[debt.key] -= 1
                paid[source.key, debt.key] = paid.get((source.key, debt.key), 0) + 1
                break
    pieces, _, unpaid = engine.waterfall(sources, debts)
    assert {(p.source, p.debt): p.amount for p in pieces} == paid
    assert unpaid == {key: units for key, units in enumerate(owed) if units}


def test_waterfall_makes_room_for_credits():
    # The cheque comes first and could take the only invoice the credit note may pay.
    sources = [Source(1, 100), Source(2, 100, "Azure")]
    debts = [Debt(1, 100, "Azure"), Debt(2, 100, "Deco")]
    assert engine.waterfall(sources, debts) == ([Piece(1, 2, 100), Piece(2, 1, 100)], {}, {})


# -- one source, of no scope --------------------------------------------------------------------

amounts = st.integers(0, 20) | st.integers(0, 10**16)


def pay(debts, amount):
    """Pay debts in order with one amount; return what each gets and what is left of it."""
    sources = [Source("cash", amount)] if amount else []
    pieces, left, _unpaid = engine.waterfall(sources, debts)
    return {piece.debt: piece.amount for piece in pieces}, left.get("cash", 0)


@many
@given(debts=rows(Debt), amount=amounts)
def test_a_debt_is_filled_before_the_next_and_nothing_is_lost(debts, amount):
    paid, left = pay(debts, amount)
    owed = {debt.key: debt.amount for debt in debts}
    assert sum(paid.values()) + left == amount
    assert all(0 < units <= owed[key] for key, units in paid.items())
    assert left == max(0, amount - sum(owed.values()))
    assert list(paid) == [debt.key for debt in debts][: len(paid)]
    assert all(paid[key] == owed[key] for key in list(paid)[:-1])


@many
@given(debts=rows(Debt), amount=amounts, later=amounts)
def test_two_collections_are_as_good_as_one(debts, amount, later):
    first, left = pay(debts, amount)
    reduced = [replace(debt, amount=debt.amount - first.get(debt.key, 0)) for debt in debts]
    second, rest = pay([debt for debt in reduced if debt.amount], left + later)
    both = {key: first.get(key, 0) + second.get(key, 0) for key in first | second}
    assert (both, rest) == pay(debts, amount + later)


@pytest.mark.parametrize("decimals", [0, 2, 3])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_allocation_is_exact_in_every_currency(decimals, data):
    """Pesos of Chile have 0 decimals, of Argentina 2, dinars of Kuwait 3."""
    money = st.decimals("0", "1e12", places=decimals)
    balances = data.draw(st.lists(money.filter(bool), max_size=8))
    collected = data.draw(money)
    debts = [Debt(key, int(balance.scaleb(decimals))) for key, balance in enumerate(balances)]
    units_of, left = pay(debts, int(collected.scaleb(decimals)))
    paid = {key: Decimal(units).scaleb(-decimals) for key, units in units_of.items()}
    assert sum(paid.values()) + Decimal(left).scaleb(-decimals) == collected
    assert all(paid[key] == balances[key] for key in list(paid)[:-1])
    assert all(paid[key] <= balances[key] for key in paid)


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: engine.waterfall([Source(1, 0)], []), ValueError),
        (lambda: engine.waterfall([], [Debt(1, 0)]), ValueError),
        (lambda: engine.waterfall([Source(1, 5), Source(1, 5)], []), ValueError),
        (lambda: engine.waterfall([], [Debt(1, 5), Debt(1, 5)]), ValueError),
        (lambda: engine.waterfall([Source(1, 0.1)], []), TypeError),
        (lambda: engine.waterfall([], [Debt(1, Decimal("10.50"))]), TypeError),
    ],
)
def test_bad_input_is_refused(call, error):
    with pytest.raises(error, match=r"is not|is below|repeated keys"):
        call()
