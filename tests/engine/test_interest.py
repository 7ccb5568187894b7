"""Late interest against the field's table (I-01 … I-19) and each day by itself (CHG-03)."""

import datetime
import doctest
import inspect
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .loading import load

day_counts = load("day_counts")
data = load("interest_data")
runs = load("interest_runs")
engine = load("interest")
notes = load("interest_notes")
discount = load("early_discount")
many = settings(max_examples=150, deadline=None)


def day(text, year=2026):
    return datetime.date(year, int(text[3:]), int(text[:2]))


def policy(percent=2, period="month", **values):
    return engine.Policy((engine.Rate(Decimal(percent), period),), **values)


def paid(date, amount, key=None, **values):
    return engine.Payment(key or date, day(date), amount, **values)


def debt(amount, due, *payments, **values):
    return engine.Instalment(values.pop("key", due), amount, day(due), payments, **values)


def rows(interest):
    """Days, base and amount of each segment."""
    return [(each.days, each.base, each.amount) for each in interest.segments]


def charged(interest, made=()):
    """What the instalment was charged, once this interest is."""
    return (
        *made,
        *(engine.Charge(each.date_from, each.date_to, each.payment) for each in interest.segments),
    )


@pytest.mark.parametrize("module", [day_counts, data, runs, engine, notes, discount])
def test_doctests_pass(module):
    assert doctest.testmod(module).failed == 0
    functions = [getattr(module, name) for name in module.__all__]
    for each in filter(inspect.isfunction, functions):
        assert ">>>" in inspect.getdoc(each) or each.__module__.endswith("runs")


# ------------------------------------------------------------------
# The table of the field
# ------------------------------------------------------------------

THREE = [debt(500_00, "31-08"), debt(600_00, "16-08"), debt(1_000_00, "01-08")]


@pytest.mark.parametrize(
    ("row", "values", "amounts"),
    [
        ("I-01", {}, [10_00, 18_00, 40_00]),
        ("I-02", {"minimum": 500_00, "minimum_on": "overdue"}, [10_00, 18_00, 40_00]),
        ("I-02", {"minimum": 500_00, "minimum_on": "interest"}, [0, 0, 0]),
        ("I-02", {"minimum": 68_00, "minimum_on": "interest"}, [10_00, 18_00, 40_00]),
        ("I-02", {"minimum": 2_100_01, "minimum_on": "overdue"}, [0, 0, 0]),
    ],
)
def test_a_note_of_three(row, values, amounts):
    found = [engine.get_interest(each, policy(**values), day("30-09")) for each in THREE]
    assert [each.amount for each in notes.settle(found, policy(**values))] == amounts


IN_THREE = debt(
    500_00, "01-07", paid("31-07", 100_00), paid("15-08", 200_00), paid("04-09", 200_00)
)
LATE = debt(10_000_00, "01-09")
TWO_RATES = (engine.Rate(Decimal(4), since=day("01-10")), engine.Rate(Decimal(3)))
TWO_CHEQUES = ((day("01-10"), 6_000_00), (day("31-10"), 4_000_00))

CASES = [
    (
        "I-03",
        IN_THREE,
        policy(),
        "04-09",
        [(30, 500_00, 10_00), (15, 400_00, 4_00), (20, 200_00, 2_67)],
    ),
    (
        "I-04",
        IN_THREE,
        policy(base="collected"),
        "04-09",
        [(30, 100_00, 2_00), (45, 200_00, 6_00), (65, 200_00, 8_67)],
    ),
    (
        "I-06 receipt",
        debt(10_000_00, "01-09", paid("01-10", 10_000_00, values=((day("15-11"), 10_000_00),))),
        policy(3),
        "01-10",
        [(30, 10_000_00, 300_00)],
    ),
    (
        "I-06 values",
        debt(10_000_00, "01-09", paid("01-10", 10_000_00, values=((day("15-11"), 10_000_00),))),
        policy(3, days_by="values"),
        "01-10",
        [(30, 10_000_00, 300_00), (45, 10_000_00, 450_00)],
    ),
    (
        "I-06 collected",
        debt(10_000_00, "01-09", paid("01-10", 10_000_00, values=((day("15-11"), 10_000_00),))),
        policy(3, days_by="values", base="collected"),
        "01-10",
        [(75, 10_000_00, 750_00)],
    ),
    (
        "I-07",
        debt(10_000_00, "01-09", paid("01-09", 10_000_00, values=TWO_CHEQUES)),
        policy(3, days_by="values"),
        "01-09",
        [(30, 10_000_00, 300_00), (30, 4_000_00, 120_00)],
    ),
    (
        "I-07 collected",
        debt(10_000_00, "01-09", paid("01-09", 10_000_00, values=TWO_CHEQUES)),
        policy(3, days_by="values", base="collected"),
        "01-09",
        [(30, 10_000_00, 300_00), (30, 4_000_00, 120_00)],
    ),
    (
        "I-07 receipt",
        debt(10_000_00, "01-09", paid("01-09", 10_000_00, values=TWO_CHEQUES)),
        policy(3),
        "01-09",
        [],
    ),
    ("I-09 365", LATE, policy(36, "year", day_count="365"), "16-10", [(45, 10_000_00, 443_84)]),
    ("I-09 360", LATE, policy(36, "year", day_count="360"), "16-10", [(45, 10_000_00, 450_00)]),
    ("I-09 month", LATE, policy(3), "16-10", [(45, 10_000_00, 450_00)]),
    ("I-09 day", LATE, policy("0.1", "day"), "16-10", [(45, 10_000_00, 450_00)]),
    ("I-09 actual", LATE, policy(36, "year", day_count="act"), "16-10", [(45, 10_000_00, 443_84)]),
    (
        "I-11 within",
        debt(10_000_00, "01-09", paid("06-09", 10_000_00)),
        policy(3, grace_days=5),
        "06-09",
        [],
    ),
    (
        "I-11 from the due date",
        debt(10_000_00, "01-09", paid("07-09", 10_000_00)),
        policy(3, grace_days=5),
        "07-09",
        [(6, 10_000_00, 60_00)],
    ),
    (
        "I-11 after grace",
        debt(10_000_00, "01-09", paid("07-09", 10_000_00)),
        policy(3, grace_days=5, grace_counts=False),
        "07-09",
        [(1, 10_000_00, 10_00)],
    ),
    (
        "I-12",
        debt(10_000_00, "15-09"),
        engine.Policy(TWO_RATES),
        "31-10",
        [(15, 10_000_00, 150_00), (31, 10_000_00, 413_33)],
    ),
    (
        "I-14",
        debt(10_000_00, "01-09", net=Fraction(100, 121)),
        policy(3),
        "16-10",
        [(45, 8_264_46, 371_90)],
    ),
    ("I-14 gross", LATE, policy(3), "16-10", [(45, 10_000_00, 450_00)]),
    (
        "I-17",
        debt(10_000_00, "15-09", paid("30-10", 10_000_00), alternative=(day("30-09"), 10_800_00)),
        policy(),
        "30-10",
        [(30, 10_800_00, 216_00)],
    ),
    (
        "I-17 a discount moves nothing",
        debt(10_000_00, "15-09", alternative=(day("10-09"), 9_800_00)),
        policy(),
        "15-10",
        [(30, 10_000_00, 200_00)],
    ),
]


@pytest.mark.parametrize(
    ("row", "instalment", "rule", "until", "expected"), CASES, ids=[c[0] for c in CASES]
)
def test_one_instalment(row, instalment, rule, until, expected):
    found = engine.get_interest(instalment, rule, day(until))
    assert rows(found) == expected
    assert found.amount == sum(amount for _days, _base, amount in expected)


def test_i05_balance_and_collected_are_alike():
    exact = {
        sum(
            each.exact
            for each in engine.get_interest(IN_THREE, policy(base=base), day("04-09")).segments
        )
        for base in ("balance", "collected")
    }
    assert exact == {Fraction(5_000, 3)}  # 16.67


@pytest.mark.parametrize(
    ("row", "late", "early", "amounts"),
    [
        ("I-08", 5_000_00, 3_000_00, [150_00, -60_00]),
        ("I-08 only early", 0, 3_000_00, [0, 0]),
        ("I-08 never below zero", 1_000_00, 3_000_00, [30_00, -30_00]),
    ],
)
@pytest.mark.parametrize("base", ["balance", "collected"])
def test_early_instalments_are_deducted(row, late, early, amounts, base):
    rule = policy(3, base=base, offset_early=True)
    debts = [
        debt(late, "01-09", paid("01-10", late, "a", receipt="RC-1")),
        debt(early, "21-10", paid("01-10", early, "b", receipt="RC-1")),
    ]
    found = [engine.get_interest(each, rule, day("01-10")) for each in debts]
    settled = notes.settle(found, rule)
    assert [each.amount for each in settled] == amounts
    again = [
        engine.get_interest(engine.replace(each, charges=charged(one)), rule, day("01-10"))
        for each, one in zip(debts, settled, strict=True)
    ]
    assert [each.amount for each in notes.settle(again, rule)] == [0, 0]


def test_i08_another_receipt_paid_early():
    rule = policy(3, offset_early=True)
    debts = [
        debt(5_000_00, "01-09", paid("01-10", 5_000_00, "a", receipt="RC-1")),
        debt(3_000_00, "21-10", paid("01-10", 3_000_00, "b", receipt="RC-2")),
    ]
    found = [engine.get_interest(each, rule, day("01-10")) for each in debts]
    assert [each.amount for each in notes.settle(found, rule)] == [150_00, 0]


@pytest.mark.parametrize(
    ("row", "first", "last", "way", "days"),
    [
        ("I-10", day("31-01"), day("28-02"), "30_360", 28),
        ("I-10", day("31-01"), day("28-02"), "act_30", 28),
        ("I-10", day("01-07"), day("31-07"), "30_360", 30),
        ("I-10", day("01-07"), day("04-09"), "30_360", 63),
        ("I-10", day("01-07"), day("04-09"), "act_30", 65),
    ],
)
def test_days(row, first, last, way, days):
    assert day_counts.count_days(first, last, way) == days


def test_i09_a_leap_year_has_366():
    late = engine.Instalment("FA-1", 10_000_00, day("01-09", 2028))
    found = engine.get_interest(late, policy(36, "year", day_count="act"), day("16-10", 2028))
    assert rows(found) == [(45, 10_000_00, 442_62)]


def test_i13_what_was_charged_is_not_charged_again():
    first = engine.get_interest(IN_THREE, policy(), day("31-07"))
    assert rows(first) == [(30, 500_00, 10_00)]
    later = engine.replace(IN_THREE, charges=charged(first))
    second = engine.get_interest(later, policy(), day("30-09"))
    assert rows(second) == [(15, 400_00, 4_00), (20, 200_00, 2_67)]
    done = engine.replace(later, charges=charged(second, later.charges))
    assert rows(engine.get_interest(done, policy(), day("30-09"))) == []


def test_i16_rounded_once():
    apart = [debt(3_333_33, "01-09", key=number) for number in range(3)]
    found = [engine.get_interest(each, policy(3), day("08-09")).amount for each in apart]
    assert sum(found) == 69_99
    assert engine.get_interest(debt(9_999_99, "01-09"), policy(3), day("08-09")).amount == 70_00


@pytest.mark.parametrize(
    ("date", "amount"), [("01-09", 50_00), ("03-09", 30_00), ("06-09", 0), ("07-09", 0)]
)
def test_i18_early_payment(date, amount):
    rate = engine.Rate(Decimal(1), "day")
    assert discount.early_discount(1_000_00, day("06-09"), day(date), rate) == amount


def test_i18_never_more_than_the_balance():
    rate = engine.Rate(Decimal(2), "day")
    assert discount.early_discount(1_000_00, day("31-12"), day("01-01"), rate) == 1_000_00


@pytest.mark.parametrize("base", ["balance", "collected"])
def test_i19_a_simulation_counts_as_charged(base):
    open_then = engine.get_interest(debt(10_000_00, "01-09"), policy(3), day("01-10"))
    collected = debt(10_000_00, "01-09", paid("16-10", 10_000_00), charges=charged(open_then))
    found = engine.get_interest(collected, policy(3, base=base), day("16-10"))
    assert rows(found) == [(15, 10_000_00, 150_00)]


# ------------------------------------------------------------------
# Beside the table
# ------------------------------------------------------------------


def test_compound_charges_earlier_notes():
    note = engine.Note(day("01-10"), 300_00, (paid("16-10", 300_00),))
    late = debt(
        10_000_00, "01-09", charges=(engine.Charge(day("01-09"), day("01-10")),), notes=(note,)
    )
    assert rows(engine.get_interest(late, policy(3), day("31-10"))) == [(30, 10_000_00, 300_00)]
    assert rows(engine.get_interest(late, policy(3, compound=True), day("31-10"))) == [
        (15, 10_300_00, 154_50),
        (15, 10_000_00, 150_00),
    ]


def test_a_value_charged_to_its_date_leaves_the_rest_to_be_charged():
    part = paid("01-10", 4_000_00, "RC-1", values=((day("31-10"), 4_000_00),))
    late = debt(10_000_00, "01-09", part)
    rule = policy(3, days_by="values")
    first = engine.get_interest(late, rule, day("01-10"))
    assert rows(first) == [(30, 10_000_00, 300_00), (30, 4_000_00, 120_00)]
    later = engine.replace(late, charges=charged(first))
    assert rows(engine.get_interest(later, rule, day("31-10"))) == [(30, 6_000_00, 180_00)]


def test_a_collected_charge_is_not_charged_by_the_balance():
    late = debt(10_000_00, "01-09", paid("01-10", 4_000_00, "RC-1"))
    first = engine.get_interest(late, policy(3, base="collected"), day("01-10"))
    assert rows(first) == [(30, 4_000_00, 120_00)]
    later = engine.replace(late, charges=charged(first))
    assert rows(engine.get_interest(later, policy(3), day("01-10"))) == [(30, 6_000_00, 180_00)]


@pytest.mark.parametrize(
    ("instalment", "error"),
    [
        (debt(100.5, "01-09"), TypeError),
        (debt(-1, "01-09"), ValueError),
        (debt(100, "01-09", paid("01-10", 101)), ValueError),
        (debt(100, "01-09", paid("01-10", 50, values=((day("01-11"), 51),))), ValueError),
    ],
)
def test_what_is_no_debt_is_refused(instalment, error):
    with pytest.raises(error):
        engine.get_interest(instalment, policy(), day("01-12"))


@pytest.mark.parametrize(("percent", "error"), [(0.1, TypeError), (Decimal(-1), ValueError)])
def test_what_is_no_rate_is_refused(percent, error):
    with pytest.raises(error):
        engine.Rate(percent)


# ------------------------------------------------------------------
# Against each day by itself
# ------------------------------------------------------------------

START = day("01-07")
dates = st.integers(-40, 130).map(lambda days: START + datetime.timedelta(days))
ways = st.sampled_from(sorted(day_counts.DAY_COUNTS))
periods = st.sampled_from(day_counts.RATE_PERIODS)
percents = st.decimals(0, 50, places=2)


@st.composite
def instalments(draw, whole=False):
    """An instalment due on START, with payments: of all of it when ``whole``."""
    parts = draw(st.lists(st.integers(1, 5_000_00), min_size=1, max_size=5))
    rest = 0 if whole else draw(st.integers(0, 5_000_00))
    payments = []
    for number, part in enumerate(parts):
        values = ((draw(dates), draw(st.integers(0, part))),)
        receipt = draw(st.sampled_from("AB"))
        payments.append(engine.Payment(number, draw(dates), part, values, receipt))
    net = draw(st.sampled_from([Fraction(1), Fraction(100, 121)]))
    return engine.Instalment("FA-1", sum(parts) + rest, START, tuple(payments), net=net)


@st.composite
def policies(draw, **values):
    since = draw(st.lists(dates, max_size=2, unique=True))
    rates = [
        engine.Rate(draw(percents), draw(periods), each) for each in [datetime.date.min, *since]
    ]
    return engine.Policy(
        tuple(rates),
        **{
            "day_count": draw(ways),
            "days_by": draw(st.sampled_from(["receipt", "values"])),
            "base": draw(st.sampled_from(["balance", "collected"])),
            "grace_days": draw(st.sampled_from([0, 0, 7])),
            "grace_counts": draw(st.booleans()),
            **values,
        },
    )


def of_a_day(date, base, rule, anchor):
    """The interest of a single day."""
    rate = max((each for each in rule.rates if each.since <= date), key=lambda each: each.since)
    before = date - datetime.timedelta(1)
    days = day_counts.count_days(anchor, date, rule.day_count)
    days -= day_counts.count_days(anchor, before, rule.day_count)
    month = (date.replace(day=28) + datetime.timedelta(4)).replace(day=1) - datetime.timedelta(1)
    length = {
        "day": {},
        "month": {"365": Fraction(365, 12), "act": month.day},
        "year": {"365": 365, "act_30": 365, "act": 365},  # 2026 and 2027
    }[rate.period].get(rule.day_count, {"day": 1, "month": 30, "year": 360}[rate.period])
    return base * Fraction(rate.percent) / 100 * days / length


def money_of(instalment, rule, until):
    """(amount, until when it was owed, whether it was paid) of each part."""
    found = []
    rest = instalment.amount
    for payment in instalment.payments:
        if payment.date <= until:
            rest -= payment.amount
            (value,) = payment.values if rule.days_by == "values" else ((payment.date, 0),)
            found.append((value[1], max(value[0], payment.date), True))
            found.append((payment.amount - value[1], payment.date, True))
    return [*found, (rest, until, False)]


def naive(instalment, rule, until):
    """Interest and charged money by day."""
    total, owed = Fraction(0), Counter()
    grace = datetime.timedelta(rule.grace_days)
    anchor = instalment.due if rule.grace_counts else instalment.due + grace
    for amount, end, is_paid in money_of(instalment, rule, until):
        if rule.base == "collected" and not is_paid or end <= instalment.due + grace:
            continue
        date = anchor
        while date < end:
            date += datetime.timedelta(1)
            total += of_a_day(date, amount * instalment.net, rule, anchor)
            owed[date] += amount
    return total, owed


@many
@given(instalment=instalments(), rule=policies(), until=dates)
def test_as_each_day_by_itself(instalment, rule, until):
    found = engine.get_interest(instalment, rule, until)
    exact, owed = naive(instalment, rule, until)
    assert sum((each.exact for each in found.segments), Fraction(0)) == exact
    assert found.amount == sum(each.amount for each in found.segments)
    assert abs(found.amount - exact) <= Fraction(1, 2)
    assert all(abs(each.amount - each.exact) < 1 + Fraction(1, 2) for each in found.segments)
    assert all(money <= instalment.amount for money in owed.values())


@many
@given(instalment=instalments(), rule=policies(), until=dates)
def test_segments_never_overlap(instalment, rule, until):
    """Those of one payment, or of all that was owed: no day is in two of them."""
    seen = set()
    for segment in engine.get_interest(instalment, rule, until).segments:
        assert segment.date_from < segment.date_to and segment.days > 0
        for days in range((segment.date_to - segment.date_from).days):
            key = (segment.payment, segment.date_to - datetime.timedelta(days))
            assert key not in seen
            seen.add(key)


@many
@given(
    instalment=instalments(),
    rule=policies(),
    untils=st.lists(dates, min_size=2, max_size=4),
)
def test_no_day_is_charged_twice(instalment, rule, untils):
    """However often it is run, and with the last run again, the whole is charged, once."""
    made, total = (), Fraction(0)
    last = max(untils)
    for until in [*sorted(untils), last]:
        now = engine.replace(instalment, charges=made)
        found = engine.get_interest(now, rule, until)
        total += sum((each.exact for each in found.segments), Fraction(0))
        made = charged(found, made)
    assert not found.segments
    assert total == naive(instalment, rule, last)[0]


@many
@given(
    instalment=instalments(whole=True),
    rule=policies(),
    until=st.just(START + datetime.timedelta(200)),
)
def test_fully_paid_both_bases_are_alike(instalment, rule, until):
    exact = [
        sum(
            (each.exact for each in engine.get_interest(instalment, one, until).segments),
            Fraction(0),
        )
        for one in (engine.replace(rule, base="balance"), engine.replace(rule, base="collected"))
    ]
    assert exact[0] == exact[1]


@many
@given(
    debts=st.lists(instalments(), min_size=1, max_size=4),
    rule=policies(offset_early=True),
    until=dates,
    minimum=st.integers(0, 500_00),
)
def test_a_note_is_never_below_zero(debts, rule, until, minimum):
    rule = engine.replace(rule, minimum=minimum, minimum_on="interest")
    found = [engine.get_interest(each, rule, until) for each in debts]
    settled = notes.settle(found, rule)
    total = sum(each.amount for each in settled)
    assert total == 0 or total >= max(minimum, 0)
    assert total <= sum(each.amount for each in found)
