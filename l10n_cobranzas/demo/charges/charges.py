"""Charges: a policy, dates, a table of rates, a clause; one of each, brought by receipts."""

from odoo.fields import Command

from ..operations.operations import make_service
from ..receipt import receipt_vals

#: setting, name of the product
PRODUCTS = (
    ("interest", "Intereses por mora"),
    ("surcharge", "Recargo por pago fuera de término"),
    ("discount", "Descuento por pago anticipado"),
    ("exchange", "Diferencia de cambio"),
)
#: row of the debtor that each is charged to
LATE, DATED, EARLY, BOUND = 36, 37, 38, 23
POLICY = ("Mora 4 % mensual", 4.0, 5)
#: per cent a month for what is paid before its due date, since so many days ago
EARLY_RATE = (3, -365)
#: days from the due date, per cent
DATES = ((-20, -5), (-10, -2), (10, 4), (30, 9))


def make(demo):
    """Set the charges up, and collect what brings each of them."""
    _make_products(demo)
    _charge_interest(demo)
    _adjust_to_dates(demo)
    _discount_early(demo)
    _note_differences(demo)


def _make_products(demo):
    for setting, name in PRODUCTS:
        demo.company[f"cobranzas_{setting}_product_id"] = make_service(demo, name)


def _invoice(demo, row, days, price, term, currency="ARS"):
    """The receivable item of an invoice for one product."""
    move = demo.env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": demo.debtors[row].partner.id,
            "invoice_date": demo.day(days),
            "date": demo.day(days),
            "currency_id": demo.currency(currency).id,
            "invoice_payment_term_id": term.id,
            "invoice_line_ids": [
                Command.create({"product_id": demo.products[0][0].id, "price_unit": price})
            ],
        }
    )
    move.action_post()
    return move.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")


def _collect(demo, row, days, item, **rows):
    """Collect an item whole, with what it costs on the day; ``rows``: what is said of charges."""
    head = receipt_vals.head(demo, demo.debtors[row], days)
    head.pop("book_id", None)  # the forms of the paper book are written in their order
    receipt = demo.env["cobranzas.receipt"].create(
        {
            **head,
            "line_ids": [
                Command.create({"move_line_id": item.id, "amount": item.amount_residual_currency})
            ],
        }
    )
    for name, vals in rows.items():
        receipt[name].write(vals)
    for _twice in range(2):  # a surcharge is collected where the money for it is there
        receipt.value_ids = [
            Command.clear(),
            Command.create(
                {"journal_id": demo.journals["cash"].id, "amount": receipt.amount_documents}
            ),
        ]
    receipt.action_post()
    return receipt


def _charge_interest(demo):
    """One was collected late: its interest stays open. The other bears more every day."""
    name, rate, grace = POLICY
    policy = demo.env["cobranzas.interest.policy"].create(
        {"name": name, "rate": rate, "grace_days": grace, "company_id": demo.company.id}
    )
    demo.company.cobranzas_interest_policy_id = policy
    demo.debtors[LATE].partner.cobranzas_bears_interest = True
    paid, _owed = (_invoice(demo, LATE, -70, 420000, demo.terms["30"]) for _each in range(2))
    _collect(demo, LATE, -12, paid)


def _adjust_to_dates(demo):
    """One is paid before its date, at a discount; one after it, with a surcharge."""
    term = demo.terms["30"].copy(
        {
            "name": "30 días, con fechas alternativas",
            "cobranzas_alternative_ids": [
                Command.create({"days": days, "percent": percent}) for days, percent in DATES
            ],
        }
    )
    for issued, collected in ((-30, -28), (-60, -18)):
        item = _invoice(demo, DATED, issued, 250000, term)
        _collect(demo, DATED, collected, item)
    _invoice(demo, DATED, -20, 180000, term)


def _discount_early(demo):
    """One is paid before it is due, at the discount of the table; another may still be."""
    rate, since = EARLY_RATE
    demo.env["cobranzas.rate"].create(
        {
            "kind": "early_payment",
            "rate": rate,
            "date_from": demo.day(since),
            "company_id": demo.company.id,
        }
    )
    demo.company.cobranzas_early_at_receipt = "ask"
    demo.debtors[EARLY].partner.cobranzas_uses_rates = True
    paid = _invoice(demo, EARLY, -25, 210000, demo.terms["30"])
    _collect(demo, EARLY, -15, paid)
    _invoice(demo, EARLY, -4, 95000, demo.terms["30"])


def _note_differences(demo):
    """Of two invoices in dollars collected in pesos, one difference is noted, one waits."""
    partner = demo.debtors[BOUND].partner
    partner.cobranzas_clause_currency_id = demo.currency("USD")
    for noted in (True, False):
        item = _invoice(demo, BOUND, -75, 900, demo.terms["30"], "USD")
        _collect(demo, BOUND, -16, item, exchange_ids={"is_selected": noted})
