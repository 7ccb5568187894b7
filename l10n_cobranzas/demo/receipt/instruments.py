"""Documents received: notes in instalments, post-dated collections, credit invoices (REC-05)."""

from odoo.fields import Command

from .. import special_sales
from . import receipt_vals

#: purpose of what is documented, days from today, number of the first, days until each falls due
NOTES = (
    ("sierras", -120, 310, (-88, -58, -28, 4, 34, 64)),
    ("alta", -100, 342, (-70, -40, -10, 20)),
    ("parana", -15, 377, (6, 20, 36)),
)
#: collected of those: purpose, which, days from today, share
NOTES_COLLECTED = (
    ("sierras", 0, -87, 1.0),
    ("alta", 0, -62, 0.4),
    ("sierras", 1, -56, 1.0),
)
#: days from today of each receipt, and until the post-dated collection falls due
POSTDATED = ((-12, 3), (-5, 18), (-2, 9))
POSTDATED_NUMBER = 51
#: other documents: purpose, kind, days from today and until it falls due, number, row of its debtor
OTHERS = (
    ("third party", "third_party_credit_invoice", -20, 25, "0003-00004471", 31),
    ("bill", "bill", -10, 30, "0087", None),
)
#: days from today on which the credit invoices of the debtor are accepted
ACCEPTED = -22
ACCEPTING_ROW = 15


def entries(demo):
    """Yield (days from today, values) of the receipts in which documents come in."""
    for purpose, offset, number, dues in NOTES:
        yield offset, _prepare_notes_vals(demo, demo.kept[purpose], offset, number, dues)
    for number, (item, (offset, due)) in enumerate(
        zip(demo.kept["postdated"], POSTDATED, strict=True), start=POSTDATED_NUMBER
    ):
        document = {"kind": "postdated", "name": f"{number:04d}", "amount": item.left}
        yield offset, _prepare_vals(demo, [item], offset, [(document, due)])
    for purpose, kind, offset, due, name, row in OTHERS:
        items = demo.kept[purpose]
        document = {"kind": kind, "name": name, "amount": _sum(demo, items)}
        if row is not None:
            document["debtor_id"] = demo.debtors[row].partner.id
        yield offset, _prepare_vals(demo, items, offset, [(document, due)])
    accepted = [item for item in demo.kept["credit invoices"] if item.debtor.row == ACCEPTING_ROW]
    yield ACCEPTED, _prepare_vals(demo, accepted, ACCEPTED, [])


def _prepare_notes_vals(demo, items, offset, number, dues):
    """A receipt that turns documents into notes of round amounts; the last one takes the rest."""
    total = _sum(demo, items)
    each = float(total / len(dues) // 1000 * 1000)
    amounts = [each] * (len(dues) - 1)
    amounts.append(demo.company.currency_id.round(total - sum(amounts)))
    documents = [
        ({"name": f"{number}/{place}", "amount": amount}, due)
        for place, (amount, due) in enumerate(zip(amounts, dues, strict=True), start=1)
    ]
    return _prepare_vals(demo, items, offset, documents)


def _prepare_vals(demo, items, offset, documents):
    return {
        **receipt_vals.head(demo, items[0].debtor, offset),
        "line_ids": receipt_vals.lines([(item, item.left) for item in items]),
        "document_ids": [
            Command.create({**vals, "date_due": demo.payable(due, 0)}) for vals, due in documents
        ],
    }


def _sum(demo, items):
    return demo.company.currency_id.round(sum(item.left for item in items))


def collections(demo):
    """Yield (days from today, values) of the receipts that collect notes, once those are booked."""
    for purpose, place, offset, share in NOTES_COLLECTED:
        debtor = demo.kept[purpose][0].debtor
        notes = demo.env["cobranzas.document"].search(
            [("partner_id", "=", debtor.partner.id), ("kind", "=", "promissory_note")],
            order="date_due, id",
        )
        amount = demo.company.currency_id.round(notes[place].amount * share)
        cash = {"journal_id": demo.journals["cash"].id, "amount": amount}
        yield (
            offset,
            {
                **receipt_vals.head(demo, debtor, offset),
                "line_ids": [
                    Command.create({"move_line_id": notes[place].move_line_id.id, "amount": amount})
                ],
                "value_ids": [Command.create(cash)],
            },
        )


def accept_mipyme(demo):
    """Record the acceptance of the last MiPyME credit invoice."""
    demo.kept["mipyme"][-1].line.move_id.write(
        {
            "cobranzas_mipyme_state": "accepted",
            "cobranzas_mipyme_date": demo.day(special_sales.MIPYME_ACCEPTED),
            "cobranzas_mipyme_kind": "tacit",
        }
    )
