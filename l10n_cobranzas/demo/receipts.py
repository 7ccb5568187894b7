"""Receipts: those of the visits, posted in one go, and the ones that show something special."""

from odoo.fields import Command

from . import plan, values
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
ROUTES = ("Norte", "Sur", "Oeste", "Centro")


def make(scene):
    """Make the receipts of the year; leave one voided and three drafts."""
    visits = plan.visits(scene)
    tricks = values.choose_tricks(scene, visits)
    entries = [(visit.offset, _prepare_visit_vals(scene, visit, tricks)) for visit in visits]
    entries += [(offset, vals) for offset, vals in _prepare_on_account_vals(scene)]
    debt = _oldest_debt(scene, ("slow",))
    entries.append((-20, _prepare_paid_in_full_vals(scene, debt, -20)))
    entries.sort(key=lambda entry: entry[0])
    receipts = scene.env["cobranzas.receipt"].create([vals for _offset, vals in entries])
    receipts[:FIRST_BATCH].action_post()
    scene.measure_tables()
    receipts[FIRST_BATCH:].action_post()
    wrong = receipts.filtered(lambda receipt: debt.line in receipt.line_ids.move_line_id)[-1:]
    wrong.action_void(scene.day(-18), VOID_REASON)
    _make_drafts(scene)


def _prepare_vals(scene, debtor, offset, currency="ARS", **more):
    """The head of a receipt, with the legends of the collector's round."""
    collector = debtor.partner.cobranzas_collector_id
    texts = (collector.name, f"{ROUTES[debtor.row % len(ROUTES)]} {scene.day(offset):%d/%m}")
    return {
        "partner_id": debtor.partner.id,
        "company_id": scene.company.id,
        "date": scene.day(offset),
        "currency_id": scene.currency(currency).id,
        "legend_ids": [
            Command.create({"title_id": title.id, "sequence": title.sequence, "text": text})
            for title, text in zip(scene.legends, texts, strict=True)
        ],
        **more,
    }


def _lines(pairs):
    return [
        Command.create({"move_line_id": item.line.id, "amount": amount, "sequence": number})
        for number, (item, amount) in enumerate(pairs, start=1)
    ]


def _prepare_visit_vals(scene, visit, tricks):
    pairs = visit.debts + [(credit, _negative(credit)) for credit in visit.credits]
    total = _total(scene, visit, pairs)
    return {
        **_prepare_vals(scene, visit.debtor, visit.offset, visit.currency),
        "line_ids": _lines(pairs),
        **values.prepare(scene, visit, total, tricks.get(id(visit))),
    }


def _negative(credit):
    return credit.line.amount_residual_currency


def _total(scene, visit, pairs):
    """What the values must cover, in the currency of the receipt, as the receipt reckons it."""
    target, date = scene.currency(visit.currency), scene.day(visit.offset)
    totals = {}
    for item, amount in pairs:
        totals[item.currency] = totals.get(item.currency, 0.0) + amount
    return target.round(
        sum(
            currency._convert(amount, target, scene.company, date)
            for currency, amount in totals.items()
        )
    )


def _prepare_on_account_vals(scene):
    for number, (row, offset, amount) in enumerate(ON_ACCOUNT_RECEIPTS):
        visit = plan.Visit(scene.debtors[row], offset, "ARS")
        yield (
            offset,
            {
                **_prepare_vals(scene, visit.debtor, offset),
                "note": ON_ACCOUNT[number % len(ON_ACCOUNT)],
                **values.prepare(scene, visit, float(amount), None),
            },
        )


def _oldest_debt(scene, habits, skip=()):
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


def _prepare_paid_in_full_vals(scene, item, offset):
    """A receipt for one document, with one deferred cheque."""
    visit = plan.Visit(item.debtor, offset, "ARS")
    return {
        **_prepare_vals(scene, item.debtor, offset),
        "line_ids": _lines([(item, item.left)]),
        "check_ids": [Command.create(values.check(scene, visit, item.left, 30))],
    }


def _make_drafts(scene):
    """Three receipts of today: ready to post, documents without values, values alone."""
    first = _oldest_debt(scene, ("usual", "slow"))
    second = _oldest_debt(scene, ("usual", "slow"), skip=[first])
    third = scene.debtors[0]
    cash = {"journal_id": scene.journals["cash"].id, "amount": 250000.0}
    scene.env["cobranzas.receipt"].create(
        [
            _prepare_paid_in_full_vals(scene, first, 0),
            {
                **_prepare_vals(scene, second.debtor, 0),
                "note": "Esperando el comprobante de la transferencia",
                "line_ids": _lines([(second, second.left)]),
            },
            {
                **_prepare_vals(scene, third, 0),
                "note": "El cliente avisa mañana qué facturas paga",
                "value_ids": [Command.create(cash)],
            },
        ]
    )
