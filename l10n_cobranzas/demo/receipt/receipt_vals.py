"""How a receipt of the demo is written: its head, its documents, what pays them."""

from odoo.fields import Command

from ..settings import policies
from . import values
from .payment_habits import Visit

ROUTES = ("Norte", "Sur", "Oeste", "Centro")


def head(demo, debtor, offset, currency="ARS", **more):
    """The head of a receipt, with the legends of the collector's round."""
    collector = debtor.partner.cobranzas_collector_id
    texts = (collector.name, f"{ROUTES[debtor.row % len(ROUTES)]} {demo.day(offset):%d/%m}")
    return {
        "partner_id": debtor.partner.id,
        "company_id": demo.company.id,
        "date": demo.day(offset),
        "currency_id": demo.currency(currency).id,
        "legend_ids": [
            Command.create({"title_id": title.id, "sequence": title.sequence, "text": text})
            for title, text in zip(demo.legends, texts, strict=True)
        ],
        **policies.head(demo, debtor, offset),
        **more,
    }


def lines(pairs):
    """The documents of a receipt, of (item, amount)."""
    return [
        Command.create({"move_line_id": item.line.id, "amount": amount, "sequence": number})
        for number, (item, amount) in enumerate(pairs, start=1)
    ]


def visit(debtor, offset, items, credits=()):
    """A visit in which ``items`` are paid wholly, in pesos."""
    return Visit(debtor, offset, "ARS", [(item, item.left) for item in items], list(credits))


def collect(demo, paid, trick=None, certificates=()):
    """The receipt of a visit: its documents, the certificates and the values that pay them."""
    pairs = paid.debts + [(credit, _negative(credit)) for credit in paid.credits]
    withheld, amount = withhold(demo, certificates)
    total = demo.currency(paid.currency).round(total_of(demo, paid, pairs) - amount)
    return {
        **head(demo, paid.debtor, paid.offset, paid.currency),
        "line_ids": lines(pairs),
        **values.prepare(demo, paid, total, trick),
        **withheld,
    }


def withhold(demo, rows):
    """The certificates as a value of a receipt, and what they pay in pesos."""
    replaced = demo.env["cobranzas.receipt.withholding"].browse(
        [vals["provisional_id"] for vals in rows if "provisional_id" in vals]
    )
    return (
        {"withholding_ids": [Command.create(vals) for vals in rows]},
        sum(vals["amount"] for vals in rows) - sum(replaced.mapped("amount")),
    )


def _negative(credit):
    return credit.line.amount_residual_currency


def total_of(demo, paid, pairs):
    """What the values must cover, in the currency of the receipt, as the receipt reckons it."""
    target, date = demo.currency(paid.currency), demo.day(paid.offset)
    totals = {}
    for item, amount in pairs:
        totals[item.currency] = totals.get(item.currency, 0.0) + amount
    return target.round(
        sum(
            currency._convert(amount, target, demo.company, date)
            for currency, amount in totals.items()
        )
    )
