"""Invoices in dollars paid in pesos at a rate agreed on, and partly in each (REC-12)."""

from odoo.fields import Command

from . import receipt_vals

#: purpose, days from today, pesos above the recorded rate, share paid in dollars
RECEIPTS = (
    ("own rate", -36, 12.5, 0.0),
    ("two currencies", -24, 5.0, 0.4),
)
NOTE = "Cotización acordada con el cliente: {rate}"


def entries(demo):
    """Yield (days from today, values) of a receipt for each invoice."""
    for purpose, offset, above, share in RECEIPTS:
        for item in demo.kept[purpose]:
            yield offset, _prepare_vals(demo, item, offset, above, share)


def _prepare_vals(demo, item, offset, above, share):
    pesos = demo.company.currency_id
    recorded = item.currency._get_conversion_rate(
        item.currency, pesos, demo.company, demo.day(offset)
    )
    rate = round(recorded + above, 2)
    dollars = float(item.left * share // 100 * 100)
    bank = {
        "journal_id": demo.journals["galicia"].id,
        "amount": pesos.round((item.left - dollars) * rate),
        "operation_number": str(demo.more_random.randint(10**7, 10**8 - 1)),
    }
    cash = {"journal_id": demo.journals["dollars"].id, "amount": dollars}
    return {
        **receipt_vals.head(demo, item.debtor, offset),
        "note": NOTE.format(rate=f"{rate:.2f}".replace(".", ",")),
        "line_ids": receipt_vals.lines([(item, item.left)]),
        "rate_ids": [Command.create({"currency_id": item.currency.id, "rate": rate})],
        "value_ids": [Command.create(vals) for vals in (bank, *([cash] if dollars else []))],
    }
