"""Promises to pay: kept, kept in part and broken by what the receipts of the month paid; open ones.

Each is noted on a day of its own, and what came of it is read from the ledger as ever.
"""

from datetime import timedelta

from ...models.collecting.promise_request import PromiseRequest
from .shared import acting, choose, moment, noted, thousands

#: receipts of the month that were promised some days before: how many days, and what of
#: (documents, an amount of the account, twice what was paid, by instalments)
PAID = (
    (5, "documents"),
    (7, "account"),
    (4, "twice"),
    (6, "instalments"),
    (3, "account"),
)
#: how many days ago those receipts are, at least and at most
PAID_BETWEEN = (9, 34)
#: rows of debtors who did not pay: days from today of promise and date
BROKEN = ((36, -17, -8), (18, -20, -12), (33, -9, -6))
#: rows of debtors: day of the promise, ((days from today, share), ...), of documents or the account
OPEN = (
    (28, -4, ((0, 1),), "documents"),
    (34, -2, ((2, 1),), "documents"),
    (30, -3, ((4, 0.5), (18, 0.5)), "account"),
    (35, -1, ((6, 1),), "documents"),
)
#: row of the debtor: day of the first promise and its date, day of the next one and its dates
RENEGOTIATED = (14, -11, 1, -2, ((7, 0.4), (21, 0.6)))
NOTES = {
    "kept": "Avisó que pagaba con la cobranza de la semana.",
    "broken": "Dijo que estaba esperando un pago del banco.",
    "open": "Confirmó por teléfono que ya tiene los fondos.",
    "renegotiated": "Pidió partir el pago en dos: la quincena no le alcanza.",
}


def make(demo, overdue):
    """Make promises of every state; return them."""
    found = demo.env["cobranzas.promise"]
    for (days, kind), receipt in zip(PAID, _find_receipts(demo), strict=False):
        found |= _promise_paid(demo, receipt, days, kind)
    used = set()
    for row, made, due in BROKEN:
        if (row := choose(overdue, row, used)) is not None:
            documents = {item: item.amount_residual_currency for item in overdue[row][:2]}
            found |= _promise(demo, row, made, [(due, None)], documents, "broken")
    for row, made, dates, kind in OPEN:
        if (row := choose(overdue, row, used)) is not None:
            found |= _promise_open(demo, row, overdue[row], made, dates, kind)
    return found | _renegotiate(demo, overdue, used)


def _promise_open(demo, row, items, made, dates, kind, **more):
    documents = {item: item.amount_residual_currency for item in items[:3]}
    total = sum(documents.values())
    if kind == "account":
        documents, total = {}, thousands(total)
    parts = [(day, demo.company.currency_id.round(total * share)) for day, share in dates]
    rest = demo.company.currency_id.round(total - sum(amount for _day, amount in parts[1:]))
    parts[0] = (parts[0][0], rest)
    note = "renegotiated" if more else "open"
    return _promise(demo, row, made, parts, documents, note, **more)


def _renegotiate(demo, overdue, used):
    """A promise whose place another one took."""
    row, made, due, again, dates = RENEGOTIATED
    row = choose(overdue, row, used)
    if row is None:
        return demo.env["cobranzas.promise"]
    first = _promise_open(demo, row, overdue[row], made, ((due, 1),), "documents")
    second = _promise_open(demo, row, overdue[row], again, dates, "documents", replaces=first)
    return first | second


# ----------------------------------------------------------------------
# What receipts of the month paid
# ----------------------------------------------------------------------


def _find_receipts(demo):
    """The newest receipt of each debtor who paid debts in pesos some weeks ago, largest first."""
    latest, earliest = (demo.day(-days) for days in PAID_BETWEEN)
    receipts = demo.env["cobranzas.receipt"].search(
        [
            ("company_id", "=", demo.company.id),
            ("state", "=", "posted"),
            ("kind", "=", "receipt"),
            ("currency_id", "=", demo.company.currency_id.id),
            ("allocate_by_group", "=", False),
            ("date", "<=", latest),
            ("date", ">=", earliest),
        ],
        order="date desc, id desc",
    )
    newest = {}
    for receipt in receipts:
        if _get_whole(receipt):
            newest.setdefault(receipt.partner_id, receipt)
    return sorted(newest.values(), key=lambda each: -sum(_get_whole(each).values()))


def _get_whole(receipt):
    """The debts that a receipt paid as a whole, with what they were."""
    return {
        line.move_line_id: line.amount
        for line in receipt.line_ids
        if line.move_line_id.currency_id == receipt.currency_id
        and line.amount > 0
        and not receipt.currency_id.compare_amounts(line.amount, line.move_line_id.amount_currency)
    }


def _promise_paid(demo, receipt, days, kind):
    """A promise some days before a receipt, for its day."""
    [row] = [each.row for each in demo.debtors if each.partner == receipt.partner_id]
    due = (receipt.date - demo.today).days
    documents, made = _get_whole(receipt), due - days
    total = thousands(sum(documents.values()))
    dates = {
        "documents": [(due, None)],
        "account": [(due, total)],
        "twice": [(due, 2 * total)],
        "instalments": [(due, total), (due + 3, total)],
    }[kind]
    return _promise(demo, row, made, dates, documents if kind == "documents" else {}, "kept")


# ----------------------------------------------------------------------
# One promise
# ----------------------------------------------------------------------


def _promise(demo, row, made, dates, documents, note, replaces=None):
    """Note a promise of that day, and what came of it by now.

    :param dates: (days from today, amount) of each date; None: what the documents come to
    """
    debtor = demo.debtors[row]
    promises = acting(demo, debtor, "cobranzas.promise")
    total = sum(documents.values())
    parts = [(demo.today + timedelta(days=day), amount or total) for day, amount in dates]
    request = PromiseRequest(
        customer=debtor.partner,
        group=demo.env["cobranzas.debtor.group"],
        company=demo.company,
        currency=demo.company.currency_id,
        amount=sum(amount for _day, amount in parts),
        dates=tuple(parts),
        documents=documents,
        replaces=promises.browse(replaces.id if replaces else ()),
        note=NOTES[note],
    )
    promise = promises.create({**_prepare_vals(promises, request), "date": demo.day(made)})
    with noted(demo, moment(demo, made)):
        if replaces:
            replaces._set_replaced(promise)
            replaces.date_state = promise.date
        promise._note(promise._describe())
    _read_end(demo, promise)
    return promise


def _prepare_vals(promises, request):
    """The values of a promise; nothing had been paid of documents that were paid since."""
    vals = promises._prepare_promise_vals(request)
    for _command, _id, item in vals["item_ids"]:
        line = promises.env["account.move.line"].browse(item["move_line_id"])
        if not line.amount_residual_currency:
            item.update(residual_before=line.amount_currency, paid_before=0.0)
    return vals


def _read_end(demo, promise):
    """Let the ledger say what came of it; it was decided on the day it was kept or missed."""
    last = max(promise.line_ids.mapped("date_limit"))
    with noted(demo, moment(demo, min((last - demo.today).days, -1), 20)):
        promise._evaluate()
    if promise.state != "open":
        promise.date_state = promise.date_missed or promise.date_next
