"""Invoices of a year, and the credit and debit notes on some of them."""

from dataclasses import dataclass

from odoo.fields import Command

from .. import special_sales
from ..constants import (
    CREDIT_NOTES,
    CREDIT_NOTES_LINKED,
    CREDIT_REASONS,
    DEBIT_NOTES,
    EURO_IN_DOLLARS,
    INFLATION,
    INVOICES,
    INVOICES_EUR,
    INVOICES_USD,
    TERMS,
    TRADES,
)
from ..context import Debtor, Item, is_argentine

FIRST_DAY = -362
#: nobody sells any more to who doesn't pay
LAST_SALE_TO_BAD = -115
INVOICES_EACH = 3
DAYS = {
    key: [days for _percent, days in parts]
    for key, _name, parts in (*TERMS, special_sales.CREDIT_INVOICE_TERMS)
}
IMPORTERS = ("ferreteria", "mayorista")


@dataclass
class Sale:
    """An invoice to make: to whom, when (days from today), in which currency; maybe what for."""

    debtor: Debtor
    offset: int
    currency: str
    purpose: str | None = None
    own_terms: str | None = None

    @property
    def terms(self):
        return self.own_terms or self.debtor.terms


def make(demo):
    """Make and post the invoices, then the notes; list what is owed in the demo."""
    entries = [(sale, _prepare_invoice_vals(demo, sale)) for sale in _draw_sales(demo)]
    entries += [(sale, _prepare_order_vals(demo, sale)) for sale in _list_orders(demo)]
    entries.sort(key=lambda entry: entry[0].offset)
    moves = _post(demo, [vals for _sale, vals in entries])
    posted = [(sale, move) for (sale, _vals), move in zip(entries, moves, strict=True)]
    made = [(sale, move) for sale, move in posted if not sale.purpose]
    credit_notes = _make_credit_notes(demo, made)
    debit_notes = _make_debit_notes(demo, made)
    for sale, move in made + debit_notes:
        days = DAYS[sale.terms] if not move.debit_origin_id else [0]
        demo.debts += _items(sale, move, days)
    for sale, move in posted:
        if sale.purpose:
            demo.kept.setdefault(sale.purpose, []).extend(_items(sale, move, DAYS[sale.terms]))
    _keep_credit_notes(demo, credit_notes)


def _list_orders(demo):
    return [
        Sale(demo.debtors[row], offset, currency, purpose, terms)
        for purpose, rows, offset, currency, terms in special_sales.SALES
        for row in rows
    ]


def _prepare_order_vals(demo, sale):
    vals = _prepare_invoice_vals(demo, sale, demo.more_random)
    if sale.purpose == "mipyme":
        vals |= _prepare_mipyme_vals(demo)
    return vals


def _prepare_mipyme_vals(demo):
    """What makes a MiPyME credit invoice of an invoice, as the country of the chart has it."""
    if not is_argentine(demo.env):
        return {"cobranzas_is_mipyme": True}
    kind = demo.env["l10n_latam.document.type"].search([("code", "=", special_sales.MIPYME_CODE)])
    return {
        "journal_id": demo.journals["mipyme"].id,
        "l10n_latam_document_type_id": kind[:1].id,
    }


def _post(demo, vals_list):
    moves = demo.env["account.move"].create(vals_list)
    moves.action_post()
    demo.measure_tables()
    return moves


def _items(sale, move, days):
    lines = move.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")
    return [
        Item(sale.debtor, line, sale.offset, sale.offset + wait, abs(line.amount_residual_currency))
        for line, wait in zip(lines.sorted("date_maturity"), days, strict=True)
    ]


def _draw_sales(demo):
    """Every debtor some invoices, the rest to the large ones more often; oldest first."""
    draw = demo.random
    buyers = demo.debtors * INVOICES_EACH
    weights = [debtor.size for debtor in demo.debtors]
    buyers += draw.choices(demo.debtors, weights, k=INVOICES - len(buyers))
    sales = [Sale(debtor, _draw_day(draw, debtor), "ARS") for debtor in buyers]
    importers = [debtor for debtor in demo.debtors if debtor.trade in IMPORTERS and debtor.size > 1]
    for currency, count in (("USD", INVOICES_USD), ("EUR", INVOICES_EUR)):
        for number in range(count):
            debtor = importers[number % len(importers)]
            sales.append(Sale(debtor, _draw_day(draw, debtor), currency))
    return sorted(sales, key=lambda sale: sale.offset)


def _draw_day(draw, debtor):
    return draw.randint(FIRST_DAY, LAST_SALE_TO_BAD if debtor.habit == "bad" else 0)


def _prepare_invoice_vals(demo, sale, draw=None):
    date = demo.day(sale.offset)
    return {
        "move_type": "out_invoice",
        "partner_id": sale.debtor.partner.id,
        "invoice_date": date,
        "date": date,
        "currency_id": demo.currency(sale.currency).id,
        "invoice_payment_term_id": demo.terms[sale.terms].id,
        "invoice_line_ids": [
            Command.create(vals) for vals in _draw_lines(demo, sale, draw or demo.random)
        ],
    }


def _draw_lines(demo, sale, draw):
    """One to four products that the debtor's trade buys, at the prices of the day."""
    size = sale.debtor.size
    families = TRADES[sale.debtor.trade] if sale.currency == "ARS" else ("tools",)
    offered = [entry for entry in demo.products if entry[1][2] in families]
    chosen = draw.sample(offered, min(len(offered), draw.randint(1, size + 1)))
    lines = []
    for product, (_code, _name, family, pesos, _vat, dollars) in chosen:
        quantity = draw.randint(1, 3) * size if family == "tools" else draw.randint(2, 6) * size
        price = _price(sale, pesos, dollars)
        lines.append({"product_id": product.id, "quantity": quantity, "price_unit": price})
    return lines


def _price(sale, pesos, dollars):
    if sale.currency == "ARS":
        return round(pesos * (1 + INFLATION) ** (sale.offset / 30.4) / 50) * 50
    return float(dollars) if sale.currency == "USD" else round(dollars * EURO_IN_DOLLARS, 2)


def _make_credit_notes(demo, made):
    """Credit notes for a part of some invoices in pesos.

    Some say which invoice they reverse, and core applies them to it at once; the others are
    credits of the customer to be used later.
    """
    draw = demo.random
    origins = draw.sample(
        [(sale, move) for sale, move in made if sale.currency == "ARS" and sale.offset < -12],
        CREDIT_NOTES,
    )
    notes = [
        (Sale(sale.debtor, sale.offset + draw.randint(2, 11), "ARS"), move)
        for sale, move in origins
    ]
    notes.sort(key=lambda entry: entry[0].offset)
    special = [
        Sale(demo.debtors[row], offset, "ARS", purpose)
        for purpose, row, offset in special_sales.CREDIT_NOTES
    ]
    vals_list = [
        _prepare_credit_note_vals(demo, number, note, move)
        for number, (note, move) in enumerate(notes)
    ]
    vals_list += [_prepare_own_credit_note_vals(demo, note) for note in special]
    moves = _post(demo, vals_list)
    return list(zip([note for note, _origin in notes] + special, moves, strict=True))


def _prepare_own_credit_note_vals(demo, note):
    """A credit note of no invoice in particular, for one product."""
    vals = _prepare_invoice_vals(demo, note, demo.more_random)
    lines = vals["invoice_line_ids"][:1]
    return {**vals, "move_type": "out_refund", "invoice_line_ids": lines, "ref": CREDIT_REASONS[1]}


def _keep_credit_notes(demo, made):
    """List the credits: those of the year to be used in its receipts, the others for later."""
    for note, move in made:
        if note.purpose:
            demo.kept[note.purpose] += _items(note, move, [0])
        elif not move.reversed_entry_id:
            demo.credits += _items(note, move, [0])


def _prepare_credit_note_vals(demo, number, note, origin):
    line = origin.invoice_line_ids[:1]
    returned = {
        "product_id": line.product_id.id,
        "quantity": max(line.quantity // demo.random.randint(3, 5), 1),
        "price_unit": line.price_unit,
    }
    return {
        **_prepare_note_vals(demo, note, origin, CREDIT_REASONS[number % len(CREDIT_REASONS)]),
        "move_type": "out_refund",
        "reversed_entry_id": origin.id if number % CREDIT_NOTES_LINKED == 0 else False,
        "invoice_line_ids": [Command.create(returned)],
    }


def _make_debit_notes(demo, made):
    """Charges on invoices of those who pay late."""
    late = [
        (sale, move)
        for sale, move in made
        if sale.currency == "ARS" and sale.offset < -60 and sale.debtor.habit in ("slow", "bad")
    ]
    tax = demo.company.account_sale_tax_id
    notes, vals_list = [], []
    origins = demo.random.sample(late, len(DEBIT_NOTES))
    for (sale, move), (reason, amount) in zip(origins, DEBIT_NOTES, strict=True):
        note = Sale(sale.debtor, sale.offset + demo.random.randint(40, 55), "ARS")
        line = {"name": reason, "price_unit": amount, "tax_ids": [Command.set(tax.ids)]}
        notes.append(note)
        vals_list.append(
            {
                **_prepare_note_vals(demo, note, move, reason),
                "move_type": "out_invoice",
                "debit_origin_id": move.id,
                "invoice_line_ids": [Command.create(line)],
            }
        )
    return list(zip(notes, _post(demo, vals_list), strict=True))


def _prepare_note_vals(demo, note, origin, reason):
    date = demo.day(note.offset)
    return {
        "partner_id": note.debtor.partner.id,
        "invoice_date": date,
        "date": date,
        "invoice_date_due": date,
        "invoice_payment_term_id": False,
        "invoice_origin": origin.name,
        "ref": f"{reason} s/ {origin.name}",
    }
