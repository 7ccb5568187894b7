"""How the house collects: classifications, a paper book, and what some people may do."""

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
#: profile, login of who is bound by it, codes of methods, whether with the paper book, its rights
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


def make(scene):
    """Make the classifications, the book with a form spoiled, and the profiles."""
    _make_classifications(scene)
    _make_book(scene)
    _make_profiles(scene)


def _make_classifications(scene):
    records = scene.env["cobranzas.classification"].create(
        [
            {
                "code": code,
                "name": name,
                "company_id": scene.company.id,
                "valid_to": scene.day(last) if last else False,
            }
            for code, name, last in CLASSIFICATIONS
        ]
    )
    scene.classifications = {record.code: record for record in records}


def _make_book(scene):
    name, prefix, first, last = BOOK
    scene.book = scene.env["cobranzas.receipt.book"].create(
        {
            "name": name,
            "company_id": scene.company.id,
            "prefix": prefix,
            "sequence": 20,
            "mode": "preprinted",
            "padding": 6,
            "number_from": first,
            "number_to": last,
        }
    )
    number, offset, reason = SPOILED
    scene.env["cobranzas.receipt.spoiled"].create(
        {
            "book_id": scene.book.id,
            "number": number,
            "date": scene.day(offset),
            "reason": reason,
        }
    )


def _make_profiles(scene):
    books = scene.env["cobranzas.receipt.book"].search([("company_id", "=", scene.company.id)])
    for name, login, methods, on_paper, kept_from in PROFILES:
        lines = scene.env["account.payment.method.line"].concat(
            *(
                scene.methods.get(key) or scene.journals[key].inbound_payment_method_line_ids[:1]
                for key in methods
            )
        )
        scene.env["cobranzas.profile"].create(
            {
                "name": name,
                "company_id": scene.company.id,
                "user_ids": [Command.set(scene.users[login].ids)],
                "payment_method_line_ids": [Command.set(lines.ids)],
                "book_ids": [Command.set((scene.book if on_paper else books - scene.book).ids)],
                **dict.fromkeys(kept_from, False),
            }
        )


def head(scene, debtor, offset):
    """What the house asks of a receipt: its classification, and for whom a paper form."""
    local = debtor.partner.city in LOCAL
    vals = {"classification_id": scene.classifications["COB-LOC" if local else "COB-INT"].id}
    paper = debtor.partner.cobranzas_collector_id == scene.collectors[PAPER_COLLECTOR]
    return {**vals, "book_id": scene.book.id} if paper and offset >= PAPER_SINCE else vals
