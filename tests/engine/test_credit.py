"""Credit control: every rule at its boundary, holders, modes, batches (CRE-01 to CRE-08, OPS-15).

The first figures are those of the reference guide: a limit of 2,000,000, 15 days of grace.
"""

import datetime
import doctest
import inspect
from decimal import Decimal

import pytest

from .credit_cases import DAY, NO_DAYS, ask, debt, holder, stand
from .loading import load

data, engine = load("credit_data"), load("credit")
reasons, ways = load("credit_reasons"), load("credit_ways")
Block, Holder, Limit, OpenDebt, Rule = (
    data.Block,
    data.Holder,
    data.Limit,
    data.OpenDebt,
    data.Rule,
)
Request, Standing = data.Request, data.Standing


def judge(standing, request, mode="control"):
    """The verdict, and (rule, holder, threshold, value, excess) of each reason."""
    found = engine.judge(standing, request, mode)
    rows = [(r.rule, r.holder, r.threshold, r.value, r.excess) for r in found.reasons]
    return found.verdict, rows


@pytest.mark.parametrize("module", [data, reasons, ways, engine])
def test_doctests_pass(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("module", [reasons, ways, engine])
def test_every_public_function_has_an_example(module):
    assert all(">>>" in inspect.getdoc(getattr(module, name)) for name in module.__all__)


def test_the_guide_refuses_2_023_000_against_2_000_000():
    standing = stand(limit=2_000_000)
    assert judge(standing, ask(2_000_000)) == ("pass", [])
    assert judge(standing, ask(2_023_000)) == (
        "refuse",
        [("limit", "customer", 2_000_000, 2_023_000, 23_000)],
    )


@pytest.mark.parametrize(
    ("day", "days"),
    [((2019, 12, 31), 0), ((2020, 1, 1), 1), ((2020, 1, 17), 17)],
)
def test_the_guide_refuses_after_the_last_day_of_grace(day, days):
    due = datetime.date(2019, 12, 16)
    owed = OpenDebt(1, "FA-1", 100, due, due + datetime.timedelta(16))
    expected = ("refuse", [("days", "customer", 0, days, days)]) if days else ("pass", [])
    assert judge(stand(owed), ask(1, "invoice", datetime.date(*day))) == expected


@pytest.mark.parametrize(
    ("own", "amount", "excess"),
    [
        ({"limit": None}, 10**12, 0),  # unset: no limit
        ({"limit": None, "extra": 5}, 10**12, 0),
        ({"limit": 0}, 1, 1),  # zero: no credit
        ({"limit": 0}, 0, 0),
        ({"limit": 100, "items": 60}, 40, 0),
        ({"limit": 100, "items": 60}, 41, 1),
        ({"limit": 100, "extra": 20, "items": 60}, 60, 0),
        ({"limit": 100, "extra": 20, "items": 60}, 61, 1),
        ({"limit": 100, "items": 60, "orders": 30, "credits": -20}, 30, 0),
        ({"limit": 100, "items": 60, "orders": 30, "credits": -20}, 31, 1),
        ({"limit": 100, "items": 500}, 0, 0),  # does not grow the debt
        ({"limit": 100, "items": 500}, -1, 0),
    ],
)
def test_limit_at_its_boundary(own, amount, excess):
    verdict, rows = judge(stand(**own), ask(amount))
    assert verdict == ("refuse" if excess else "pass")
    assert [(row[0], row[4]) for row in rows] == ([("limit", excess)] if excess else [])


@pytest.mark.parametrize(("amount", "excess"), [(80, 0), (100, 0), (101, 1)])
def test_an_order_is_not_counted_twice_when_it_is_invoiced(amount, excess):
    standing = stand(limit=100, orders=80)
    request = ask(amount, "invoice", replaces=80)
    expected = [("limit", "customer", 100, amount, excess)] if excess else []
    assert judge(standing, request)[1] == expected


OVERDUE = [NO_DAYS, Rule(1, "overdue_amount", 60)]
RULES = [
    (stand(debt(1, 9, 5), rules=[Rule(1, "days", 5)]), ask(1), None),
    (stand(debt(1, 9, 6), rules=[Rule(1, "days", 5)]), ask(1), (5, 6, 1)),
    (stand(debt(1, 0, 6)), ask(1), None),
    (stand(debt(1, 100, -1), cash=True), ask(0), None),
    (stand(debt(1, 100, -1), cash=True), ask(1), (0, 100, 100)),
    (stand(debt(1, 0), debt(2, -50), cash=True), ask(1), None),
    (stand(debt(1, 100, -1)), ask(1), None),
    (stand(debt(1, 60, 1), debt(2, 40, 0), rules=OVERDUE), ask(1), None),
    (stand(debt(1, 61, 1), rules=OVERDUE), ask(1), (60, 61, 1)),
    (stand(limit=1000, rules=[Rule(1, "share", 80)]), ask(800), None),
    (stand(limit=1000, rules=[Rule(1, "share", 80)]), ask(801), (800, 801, 1)),
    (stand(limit=1000, rules=[Rule(1, "share", Decimal("0.25"))]), ask(3), (2, 3, 1)),
    (stand(rules=[Rule(1, "share", 80)]), ask(10**9), None),
    (stand(rules=[Rule(1, "returned_check", 30)], returned=31), ask(1), None),
    (stand(rules=[Rule(1, "returned_check", 30)], returned=30), ask(1), (30, 30, 1)),
    (stand(rules=[Rule(1, "returned_check", 30)]), ask(1), None),
    (stand(returned=0, broken=9), ask(1), None),
    (stand(limit=100, expires=DAY), ask(1), None),
    (stand(limit=100, expires=DAY - datetime.timedelta(1)), ask(1), (0, 1, 1)),
    (stand(limit=100, expires=DAY - datetime.timedelta(1)), ask(0), None),
    (stand(expires=DAY - datetime.timedelta(1)), ask(1), None),
    (stand(rules=[Rule(1, "broken_promise", 2)], broken=2), ask(1), None),
    (stand(rules=[Rule(1, "broken_promise", 2)], broken=3), ask(1), (2, 3, 1)),
    (stand(rules=[Rule(1, "document_amount", 500)]), ask(500), None),
    (stand(rules=[Rule(1, "document_amount", 500)]), ask(501), (500, 501, 1)),
    (stand(blocks=[Block(1, "Lawsuit")]), ask(-1), (0, 0, 0)),
    (stand(blocks=[Block(1, "", DAY)]), ask(1), (0, 0, 0)),
    (stand(blocks=[Block(1, "", DAY - datetime.timedelta(1))]), ask(1), None),
    (stand(blocks=[Block(1, category=3)]), ask(1, categories=(1, 2)), None),
    (stand(blocks=[Block(1, category=3)]), ask(1, categories=(1, 3)), (0, 0, 0)),
]


@pytest.mark.parametrize(("standing", "request_", "expected"), RULES)
def test_each_rule_at_its_boundary(standing, request_, expected):
    for mode, verdict in [("control", "refuse"), ("warn", "warn"), ("nothing", "pass")]:
        found, rows = judge(standing, request_, mode)
        assert found == (verdict if expected else "pass")
        assert [row[2:] for row in rows] == ([expected] if expected and mode != "nothing" else [])


@pytest.mark.parametrize(
    ("document", "rule", "verdict"),
    [
        ("control", "control", "refuse"),
        ("control", "warn", "warn"),
        ("warn", "control", "warn"),
        ("warn", "warn", "warn"),
        ("control", "nothing", "pass"),
        ("nothing", "control", "pass"),
    ],
)
@pytest.mark.parametrize("kind", ["limit", "days", "cash", "blocked"])
def test_modes_of_document_and_rule(document, rule, verdict, kind):
    others = [Rule(None, each, mode="nothing") for each in ("limit", "days", "cash", "blocked")]
    rules = [each for each in others if each.kind != kind] + [Rule(1, kind, mode=rule)]
    standing = stand(debt(1, 50, 9), limit=50, cash=True, blocks=[Block(5)], rules=rules)
    found = engine.judge(standing, ask(1), document)
    assert found.verdict == verdict
    assert {each.rule for each in found.reasons} == ({kind} if verdict != "pass" else set())


def test_customer_and_group_are_both_judged():
    group = holder(debt(1, 80), debt(2, 900, 9), limit=1000, kind="group")
    standing = stand(debt(1, 80), limit=100, group=group)
    assert judge(standing, ask(20)) == ("pass", [])
    assert judge(standing, ask(21)) == (
        "refuse",
        [("limit", "customer", 100, 101, 1), ("limit", "group", 1000, 1001, 1)],
    )


def test_that_another_member_is_late_is_no_reason():
    group = holder(debt(2, 900, 9), kind="group")
    assert judge(stand(group=group, cash=True), ask(20)) == ("pass", [])
