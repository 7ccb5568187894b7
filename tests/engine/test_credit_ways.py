"""Ways out and batches, with figures: what to collect, which limit (CRE-03, CRE-08)."""

import datetime
from dataclasses import replace

import pytest

from .credit_cases import DAY, NO_DAYS, ask, debt, holder, stand
from .loading import load

data, engine, ways = load("credit_data"), load("credit"), load("credit_ways")
Block, Rule = data.Block, data.Rule
YESTERDAY = DAY - datetime.timedelta(1)


def show(standing, request, mode="control"):
    """Each way but the override, its steps as (kind, holder, amount, {debt: collected})."""
    found = ways.find_ways_out(standing, request, mode)
    return [
        [
            (
                f"{step.kind}{' and renew' if step.renew else ''}",
                step.holder,
                step.amount,
                {d.id: units for d, units in zip(step.debts, step.amounts, strict=True)},
            )
            for step in steps
        ]
        for steps in found
        if steps[0].kind != "override"
    ]


def collect(amount, debts, of="customer"):
    return ("collect", of, amount, debts)


def limit(amount, of="customer"):
    return ("limit", of, amount, {})


def test_the_guide_is_let_pass_by_money_on_account_or_a_higher_limit():
    standing = stand(limit=2_000_000, credits=0)
    found = show(standing, ask(2_023_000))
    assert found == [[("credit", "customer", 23_000, {})], [limit(2_023_000)]]
    assert show(stand(limit=2_000_000), ask(2_023_000)) == [[limit(2_023_000)]]


def test_the_oldest_are_collected_and_the_last_in_part():
    standing = stand(debt(1, 500, -9), debt(2, 300, -2), debt(3, 400, -5), limit=1200, extra=100)
    assert show(standing, ask(600)) == [[collect(500, {3: 200, 2: 300})], [limit(1700)]]


def test_late_debts_are_collected_whole_before_any_other():
    standing = stand(debt(1, 500, -9), debt(2, 300, 4), debt(3, 400, 2), limit=1200)
    assert show(standing, ask(900)) == [
        [collect(900, {2: 300, 3: 400, 1: 200})],
        [collect(700, {2: 300, 3: 400}), limit(1400)],
    ]


def test_days_beyond_the_threshold_only():
    standing = stand(debt(1, 500, 11), debt(2, 300, 10), rules=[Rule(1, "days", 10)])
    assert show(standing, ask(1)) == [[collect(500, {1: 500})]]


def test_a_cash_customer_pays_all_that_is_pending():
    standing = stand(debt(1, 500, -9), debt(2, 300, -2), cash=True)
    assert show(standing, ask(1)) == [[collect(800, {2: 300, 1: 500})]]


def test_what_is_late_comes_down_to_what_is_allowed():
    rules = [NO_DAYS, Rule(1, "overdue_amount", 450)]
    standing = stand(debt(1, 500, 3), debt(2, 300, 5), debt(3, 900, -1), rules=rules)
    assert show(standing, ask(1)) == [[collect(350, {2: 300, 1: 50})]]


def test_a_late_debt_serves_the_limit_too():
    """An older one that is not late counts for the limit alone."""
    rules = [NO_DAYS, Rule(1, "overdue_amount", 100)]
    standing = stand(debt(1, 500, -1), debt(2, 300, 5), rules=rules, limit=800)
    assert show(standing, ask(150)) == [[collect(200, {2: 200})]]


def test_a_debt_that_serves_two_rules_goes_before_an_older_one_that_serves_one():
    rules = [NO_DAYS, Rule(1, "overdue_amount", 400)]
    owed = [debt(1, 300, 9, part="postdated"), debt(2, 300, 2)]
    standing = stand(*owed, rules=rules, limit=500, items=300)
    assert show(standing, ask(350))[0] == [collect(200, {2: 200})]


def test_what_does_not_count_in_exposure_is_not_collected_for_the_limit():
    standing = stand(debt(1, 500, -1, part="postdated"), limit=800, items=700)
    assert show(standing, ask(200)) == [[limit(900)]]


@pytest.mark.parametrize(("percent", "least"), [(80, 1250), (100, 1000), (33, 3031)])
def test_a_share_of_the_limit_asks_for_a_higher_one(percent, least):
    standing = stand(limit=900, rules=[Rule(1, "share", percent)])
    assert show(standing, ask(1000)) == [[limit(least)]]


def test_no_limit_helps_when_a_share_of_nothing_is_allowed():
    assert show(stand(limit=900, rules=[Rule(1, "share", 0)]), ask(1)) == []


def test_an_expired_limit_is_renewed_and_raised_in_one_step():
    standing = stand(debt(1, 500), limit=600, expires=YESTERDAY)
    assert show(standing, ask(100)) == [[("limit and renew", "customer", 600, {})]]
    assert show(standing, ask(150)) == [
        [collect(50, {1: 50}), ("limit and renew", "customer", 600, {})],
        [("limit and renew", "customer", 650, {})],
    ]


def test_customer_and_group_each_ask_for_their_own():
    group = holder(debt(1, 80), debt(2, 950, -5), limit=1000, kind="group")
    standing = stand(debt(1, 80), limit=100, group=group)
    assert show(standing, ask(50)) == [
        [collect(80, {1: 80})],  # what the customer pays, its group has paid
        [collect(30, {1: 30}), limit(1050, "group")],
        [limit(130), limit(1080, "group")],
    ]
    assert show(standing, ask(90)) == [
        [collect(120, {1: 80, 2: 40}, "group")],
        [collect(70, {1: 70}), limit(1050, "group")],
        [limit(170), limit(1120, "group")],
    ]


def test_other_members_pay_what_the_customer_does_not_owe():
    group = holder(debt(2, 950, -5), debt(3, 50, -9), limit=900, kind="group", credits=-10)
    standing = stand(debt(1, 10), limit=100, group=group, credits=0)
    assert show(standing, ask(95)) == [
        [collect(185, {1: 10, 2: 175}, "group")],
        [collect(5, {1: 5}), limit(1080, "group")],
        [limit(105), limit(1085, "group")],
    ]


def test_money_on_account_serves_customer_and_group_before_others_pay():
    group = holder(debt(2, 950), limit=990, kind="group", credits=0)
    standing = stand(limit=100, group=group, credits=0)
    assert show(standing, ask(130))[0] == [
        collect(60, {2: 60}, "group"),
        ("credit", "customer", 30, {}),
    ]


def test_several_blocks_are_lifted_together_with_the_rest():
    standing = stand(debt(1, 500, 3), blocks=[Block(4), Block(5, until=YESTERDAY), Block(6)])
    (steps,) = show(standing, ask(1))
    assert steps == [("unblock", "customer", 0, {}), collect(500, {1: 500})]
    (first, *_others), _override = ways.find_ways_out(standing, ask(1), "control")
    assert first.sources == (4, 6)


@pytest.mark.parametrize("kind", ["returned_check", "broken_promise", "document_amount"])
def test_what_only_a_person_can_decide(kind):
    standing = stand(debt(1, 500, 3), rules=[Rule(1, kind, 2)], returned=1, broken=3)
    found = ways.find_ways_out(standing, ask(3), "control")
    assert [[(step.kind, step.amount) for step in steps] for steps in found] == [[("override", 3)]]
    eased = replace(standing, rules=(Rule(1, kind, 2, "warn"),))
    assert show(eased, ask(3)) == [[collect(500, {1: 500})]]


def test_what_is_warned_of_needs_no_override():
    standing = stand(debt(1, 500, 3))
    found = ways.find_ways_out(standing, ask(3), "warn")
    assert [[step.kind for step in steps] for steps in found] == [["collect"]]


def judge_orders(amounts, standings, mode="control", **own):
    rows = [(each, ask(units), mode) for each, units in zip(standings, amounts, strict=True)]
    return [each.verdict for each in engine.judge_all(rows, **own)]


def test_a_batch_counts_each_on_top_of_those_before():
    standing = stand(limit=100)
    batch = [60, 50, 40, 1]
    assert judge_orders(batch, [standing] * 4) == ["pass", "refuse", "pass", "refuse"]
    assert judge_orders(batch, [standing] * 4, "warn") == ["pass", "warn", "warn", "warn"]
    only = {"admits": ("pass",)}
    assert judge_orders(batch, [standing] * 4, "warn", **only) == ["pass", "warn", "pass", "warn"]


def test_members_of_a_group_share_its_limit_in_a_batch():
    group = holder(limit=100, kind="group")
    one = stand(group=group, limit=70)
    other = replace(one, customer=replace(one.customer, id=8))
    assert judge_orders([60, 20, 40, 10], [one, one, other, other]) == [
        "pass",
        "refuse",  # the customer's own 70
        "pass",
        "refuse",  # the group's 100
    ]


def test_quotations_and_orders_that_do_not_count_leave_no_trace_in_a_batch():
    uncounted = replace(stand(), customer=data.Holder(7, "Deco", parts={"items": 0}))
    limited = replace(uncounted.customer, limit=data.Limit(100))
    rows = [(replace(uncounted, customer=limited), ask(80), "control")] * 2
    assert [each.verdict for each in engine.judge_all(rows)] == ["pass", "pass"]
    rows = [(stand(limit=100), ask(80, "quotation"), "control")] * 2
    assert [each.verdict for each in engine.judge_all(rows)] == ["pass", "pass"]


def test_an_order_and_its_invoice_in_one_batch():
    standing = stand(limit=100)
    rows = [ask(80), ask(50, "invoice", replaces=50), ask(30, "invoice", replaces=30), ask(21)]
    found = engine.judge_all([(standing, each, "control") for each in rows])
    assert [each.verdict for each in found] == ["pass", "pass", "pass", "refuse"]
    assert found[-1].reasons[0].excess == 1


def test_a_cash_customer_has_one_debt_of_a_batch():
    """Orders leave nothing pending; nobody can collect the invoice before it is there."""
    standing = stand(cash=True)
    rows = [ask(5), ask(5), ask(5, "invoice"), ask(5, "invoice")]
    found = engine.judge_all([(standing, each, "control") for each in rows])
    assert [each.verdict for each in found] == ["pass", "pass", "pass", "refuse"]
    assert [[step.kind for step in way] for way in found[-1].ways] == [["override"]]


def test_a_credit_in_a_batch_pays_no_debt_of_it():
    """It lowers exposure at once; the debt stays pending until somebody allocates the credit."""
    standing = stand(cash=True, limit=10)
    rows = [ask(10, "invoice"), ask(-10, "invoice"), ask(10, "order"), ask(1, "quotation")]
    found = engine.judge_all([(standing, each, "control") for each in rows])
    assert [[(r.rule, r.value) for r in each.reasons] for each in found] == [
        [],
        [],
        [("cash", 10)],
        [("cash", 10)],
    ]


@pytest.mark.parametrize(
    ("own", "most"),
    [
        ({}, None),
        ({"limit": 100, "items": 30}, 70),
        ({"limit": 100, "items": 130}, 0),
        ({"limit": 100, "expires": YESTERDAY}, 0),
        ({"rules": [Rule(1, "document_amount", 55)], "limit": 60}, 55),
        ({"rules": [Rule(1, "share", 50)], "limit": 61}, 30),
        ({"rules": [Rule(1, "share", 50, "warn")], "limit": 61}, 61),
        ({"cash": True, "limit": 100}, 100),
    ],
)
def test_the_most_that_would_pass(own, most):
    assert ways.find_most(stand(**own), ask(0), "control") == most


def test_the_most_of_an_invoice_is_its_order_at_least():
    standing = stand(limit=100, items=90, orders=40)
    assert ways.find_most(standing, ask(0, "invoice", replaces=40), "control") == 40
    assert ways.find_most(stand(debt(1, 5, 1)), ask(0), "control") == 0


def test_a_decision_keeps_only_the_debts_that_it_names():
    debts = [debt(number, 10, -number) for number in range(1, 200)]
    standing = stand(*debts, limit=2000)
    assert engine.judge(standing, ask(10), "control").standing.customer.debts == ()
    found = engine.judge(standing, ask(25), "control")
    assert [each.id for each in found.standing.customer.debts] == [1, 2]
    assert found.parts == {"items": 1990, "orders": 0}


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: ask(1.5), TypeError),
        (lambda: ask(1, "purchase"), ValueError),
        (lambda: Rule(1, "share", 80.5), TypeError),
        (lambda: Rule(1, "weather"), ValueError),
        (lambda: Rule(1, "days", 1, "maybe"), ValueError),
        (lambda: data.Limit(1.5), TypeError),
        (lambda: stand(cheques=1), ValueError),
        (lambda: stand(group=holder(kind="group", drafts=1)), ValueError),
    ],
)
def test_what_a_caller_forgot_to_convert_is_refused(make, error):
    with pytest.raises(error):
        make()
