"""How the demo company collects: classifications, a paper book, and what some people may do."""

from odoo.fields import Command

#: code, description, days from today of validity (None: no end)
CLASSIFICATIONS = (
    ("COB-LOC", "Cobranza local", None),
    ("COB-INT", "Cobranza del interior", None),
    ("COB-CAM", "Campaña de regularización", -60),
)
#: cities whose debtors are collected locally
LOCAL = ("Rosario",)
#: of the paper book: name, prefix, first and last number, forms spoiled (number, days from today)
BOOK = ("Talonario Acosta", "A 0003-", 1501, 1600)
SPOILED = (1504, -24, "Se mojó el formulario")
#: row of the collector who writes on paper, since so many days ago
PAPER_COLLECTOR, PAPER_SINCE = 1, -45
#: profile, login of its user, codes of methods, whether with the paper book, its rights
PROFILES = (
    ("Mostrador", "mostrador", ("cash", "checks"), False, ("edit_date", "edit_currency")),
    (
        "Cobrador de calle",
        "calle",
        ("cash", "checks"),
        True,
        ("edit_currency", "edit_salesperson", "edit_collector", "edit_allocation"),
    ),
)


def make(demo):
    """Make the classifications, the book with a form spoiled, and the profiles."""
    _make_classifications(demo)
    _make_book(demo)
    _make_profiles(demo)


def _make_classifications(demo):
    records = demo.env["cobranzas.classification"].create(
        [
            {
                "code": code,
                "name": name,
                "company_id": demo.company.id,
                "valid_to": demo.day(last) if last else False,
            }
            for code, name, last in CLASSIFICATIONS
        ]
    )
    demo.classifications = {record.code: record for record in records}


def _make_book(demo):
    name, prefix, first, last = BOOK
    demo.book = demo.env["cobranzas.receipt.book"].create(
        {
            "name": name,
            "company_id": demo.company.id,
            "prefix": prefix,
            "sequence": 20,
            "mode": "preprinted",
            "padding": 6,
            "number_from": first,
            "number_to": last,
        }
    )
    number, offset, reason = SPOILED
    demo.env["cobranzas.receipt.spoiled"].create(
        {
            "book_id": demo.book.id,
            "number": number,
            "date": demo.day(offset),
            "reason": reason,
        }
    )


def _make_profiles(demo):
    books = demo.env["cobranzas.receipt.book"].search([("company_id", "=", demo.company.id)])
    for name, login, methods, on_paper, kept_from in PROFILES:
        lines = demo.env["account.payment.method.line"].concat(
            *(
                demo.methods.get(key) or demo.journals[key].inbound_payment_method_line_ids[:1]
                for key in methods
            )
        )
        demo.env["cobranzas.profile"].create(
            {
                "name": name,
                "company_id": demo.company.id,
                "user_ids": [Command.set(demo.users[login].ids)],
                "payment_method_line_ids": [Command.set(lines.ids)],
                "book_ids": [Command.set((demo.book if on_paper else books - demo.book).ids)],
                **dict.fromkeys(kept_from, False),
            }
        )


def head(demo, debtor, offset):
    """The classification of a receipt, and the paper book for the collector who uses it."""
    local = debtor.partner.city in LOCAL
    vals = {"classification_id": demo.classifications["COB-LOC" if local else "COB-INT"].id}
    paper = debtor.partner.cobranzas_collector_id == demo.collectors[PAPER_COLLECTOR]
    return {**vals, "book_id": demo.book.id} if paper and offset >= PAPER_SINCE else vals
