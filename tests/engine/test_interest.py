"""Late interest against the field's table (I-01 … I-19, CHG-03)."""

import datetime
import doctest
import inspect
from decimal import Decimal
from fractions import Fraction

import pytest

from .loading import load

day_counts = load("day_counts")
data = load("interest_data")
runs = load("interest_runs")
engine = load("interest")
notes = load("interest_notes")
discount = load("early_discount")


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


@pytest.mark.parametrize(
    ("balance", "off", "paid", "share"),
    [
        (1_000_00, 100_00, 450_00, 50_00),
        (1_000_00, 100_00, 899_99, 100_00),
        (1_000_00, 100_00, 900_00, 100_00),
        (1_000_00, 100_00, 1_000_00, 100_00),
        (1_000_00, 1_000_00, 1, 1_000_00),  # nothing is left to pay
        (1_000_00, 0, 450_00, 0),
        (1_000_00, 100_00, 0, 0),
    ],
)
def test_share_of_discount(balance, off, paid, share):
    assert discount.share_of_discount(balance, off, paid) == share
