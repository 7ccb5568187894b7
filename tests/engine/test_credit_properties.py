"""Credit control for any standing: ways out are minimal, decisions can be made again (CRE-03)."""

import datetime
import itertools
import json
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from .loading import load

data, engine = load("credit_data"), load("credit")
ways, reasons = load("credit_ways"), load("credit_reasons")
Holder, Limit, OpenDebt, Request = data.Holder, data.Limit, data.OpenDebt, data.Request
many = settings(max_examples=300, deadline=None)
few = settings(max_examples=120, deadline=None)

DAY = datetime.date(2026, 9, 30)
BETTER = {"refuse": ("warn", "pass"), "warn": ("pass",)}
ENOUGH = 10**6
modes = st.sampled_from(["control", "control", "control", "warn"])
documents = st.builds(
    Request,
    kind=st.sampled_from(data.KINDS),
    amount=st.integers(-1, 8),
    day=st.just(DAY),
    replaces=st.sampled_from([0, 0, 0, 1, 3]),
    categories=st.sampled_from([(), (3,)]),
)


@st.composite
def debts(draw, owner, most):
    found = []
    for number in range(draw(st.integers(0, most))):
        late_from = DAY - datetime.timedelta(draw(st.integers(-2, 3)))
        part = draw(st.sampled_from(["items", "items", "postdated"]))
        due = late_from - datetime.timedelta(draw(st.integers(1, 4)))
        amount = draw(st.integers(0, 3))
        found.append(OpenDebt((owner, number), f"{owner}-{number}", amount, due, late_from, part))
    return tuple(found)


limits = st.builds(
    Limit,
    amount=st.sampled_from([None]) | st.integers(0, 9),
    expires=st.sampled_from([None, None, DAY, DAY - datetime.timedelta(1)]),
    extra=st.sampled_from([0, 0, 2]),
)


@st.composite
def rules(draw):
    """Some rules; often what is late in all instead of days, for debts that serve two rules."""
    if not draw(st.integers(0, 3)):
        days = data.Rule(None, "days", mode="nothing")
        return days, data.Rule(0, "overdue_amount", draw(st.integers(0, 3)))
    kinds = draw(st.lists(st.sampled_from(data.RULES), unique=True, max_size=4))
    found = []
    for number, kind in enumerate(kinds):
        threshold = draw(st.integers(0, 3))
        if kind == "share":
            threshold = draw(st.sampled_from([0, 50, 80, Decimal("33.3"), 100, 130]))
        mode = draw(st.sampled_from(["control", "control", "warn", "nothing"]))
        found.append(data.Rule(number, kind, threshold, mode))
    return tuple(found)


@st.composite
def standings(draw):
    """A customer, half of them in a group; parts are those of the debts, and something else."""
    counted = draw(st.sets(st.sampled_from(data.PARTS))) | {"items"}
    own, others = draw(debts("own", 3)), ()
    others = draw(debts("other", 2)) if draw(st.booleans()) else None
    holders = []
    for kind, open_debts in [("customer", own), ("group", own + (others or ()))]:
        parts = {
            part: sum(each.amount for each in open_debts if each.part == part)
            + draw(st.sampled_from([0, 0, 1]))
            for part in sorted(counted)
        }
        holders.append(Holder(kind[0], kind, kind, parts, draw(limits), open_debts))
    blocks = draw(st.sampled_from([(), (), (data.Block(1),), (data.Block(1), data.Block(2))]))
    return data.Standing(
        holders[0],
        None if others is None else holders[1],
        draw(rules()),
        blocks,
        cash=draw(st.sampled_from([False, False, True])),
        returned_checks=draw(st.sampled_from([None, None, 2])),
        broken_promises=draw(st.sampled_from([0, 0, 2])),
        pending=draw(st.sampled_from([0, 0, 0, 1])),
    )


def judge(standing, request, mode):
    return reasons.get_verdict(reasons.find_reasons(standing, request, mode))


def one_less(steps):
    """Those steps with one minor unit less, at each place in turn."""
    for at, step in enumerate(steps):
        for place, units in enumerate(step.amounts):
            amounts = (*step.amounts[:place], units - 1, *step.amounts[place + 1 :])
            less = replace(step, amount=step.amount - 1, amounts=amounts)
            yield (*steps[:at], less, *steps[at + 1 :])
        if step.kind == "credit" or step.kind == "limit" and not step.renew:
            yield (*steps[:at], replace(step, amount=step.amount - 1), *steps[at + 1 :])
        yield (*steps[:at], *steps[at + 1 :])


@many
@given(standing=standings(), request=documents, mode=modes)
def test_a_way_out_passes_and_one_unit_less_does_not(standing, request, mode):
    verdict = judge(standing, request, mode)
    found = ways.find_ways_out(standing, request, mode)
    assert bool(verdict == "refuse") == any(
        step.kind == "override" for way in found for step in way
    )
    assert len(set(found)) == len(found)
    for steps in found:
        if steps[0].kind == "override":
            assert len(steps) == 1 and steps is found[-1]
            continue
        assert judge(ways.apply_steps(standing, steps), request, mode) in BETTER[verdict]
        for less in one_less(steps):
            assert judge(ways.apply_steps(standing, less), request, mode) == verdict


def get_money(steps):
    return sum(step.amount for step in steps if step.kind in ("collect", "credit"))


def list_collections(standing, most):
    """Every way to collect at most that much, of any debts, the rest of it on account."""
    known = {debt.id: debt for holder in standing.holders for debt in holder.debts}
    found = [debt for debt in known.values() if debt.amount > 0]
    on_account = range(most + 1 if "credits" in standing.customer.parts else 1)
    for amounts in itertools.product(*(range(debt.amount + 1) for debt in found)):
        for credit in on_account:
            if sum(amounts) + credit <= most:
                steps = [data.WayOut("collect", "group", sum(amounts), tuple(found), amounts)]
                if credit:
                    steps.append(data.WayOut("credit", amount=credit))
                yield steps


def lift(standing, raised):
    """The standing without blocks and expiries, and without the limits that are raised."""
    standing = replace(standing, blocks=())
    for holder in standing.holders:
        amount = ENOUGH if holder.kind in raised else holder.limit.amount
        limit = replace(holder.limit, amount=amount, expires=None)
        standing = replace(standing, **{holder.kind: replace(holder, limit=limit)})
    return standing


@few
@given(standing=standings(), request=documents, mode=modes)
def test_no_other_collection_is_cheaper(standing, request, mode):
    verdict = judge(standing, request, mode)
    for steps in ways.find_ways_out(standing, request, mode):
        money = get_money(steps)
        if not money:
            continue
        raised = {step.holder for step in steps if is_raise(step, standing)}
        lifted = lift(standing, raised)
        for less in list_collections(lifted, money - 1):
            assert judge(ways.apply_steps(lifted, less), request, mode) == verdict


def is_raise(step, standing):
    return step.kind == "limit" and step.amount > getattr(standing, step.holder).limit.amount


@few
@given(standing=standings(), request=documents, mode=modes)
def test_without_a_way_by_money_no_money_does(standing, request, mode):
    verdict = judge(standing, request, mode)
    found = ways.find_ways_out(standing, request, mode)
    by_money = [
        way
        for way in found
        if way[0].kind != "override" and not any(is_raise(step, standing) for step in way)
    ]
    if verdict == "pass":
        assert not found
    elif not by_money:
        lifted = lift(standing, ())
        most = sum(debt.amount for holder in standing.holders for debt in holder.debts)
        for steps in list_collections(lifted, most):
            assert judge(ways.apply_steps(lifted, steps), request, mode) == verdict


@many
@given(standing=standings(), request=documents, mode=modes)
def test_a_decision_is_kept_and_made_again(standing, request, mode):
    made = engine.judge(standing, request, mode)
    kept = data.Decision.from_json(json.loads(json.dumps(made.to_json())))
    assert kept == made
    assert engine.judge(kept.standing, kept.request, kept.mode) == made
    assert made.verdict == judge(standing, request, mode)
    assert made.ways == ways.find_ways_out(standing, request, mode)


@many
@given(standing=standings(), request=documents, mode=modes, more=st.integers(1, 5))
def test_more_is_never_easier(standing, request, mode, more):
    """A larger document, a later day and a lower limit pass no more easily."""
    order = ["pass", "warn", "refuse"]
    verdict = order.index(judge(standing, request, mode))
    larger = replace(request, amount=request.amount + more)
    assert order.index(judge(standing, larger, mode)) >= verdict
    unblocked = replace(standing, blocks=())
    later = replace(request, day=DAY + datetime.timedelta(more))
    before = order.index(judge(unblocked, request, mode))
    assert order.index(judge(unblocked, later, mode)) >= before
    assert order.index(judge(standing, request, "warn")) <= min(verdict, 1) or mode == "warn"
    assert judge(standing, request, "nothing") == "pass"


@many
@given(standing=standings(), request=documents, mode=modes)
def test_the_most_passes_and_one_unit_more_does_not(standing, request, mode):
    standing = replace(standing, blocks=())
    most = ways.find_most(standing, request, mode)
    if most is None:
        assert judge(standing, replace(request, amount=ENOUGH), mode) != "refuse"
    else:
        assert judge(standing, replace(request, amount=most), mode) != "refuse"
        assert judge(standing, replace(request, amount=most + 1), mode) == "refuse"


@st.composite
def batches(draw):
    """Documents of two members of a group and of a customer without one."""
    counted = draw(st.sampled_from([("items", "orders"), ("items",)]))
    parts = dict.fromkeys(counted, 0)
    group = Holder("g", "group", "group", parts, draw(limits))
    found = {
        name: data.Standing(
            Holder(name, name, parts=parts, limit=draw(limits)),
            group if name != "c" else None,
            draw(rules()),
            cash=draw(st.booleans()),
        )
        for name in "abc"
    }
    rows = draw(st.lists(st.tuples(st.sampled_from("abc"), documents, modes), max_size=6))
    return found, rows


def pass_it(found, name, request):
    """The standings once the document has passed: what the ledger and the orders would say."""
    is_debt = request.kind in engine.DEBTS
    changed = {}
    for other, standing in found.items():
        for holder in standing.holders:
            if other != name and (holder.kind == "customer" or other == "c" or name == "c"):
                continue
            parts, debts = dict(holder.parts), holder.debts
            if is_debt:
                parts["items"] += request.added
                late_from = datetime.date.max
                owed = OpenDebt(len(debts), "FA", request.amount, late_from, late_from)
                debts += (owed,)
            elif request.kind == "order" and "orders" in parts:
                parts["orders"] += request.added
            standing = replace(standing, **{holder.kind: replace(holder, parts=parts, debts=debts)})
        changed[other] = standing
    return changed


def list_figures(decision):
    return [(r.rule, r.mode, r.holder, r.threshold, r.value, r.excess) for r in decision.reasons]


@many
@given(batch=batches(), admits=st.sampled_from([("pass", "warn"), ("pass",)]))
def test_a_batch_is_as_one_after_another(batch, admits):
    before, rows = batch
    found = engine.judge_all([(before[name], *row) for name, *row in rows], admits)
    now = before
    for decision, (name, request, mode) in zip(found, rows, strict=True):
        alone = engine.judge(now[name], request, mode)
        assert list_figures(decision) == list_figures(alone)
        if decision.verdict in admits:
            now = pass_it(now, name, request)


@many
@given(batch=batches())
def test_no_batch_passes_a_limit(batch):
    before, rows = batch
    plain = {name: replace(each, rules=()) for name, each in before.items()}
    rows = [(name, replace(request, kind="invoice"), "control") for name, request, _mode in rows]
    now = plain
    for decision, (name, request, _mode) in zip(
        engine.judge_all([(plain[name], *row) for name, *row in rows]), rows, strict=True
    ):
        now = pass_it(now, name, request) if decision.verdict == "pass" else now
    for standing in now.values():
        for holder in standing.holders:
            total = holder.limit.total
            assert total is None or holder.exposure <= total
