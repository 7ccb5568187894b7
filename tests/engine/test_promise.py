"""What came of a promise: worked cases, and what holds for any payments in any order (COL-06)."""

import datetime
import doctest
import inspect

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .loading import load

engine = load("promise")
many = settings(max_examples=200, deadline=None)
MADE = datetime.date(2026, 3, 1)
BETTER = {"broken": 0, "open": 0, "partly": 1, "kept": 2}


def at(number):
    """The day a number of days after the promise."""
    return MADE + datetime.timedelta(days=number)


def promise(*instalments, documents=None, tolerance=0):
    """``(due, limit, amount)`` of each instalment; of the account unless documents are given."""
    rows = tuple(
        engine.Instalment(at(due), at(limit), amount) for due, limit, amount in instalments
    )
    total = sum(row.amount for row in rows)
    return engine.Promise(MADE, rows, documents or (engine.Document(None, total),), tolerance)


def paid(*rows):
    return [engine.Payment(at(row[0]), *row[1:]) for row in rows]


def test_doctests_pass():
    assert doctest.testmod(engine).failed == 0


def test_every_public_function_has_an_example():
    assert all(">>>" in inspect.getdoc(getattr(engine, name)) for name in engine.__all__)


TWO = promise((10, 12, 600), (20, 22, 400))


@pytest.mark.parametrize(
    ("payments", "day", "state", "states", "kept", "left"),
    [
        ([], 12, "open", "open open", 0, 1000),
        ([], 13, "broken", "broken open", 0, 1000),
        ([(12, 600)], 13, "open", "kept open", 600, 400),
        ([(13, 600)], 13, "broken", "broken open", 0, 400),  # a day late: paid, not in time
        ([(5, 1000)], 5, "kept", "kept kept", 1000, 0),
        ([(5, 1500)], 23, "kept", "kept kept", 1000, 0),
        ([(10, 500)], 13, "partly", "partly open", 500, 500),
        ([(10, 500), (20, 500)], 23, "partly", "partly kept", 900, 0),
        ([(10, 600), (23, 400)], 30, "partly", "kept broken", 600, 0),
        ([(-1, 1000)], 23, "broken", "broken broken", 0, 1000),  # before the promise was made
        ([(40, 1000)], 5, "open", "open open", 0, 1000),  # dated after the day
        ([(10, 1000)], 5, "open", "open open", 0, 1000),  # after the day, before the limit
        ([(0, 1000)], 5, "kept", "kept kept", 1000, 0),  # on the day of the promise
    ],
)
def test_states(payments, day, state, states, kept, left):
    found = engine.evaluate(TWO, paid(*payments), at(day))
    assert found.state == state
    assert " ".join(each.state for each in found.outcomes) == states
    assert (found.kept, found.left) == (kept, left)


def test_a_cheque_that_comes_back_breaks_what_was_kept():
    payments = paid((5, 1000, None, at(30)))
    assert engine.evaluate(TWO, payments, at(29)).state == "kept"
    found = engine.evaluate(TWO, payments, at(30))
    assert (found.state, found.left, found.missed_on) == ("broken", 1000, at(12))


def test_only_the_named_documents_count():
    named = promise((10, 10, 700), documents=(engine.Document("A", 500), engine.Document("B", 200)))
    assert engine.evaluate(named, paid((5, 900, "C")), at(11)).state == "broken"
    assert engine.evaluate(named, paid((5, 900, "A")), at(11)).kept == 500
    assert engine.evaluate(named, paid((5, 500, "A"), (6, 200, "B")), at(11)).state == "kept"


def test_what_had_been_paid_before_does_not_count():
    named = promise((10, 10, 500), documents=(engine.Document("A", 500, before=300),))
    old = paid((-9, 300, "A"))
    assert engine.evaluate(named, old, at(11)).state == "broken"
    assert engine.evaluate(named, [*old, *paid((3, 500, "A"))], at(11)).state == "kept"
    # entered after the promise with an earlier date: the document is paid all the same
    assert engine.evaluate(named, [*old, *paid((-2, 500, "A"))], at(11)).state == "kept"


@pytest.mark.parametrize(("missing", "state"), [(50, "kept"), (51, "partly")])
def test_tolerance(missing, state):
    near = promise((10, 10, 1000), tolerance=50)
    found = engine.evaluate(near, paid((5, 1000 - missing)), at(11))
    assert (found.state, found.left) == (state, 0 if state == "kept" else missing)


def test_instalments_are_taken_in_order_of_their_days():
    mixed = promise((20, 22, 600), (10, 12, 400))
    found = engine.evaluate(mixed, paid((5, 400)), at(13))
    assert [each.state for each in found.outcomes] == ["kept", "open"]
    assert (found.kept, found.left) == (400, 600)


@pytest.mark.parametrize(
    ("due", "tolerance", "limit"), [(5, 0, 5), (6, 0, 8), (6, 1, 9), (5, 1, 8), (4, 2, 8)]
)
def test_the_limit_over_a_weekend(due, tolerance, limit):
    weekend = {at(6), at(7)}
    assert engine.find_limit(at(due), tolerance, weekend) == at(limit)


def test_a_tolerance_above_the_instalment_does_not_keep_it_by_nothing():
    assert engine.evaluate(promise((10, 10, 40), tolerance=50), [], at(11)).state == "broken"


# ----------------------------------------------------------------------
# What holds for all
# ----------------------------------------------------------------------

days = st.integers(-5, 40)
keys = st.sampled_from(["A", "B", "C"])


@st.composite
def promises(draw):
    """A promise of one to three instalments, of the account or of two documents."""
    rows = [
        (due, due + draw(st.integers(0, 3)), draw(st.integers(1, 500)))
        for due in sorted(draw(st.lists(st.integers(0, 30), min_size=1, max_size=3)))
    ]
    total = sum(row[2] for row in rows)
    documents = None
    if total > 1 and draw(st.booleans()):
        first = draw(st.integers(1, total - 1))
        documents = (
            engine.Document("A", first, draw(st.integers(0, 200))),
            engine.Document("B", total - first),
        )
    return promise(*rows, documents=documents, tolerance=draw(st.sampled_from([0, 0, 10])))


@st.composite
def payments_of(draw, made):
    named = made.documents[0].key is not None
    return engine.Payment(
        at(draw(days)),
        draw(st.integers(0, 600)),
        draw(keys) if named else None,
        draw(st.none() | days.map(at)),
    )


@st.composite
def cases(draw):
    made = draw(promises())
    return made, draw(st.lists(payments_of(made), max_size=6)), at(draw(days))


@many
@given(cases(), st.randoms())
def test_any_order_of_payments_and_voids_ends_as_from_scratch(case, random):
    """A ledger that changes step by step, evaluated at each, ends as the payments in force."""
    made, payments, day = case
    rows = dict(enumerate(payments))
    voided = {number for number in rows if random.random() < 0.4}
    steps = [("pay", number) for number in rows] + [("void", number) for number in voided]
    random.shuffle(steps)
    ledger, early, last = [], set(), engine.evaluate(made, [], day)
    for step, number in steps:
        if step == "void" and number not in ledger:
            early.add(number)  # drawn before its payment: that one is not booked at all
        elif step == "void":
            ledger.remove(number)
        elif number not in early:
            ledger.insert(random.randint(0, len(ledger)), number)
        last = engine.evaluate(made, [rows[each] for each in ledger], day)
    in_force = [payment for number, payment in rows.items() if number not in voided]
    assert last == engine.evaluate(made, in_force, day)


@many
@given(cases(), st.data())
def test_a_payment_more_never_makes_it_worse(case, data):
    made, payments, day = case
    before = engine.evaluate(made, payments, day)
    more = data.draw(payments_of(made))
    after = engine.evaluate(made, [*payments, more], day)
    assert after.kept >= before.kept
    assert after.left <= before.left
    assert BETTER[after.state] >= BETTER[before.state]
    for old, new in zip(before.outcomes, after.outcomes, strict=True):
        assert BETTER[new.state] >= BETTER[old.state]


@many
@given(cases())
def test_sums_and_states_agree(case):
    made, payments, day = case
    found = engine.evaluate(made, payments, day)
    total = sum(each.amount for each in made.instalments)
    assert 0 <= found.kept <= total
    assert 0 <= found.left <= total
    assert (found.state in ("partly", "broken")) == (found.missed_on is not None)
    if found.state == "kept":
        assert total - found.kept <= made.tolerance * len(made.instalments)
        assert found.left == 0
    if found.state == "broken":
        assert found.kept == 0
    if day > max(each.limit for each in made.instalments):
        assert found.state != "open"


@many
@given(cases())
def test_days_that_pass_only_break(case):
    """Without other payments, what is not open stays as it is while days pass."""
    made, payments, day = case
    fixed = [engine.Payment(each.day, each.amount, each.document) for each in payments]
    today = engine.evaluate(made, fixed, day)
    later = engine.evaluate(made, fixed, day + datetime.timedelta(9))
    for old, new in zip(today.outcomes, later.outcomes, strict=True):
        if old.state != "open":
            assert (new.state, new.kept) == (old.state, old.kept)


@many
@given(st.integers(0, 1000), st.lists(st.integers(0, 400), max_size=5))
def test_cover_takes_all_that_fits_in_order(amount, rooms):
    found = engine.cover(amount, list(enumerate(rooms)))
    assert sum(found.values()) == min(amount, sum(rooms))
    assert all(0 < taken <= rooms[key] for key, taken in found.items())
    partly = [key for key, taken in found.items() if taken < rooms[key]]
    assert all(key == max(found) for key in partly)
