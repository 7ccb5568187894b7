"""The plan of a receipt, automatic and by hand: REC-02, REC-04, REC-08, REC-11, REC-12."""

import doctest
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .loading import load

minor_units, refused, engine = load("minor_units"), load("plan_refused"), load("plan")
own_rate = load("own_rate")
Debt, Piece, Share, Source = engine.Debt, engine.Piece, engine.Share, engine.Source
many = settings(max_examples=200, deadline=None)

#: minor units of the company's currency that one of each is worth
RATES = {"ARS": Fraction(1), "USD": Fraction("1200.33"), "CLP": Fraction("1.27")}


def convert(units, source, target):
    return int(units * RATES[source] / RATES[target] + Fraction(1, 2))


customers = st.sampled_from(["Deco", "Azure"])
currencies = st.sampled_from(["ARS", "ARS", "USD", "CLP"])
amounts = st.integers(1, 300) | st.integers(1, 10_000_00)


@st.composite
def rows(draw, kind, least, shared):
    """Debts, or credits, of customers that share their credits or not."""
    found = []
    for number in range(draw(st.integers(least, 3))):
        customer, currency, amount = draw(customers), draw(currencies), draw(amounts)
        factor = draw(st.sampled_from([None, None, Fraction("1.1"), Fraction("0.87")]))
        if factor and currency != "ARS":
            booked = int(amount * RATES[currency] * factor + Fraction(1, 2))
            own = {"booked": booked, "booked_currency": "ARS"}
        else:
            own = {}
        found.append(
            kind(
                key=(kind.__name__, number),
                amount=amount,
                scope="group" if shared else customer,
                currency=currency,
                reconcile_key=(customer, currency),
                **own,
            )
        )
    return found


@st.composite
def receipts(draw):
    """Sources, credits first, and debts, as a receipt has them."""
    shared = draw(st.booleans())
    sources = draw(rows(Source, 0, shared))
    for number in range(draw(st.integers(0, 3))):
        scope = draw(st.sampled_from([None, None, None, ("deferred", number)]))
        sources.append(Source(f"value {number}", draw(amounts), scope, draw(currencies)))
    return sources, draw(rows(Debt, 1, shared))


def typed(plan):
    """The rows that a person who changes nothing saves."""
    found = {}
    for piece in plan.get_allocations():
        pair = piece.source, piece.debt
        found[pair] = found.get(pair, 0) + piece.amount
    return found


def check(plan, sources, debts):
    """Sums are exact: of what a source has, and of what there is to pay of a debt."""
    own = {source.key: source.amount for source in sources}
    for piece in plan.direct:
        own[piece.source] -= piece.amount
    assert {key: units for key, units in own.items() if units} == {
        key: units for key, units in plan.funds.items() if units
    }
    worth = {}
    by_currency = {}
    for source in sources:
        if source.key in plan.funds:
            units, currency = source.cut(plan.funds[source.key]).get_worth()
            by_currency.setdefault(currency, []).append((source.key, units))
    for currency, rows in by_currency.items():
        weights = [units for _key, units in rows]
        total = sum(weights)
        total = total if currency == plan.currency else convert(total, currency, plan.currency)
        shares = minor_units.split(total, weights)
        worth.update(zip((key for key, _units in rows), shares, strict=True))
    for key, units in worth.items():
        spent = sum(share.amount for share in plan.get_shares(key))
        assert spent + plan.left.get(key, 0) == units
        assert 0 <= plan.get_left(key) <= plan.funds[key]
    for debt in debts:
        paid = sum(piece.amount for piece in plan.get_allocations() if piece.debt == debt.key)
        assert paid + plan.written_off.get(debt.key, 0) <= debt.amount
        check_booked(plan, debt, paid)
        if debt.currency == plan.currency and debt.booked is None:
            assert paid + plan.written_off.get(debt.key, 0) == debt.amount
    assert all(share.debt_amount > 0 and share.amount >= 0 for share in plan.shares)


def check_booked(plan, debt, paid):
    """A debt at its own rate goes down by what is booked of it: all, when it is paid whole."""
    if debt.booked is None:
        return
    booked = own_rate.book_payments(plan, debt)
    total = sum(booked.values())
    assert all(units >= 0 for units in booked.values()) and total <= debt.booked
    if paid == debt.amount or plan.written_off.get(debt.key):
        assert total == debt.booked
    payers = {piece.source for piece in plan.get_allocations() if piece.debt == debt.key}
    assert {source for source in booked if source is not None} == payers


def test_two_documents_of_one_currency_at_their_own_rates():
    """100.00 dollars at 1,000, 100.00 at 1,050 and 100.00 at the receipt's 1,200.33."""
    debts = [
        Debt("A", 100_00, currency="USD", booked=100_000_00, booked_currency="ARS"),
        Debt("B", 100_00, currency="USD", booked=105_000_00, booked_currency="ARS"),
        Debt("C", 100_00, currency="USD"),
    ]
    cash = Source("cash", 325_033_00, currency="ARS")
    plan = engine.plan_automatic([cash], debts, "ARS", convert)
    assert [(share.amount, share.debt_amount) for share in plan.shares] == [
        (100_000_00, 100_00),
        (105_000_00, 100_00),
        (120_033_00, 100_00),
    ]
    assert (plan.left, plan.written_off) == ({}, {})
    assert own_rate.book_payments(plan, debts[1]) == {"cash": 105_000_00, None: 0}


def test_dollars_do_not_pay_dollars_at_another_rate_one_to_one():
    """110.00 dollars at 1,000 are worth 100.00 of a receipt at 1,100: ten are left over."""
    debt = Debt("A", 110_00, currency="USD", booked=110_000_00, booked_currency="ARS")

    def at_1100(units, source, target):
        return units * 1100 if source == "USD" else units // 1100

    plan = engine.plan_automatic([Source("cash", 110_00, currency="USD")], [debt], "USD", at_1100)
    assert [(share.amount, share.debt_amount) for share in plan.shares] == [(100_00, 110_00)]
    assert plan.left == {"cash": 10_00}


def test_examples():
    for module in (engine, refused):
        results = doctest.testmod(module)
        assert results.attempted and not results.failed


@many
@given(receipts())
def test_the_automatic_plan_adds_up(case):
    sources, debts = case
    try:
        plan = engine.plan_automatic(sources, debts, "ARS", convert)
    except refused.DebtTooSmall:
        return
    check(plan, sources, debts)
    scopes = {row.key: row.scope for row in (*sources, *debts)}
    for share in plan.shares:
        assert scopes[share.source] in (None, scopes[share.debt])
    keys = {row.key: row.reconcile_key for row in (*sources, *debts)}
    assert all(keys[piece.source] == keys[piece.debt] for piece in plan.direct)


@many
@given(receipts())
def test_the_automatic_plan_typed_again_is_the_same_plan(case):
    sources, debts = case
    try:
        plan = engine.plan_automatic(sources, debts, "ARS", convert)
    except refused.DebtTooSmall:
        return
    credits = {source.key for source in sources if source.reconcile_key is not None}
    try:
        again = engine.plan_manual(typed(plan), sources, debts, "ARS", convert)
    except refused.CreditNotSpent as error:
        assert error.source in credits & {key for key, units in plan.left.items() if units}
    else:
        assert again == plan


@many
@given(receipts(), st.data())
def test_a_plan_by_hand_adds_up(case, data):
    """Whatever a person types is refused by name, or allocated to the unit."""
    sources, debts = case
    rows, left = {}, {debt.key: debt.amount for debt in debts}
    for source in sources:
        for debt in debts:
            units = data.draw(st.sampled_from([0, left[debt.key], left[debt.key] // 2]))
            if units:
                rows[source.key, debt.key] = units
                left[debt.key] -= units
    try:
        plan = engine.plan_manual(rows, sources, debts, "ARS", convert)
    except refused.PlanRefused:
        return
    check(plan, sources, debts)
    assert typed(plan) == rows


CASH, CHEQUE = Source("cash", 80, currency="ARS"), Source("cheque", 50, currency="ARS")
CREDIT = Source("credit", 30, "Deco", "ARS", ("Deco", "ARS"))
INVOICE = Debt("invoice", 100, "Deco", "ARS", ("Deco", "ARS"))
OTHER = Debt("other", 40, "Azure", "ARS", ("Azure", "ARS"))


def test_credits_pay_as_they_are_and_the_rest_in_order():
    plan = engine.plan_automatic([CREDIT, CASH, CHEQUE], [INVOICE, OTHER], "ARS", convert)
    assert plan.direct == (Piece("credit", "invoice", 30),)
    assert plan.shares == (
        Share("cash", "invoice", 70, 70, ("Deco", "ARS")),
        Share("cash", "other", 10, 10, ("Azure", "ARS")),
        Share("cheque", "other", 30, 30, ("Azure", "ARS")),
    )
    assert (plan.left, plan.funds) == ({"cheque": 20}, {"cash": 80, "cheque": 50})


def test_a_source_of_a_scope_of_its_own_pays_nothing():
    deferred = Source("postdated", 100, ("deferred", 1), "ARS")
    plan = engine.plan_automatic([deferred], [INVOICE], "ARS", convert)
    assert (plan.shares, plan.left) == ((), {"postdated": 100})
    assert plan.written_off == {"invoice": 100}
    assert plan.forgive().written_off == {}


def test_a_credit_of_another_customer_pays_by_an_entry():
    credit = Source("credit", 30, "group", "ARS", ("Azure", "ARS"))
    debt = Debt("invoice", 100, "group", "ARS", ("Deco", "ARS"))
    plan = engine.plan_automatic([credit], [debt], "ARS", convert)
    assert (plan.direct, plan.shares) == (
        (),
        (Share("credit", "invoice", 30, 30, ("Deco", "ARS")),),
    )


def test_less_than_a_cent_of_a_debt_pays_nothing_of_it():
    sources = [Source("cash", 1200, currency="ARS"), Source("coins", 1, currency="ARS")]
    debts = [Debt("dollar", 1, currency="USD"), Debt("peso", 5, currency="ARS")]
    plan = engine.plan_automatic(sources, debts[:1], "ARS", lambda units, *_to: 1201 * units)
    assert plan.shares == (Share("cash", "dollar", 1200, 1),)
    assert plan.left == {"coins": 1}
    again = engine.plan_manual(
        {("cash", "dollar"): 1}, sources, debts[:1], "ARS", lambda units, *_to: 1201 * units
    )
    assert again == plan


@pytest.mark.parametrize(
    ("rows", "sources", "error", "fields"),
    [
        ({("gone", "invoice"): 1}, [CASH], "RowOutdated", ("gone", "invoice")),
        ({("cash", "gone"): 1}, [CASH], "RowOutdated", ("cash", "gone")),
        ({("credit", "other"): 1}, [CREDIT], "OutsideScope", ("credit", "other")),
        ({("cash", "invoice"): 101}, [CASH], "DebtOverpaid", ("invoice", 101)),
        ({("cash", "invoice"): 90}, [CASH], "SourceOverspent", ("cash", 90, 80, "ARS")),
        ({("credit", "invoice"): 31}, [CREDIT], "SourceOverspent", ("credit", 31, 30, "ARS")),
        ({("credit", "invoice"): 20}, [CREDIT], "CreditNotSpent", ("credit", 10, "ARS")),
        ({}, [CASH], "DebtUnpaid", ("invoice", 100, "cash", 80, "ARS")),
    ],
)
def test_what_is_refused(rows, sources, error, fields):
    with pytest.raises(refused.PlanRefused) as caught:
        engine.plan_manual(rows, sources, [INVOICE, OTHER], "ARS", convert)
    assert type(caught.value).__name__ == error
    assert tuple(vars(caught.value).values()) == fields


def test_a_debt_that_is_worth_nothing():
    with pytest.raises(refused.DebtTooSmall):
        engine.plan_automatic([CASH], [Debt("dust", 1, currency="USD")], "ARS", lambda *_: 0)


@pytest.mark.parametrize(
    ("leeway", "currency", "accepted"),
    [
        (0, "ARS", False),
        (9, "ARS", False),
        (10, "ARS", True),
        # 10 of the plan's currency are 5 of the credit's own
        (4, "USD", False),
        (5, "USD", True),
    ],
)
def test_a_credit_may_leave_its_leeway(leeway, currency, accepted):
    """In minor units of the credit's currency; ten of the plan's are left."""
    worth = {"ARS": 1, "USD": 2}

    def convert(units, source, target):
        return units * worth[source] // worth[target]

    credit = Source("credit", 30 // worth[currency], "Deco", currency, ("Deco", currency), leeway)
    debts = [Debt("invoice", 20, "Deco", "ARS", ("Deco", "other account"))]
    rows = {("credit", "invoice"): 20}
    if accepted:
        plan = engine.plan_manual(rows, [credit], debts, "ARS", convert)
        assert plan.left == {"credit": 10}
    else:
        with pytest.raises(refused.CreditNotSpent):
            engine.plan_manual(rows, [credit], debts, "ARS", convert)


@many
@given(receipts(), st.integers(0, 500), st.integers(0, 500))
def test_leeway_only_decides_what_is_refused(case, leeway, more):
    """A plan taken with some leeway is the same with more; with enough, none is refused for it."""
    sources, debts = case

    def give(units):
        return [
            replace(source, leeway=units) if source.reconcile_key is not None else source
            for source in sources
        ]

    def plan(rows, units):
        try:
            return engine.plan_manual(rows, give(units), debts, "ARS", convert)
        except refused.CreditNotSpent:
            return None

    try:
        automatic = engine.plan_automatic(give(leeway), debts, "ARS", convert)
        assert automatic == engine.plan_automatic(give(leeway + more), debts, "ARS", convert)
    except refused.DebtTooSmall:
        return
    rows = typed(automatic)
    taken = plan(rows, leeway)
    assert taken is None or taken == plan(rows, leeway + more)
    assert plan(rows, 10**12) is not None
    credits = {source.key for source in sources if source.reconcile_key is not None}
    assert (plan(rows, 0) is None) == any(automatic.left.get(key) for key in credits)
