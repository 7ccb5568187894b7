"""Receipts: those of the visits and the special ones, posted in two parts."""

from odoo.fields import Command

from ..constants import ON_ACCOUNT, VOID_REASON
from . import currencies, groups, instruments, payment_habits, receipt_vals, values, withholdings

#: on account, without documents: row of the debtor, days from today, amount
ON_ACCOUNT_RECEIPTS = (
    (3, -141, 450000),
    (13, -84, 780000),
    (27, -47, 1200000),
    (30, -19, 900000),
    (8, -6, 350000),
)
#: posted first, so that PostgreSQL has rows to gather statistics from before the rest
FIRST_BATCH = 30
#: what came in until then is posted before the rest is written, which refers to it
EARLY = -90


def make(demo):
    """Make the receipts of the year; leave one voided."""
    visits = payment_habits.visits(demo)
    tricks = values.choose_tricks(demo, visits)
    withheld = withholdings.choose(demo, visits, tricks)
    entries = [
        (visit.offset, _prepare_visit_vals(demo, visit, tricks, withheld)) for visit in visits
    ]
    entries += _prepare_on_account_vals(demo)
    debt = oldest_debt(demo, ("slow",))
    entries.append((-20, prepare_paid_in_full_vals(demo, debt, -20)))
    for special in (groups, currencies, instruments, withholdings):
        entries += special.entries(demo)
    _post(demo, [entry for entry in entries if entry[0] <= EARLY])
    entries = [entry for entry in entries if entry[0] > EARLY]
    for later in (instruments.collections, withholdings.finals):
        entries += later(demo)
    receipts = _post(demo, entries)
    instruments.accept_mipyme(demo)
    wrong = receipts.filtered(lambda receipt: debt.line in receipt.line_ids.move_line_id)[-1:]
    wrong.action_void(demo.day(-18), VOID_REASON)


def _post(demo, entries):
    entries = sorted(entries, key=lambda entry: entry[0])
    receipts = demo.env["cobranzas.receipt"].create([vals for _offset, vals in entries])
    receipts[:FIRST_BATCH].action_post()
    demo.measure_tables()
    receipts[FIRST_BATCH:].action_post()
    return receipts


def _prepare_visit_vals(demo, visit, tricks, withheld):
    certificates = ()
    if id(visit) in withheld:
        paid = sum(amount for _item, amount in visit.debts)
        certificates = withholdings.certificates(demo, visit.debtor, paid)
    return receipt_vals.collect(demo, visit, tricks.get(id(visit)), certificates)


def _prepare_on_account_vals(demo):
    for number, (row, offset, amount) in enumerate(ON_ACCOUNT_RECEIPTS):
        visit = payment_habits.Visit(demo.debtors[row], offset, "ARS")
        yield (
            offset,
            {
                **receipt_vals.head(demo, visit.debtor, offset),
                "note": ON_ACCOUNT[number % len(ON_ACCOUNT)],
                **values.prepare(demo, visit, float(amount), None),
            },
        )


def oldest_debt(demo, habits, skip=()):
    """The oldest debt in pesos of who pays so that nothing has been paid of."""
    return min(
        (
            item
            for item in demo.debts
            if item.debtor.habit in habits
            and item not in skip
            and item.currency == demo.company.currency_id
            and item.due < -20
            and item.left > 0
            and item.currency.compare_amounts(item.left, abs(item.line.amount_residual)) == 0
        ),
        key=lambda item: item.due,
    )


def prepare_paid_in_full_vals(demo, item, offset):
    """A receipt for one document, with one deferred cheque."""
    visit = payment_habits.Visit(item.debtor, offset, "ARS")
    return {
        **receipt_vals.head(demo, item.debtor, offset),
        "line_ids": receipt_vals.lines([(item, item.left)]),
        "check_ids": [Command.create(values.check(demo, visit, item.left, 30))],
    }
