"""Plans that settle, convert or revalue open items (OPS-02, OPS-04, OPS-10, OPS-12 to OPS-14)."""

import datetime
import doctest

from hypothesis import given, settings
from hypothesis import strategies as st

from .loading import load

engine = load("settlement")
movement = load("movement")
many = settings(max_examples=100, deadline=None)

DAY = datetime.date(2026, 9, 30)
amounts = st.integers(1, 10**9)


def test_doctests_pass():
    assert doctest.testmod(engine).failed == 0


@st.composite
def origins(draw, sign=1, currencies=("ARS", "USD")):
    """Open items of one side, each at a rate of its own."""
    rows = draw(st.lists(st.tuples(amounts, amounts, st.sampled_from(currencies)), max_size=6))
    return [
        movement.Origin(
            key=(sign, number),
            account="1.1" if sign > 0 else "2.1",
            partner="X",
            currency=currency,
            amount=sign * amount,
            booked=sign * (amount if currency == "ARS" else booked),
            due=DAY,
        )
        for number, (amount, booked, currency) in enumerate(rows)
    ]


def account(booked):
    return "loss" if booked > 0 else "gain"


def check_allocated(plan, rows):
    """No origin gives more than it has, and each item that takes one is settled."""
    plan.check()
    taken = {}
    for each in plan.allocations:
        for key in (each.debit, each.credit):
            taken[key] = taken.get(key, 0) + each.amount
    assert all(taken.get(row.key, 0) <= abs(row.amount) for row in rows)
    own = {item.key: item for item in plan.get_items()}
    assert all(abs(own[key].amount) == units for key, units in taken.items() if key in own)


@many
@given(debts=origins(), owed=origins(sign=-1))
def test_netting_takes_the_lesser_side_of_each_currency(debts, owed):
    plan = engine.net(debts, owed, "ARS", account)
    check_allocated(plan, [*debts, *owed])
    for currency in ("ARS", "USD"):
        sides = [sum(abs(o.amount) for o in s if o.currency == currency) for s in (debts, owed)]
        taken = sum(
            -item.amount
            for item in plan.get_items()
            if item.account == "1.1" and item.currency == currency
        )
        assert taken == min(sides)


@many
@given(debts=origins(), total=st.integers(0, 10**10))
def test_taken_in_order_is_whole_but_for_the_last(debts, total):
    taken, missing = engine.take_in_order(debts, total)
    assert sum(o.amount for o in taken) + missing == total
    assert all(part.amount == o.amount for part, o in zip(taken[:-1], debts, strict=False))


@many
@given(rows=origins(), parts=st.data())
def test_written_off_in_parts_ends_at_nothing(rows, parts):
    for row in rows:
        part = engine.take_part(row, parts.draw(st.integers(0, row.amount)))
        assert 0 <= part.booked <= row.booked
    check_allocated(engine.write_off(rows, account), rows)


@many
@given(rows=origins(currencies=("USD",)), rate=st.integers(1, 5000))
def test_revaluation_is_taken_back_whole(rows, rate):
    plan = engine.revalue(rows, lambda row: row.amount * rate, DAY, "ARS", account)
    plan.check()
    assert not any(item.amount for item in plan.get_results())
    by_account = {}
    for item in plan.get_items():
        by_account[item.account] = by_account.get(item.account, 0) + item.booked
    assert not any(by_account.values())
    changes = {item.origin: item.booked for item in plan.get_results()}
    for row in rows:
        assert row.booked + changes.get(row.key, 0) == row.amount * rate


@many
@given(debts=origins(), credits=origins(sign=-1))
def test_credits_pay_all_they_can(debts, credits):
    pieces = engine.apply_credits([*debts, *credits], lambda row: row.currency)
    for currency in ("ARS", "USD"):
        sides = [sum(abs(o.amount) for o in s if o.currency == currency) for s in (debts, credits)]
        known = {o.key: o for o in [*debts, *credits]}
        paid = sum(p.amount for p in pieces if known[p.debit].currency == currency)
        assert paid == min(sides)


@many
@given(
    debts=origins(),
    credits=origins(sign=-1),
    unit=st.integers(1, 10**6),
    direction=st.sampled_from(list(engine.Direction)),
)
def test_rounded_balances_are_whole_and_change_by_less_than_a_unit(debts, credits, unit, direction):
    rows = [*debts, *credits]
    rounded = [engine.round_decimals(row, unit, direction) for row in rows]
    for row, each in zip(rows, rounded, strict=True):
        change, booked = each.get_change()
        size, after = abs(row.amount), abs(row.amount + change)
        down = size - size % unit
        wanted = {"down": down, "up": -(-size // unit) * unit}
        wanted["nearest"] = down if 2 * (size - down) < unit else wanted["up"]
        assert after == wanted[direction.value]
        # the document's own balance is whole too, and never grows
        assert (row.amount - each.taken.amount) % unit == 0
        assert 0 <= abs(each.taken.amount) <= size
        if row.currency == "ARS":
            assert change == booked
    taken = [each for each in rounded if each.taken.amount]
    plan = engine.round_off(taken, account)
    check_allocated(plan, rows)
    assert len(plan.get_results()) == sum(1 for each in taken if each.added)
