"""Receipts: those of the visits and the special ones, posted in two parts."""

from odoo.fields import Command

from . import currencies, forms, groups, papers, plan, values, withholdings
from .tables import ON_ACCOUNT, VOID_REASON

#: on account, without documents: row of the debtor, days from today, amount
ON_ACCOUNT_RECEIPTS = (
    (3, -141, 450000),
    (13, -84, 780000),
    (27, -47, 1200000),
    (30, -19, 900000),
    (8, -6, 350000),
)
#: posted first, so that the tables have rows to measure before the rest
FIRST_BATCH = 30
#: what came in until then is posted before the rest is written, which refers to it
EARLY = -90


def make(scene):
    """Make the receipts of the year; leave one voided."""
    visits = plan.visits(scene)
    tricks = values.choose_tricks(scene, visits)
    withheld = withholdings.choose(scene, visits, tricks)
    entries = [
        (visit.offset, _prepare_visit_vals(scene, visit, tricks, withheld)) for visit in visits
    ]
    entries += _prepare_on_account_vals(scene)
    debt = oldest_debt(scene, ("slow",))
    entries.append((-20, prepare_paid_in_full_vals(scene, debt, -20)))
    for special in (groups, currencies, papers, withholdings):
        entries += special.entries(scene)
    _post(scene, [entry for entry in entries if entry[0] <= EARLY])
    entries = [entry for entry in entries if entry[0] > EARLY]
    for later in (papers.collections, withholdings.finals):
        entries += later(scene)
    receipts = _post(scene, entries)
    papers.accept_mipyme(scene)
    wrong = receipts.filtered(lambda receipt: debt.line in receipt.line_ids.move_line_id)[-1:]
    wrong.action_void(scene.day(-18), VOID_REASON)


def _post(scene, entries):
    entries = sorted(entries, key=lambda entry: entry[0])
    receipts = scene.env["cobranzas.receipt"].create([vals for _offset, vals in entries])
    receipts[:FIRST_BATCH].action_post()
    scene.measure_tables()
    receipts[FIRST_BATCH:].action_post()
    return receipts


def _prepare_visit_vals(scene, visit, tricks, withheld):
    certificates = ()
    if id(visit) in withheld:
        paid = sum(amount for _item, amount in visit.debts)
        certificates = withholdings.certificates(scene, visit.debtor, paid)
    return forms.collect(scene, visit, tricks.get(id(visit)), certificates)


def _prepare_on_account_vals(scene):
    for number, (row, offset, amount) in enumerate(ON_ACCOUNT_RECEIPTS):
        visit = plan.Visit(scene.debtors[row], offset, "ARS")
        yield (
            offset,
            {
                **forms.head(scene, visit.debtor, offset),
                "note": ON_ACCOUNT[number % len(ON_ACCOUNT)],
                **values.prepare(scene, visit, float(amount), None),
            },
        )


def oldest_debt(scene, habits, skip=()):
    """The oldest debt in pesos of who pays so that nothing has been paid of."""
    return min(
        (
            item
            for item in scene.debts
            if item.debtor.habit in habits
            and item not in skip
            and item.currency == scene.company.currency_id
            and item.due < -20
            and item.left > 0
            and item.currency.compare_amounts(item.left, abs(item.line.amount_residual)) == 0
        ),
        key=lambda item: item.due,
    )


def prepare_paid_in_full_vals(scene, item, offset):
    """A receipt for one document, with one deferred cheque."""
    visit = plan.Visit(item.debtor, offset, "ARS")
    return {
        **forms.head(scene, item.debtor, offset),
        "line_ids": forms.lines([(item, item.left)]),
        "check_ids": [Command.create(values.check(scene, visit, item.left, 30))],
    }
