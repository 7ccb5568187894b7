"""Receipts of many documents on customers who are charged, and on customers who are not."""

from datetime import date

from odoo.fields import Command

AMOUNT = 100.0
DAY = date(2026, 3, 2)
SETTINGS = (
    "cobranzas_adjustment_at_receipt",
    "cobranzas_exchange_at_receipt",
    "cobranzas_interest_at_receipt",
)


def prepare(env):
    """Set up what charges need: products, rates of the dollar, a term with other dates."""
    company = env.company
    dollar = env.ref("base.USD")
    if dollar == company.currency_id:
        dollar = env.ref("base.EUR")
    dollar.active = True
    dollar.rate_ids.unlink()
    for day, rate in ((date(2026, 1, 1), 1 / 1000), (date(2026, 3, 1), 1 / 1100)):
        env["res.currency.rate"].create(
            {"currency_id": dollar.id, "company_id": company.id, "name": day, "rate": rate}
        )
    income = env["account.account"].search([("account_type", "=", "income")], limit=1)
    for name in ("interest", "surcharge", "discount", "exchange"):
        company[f"cobranzas_{name}_product_id"] = env["product.product"].create(
            {"name": name, "property_account_income_id": income.id}
        )
    term = env["account.payment.term"].create(
        {
            "name": "Fechas alternativas",
            "line_ids": [Command.create({"value": "percent", "value_amount": 100, "nb_days": 0})],
            "cobranzas_alternative_ids": [
                Command.create({"days": 10, "percent": 2.0}),
                Command.create({"days": 20, "percent": 5.0}),
            ],
        }
    )
    return dollar, term


def make_customers(env, count, documents, charged=None):
    """Make customers with posted invoices; return [(customer's id, ids of their items)].

    :param charged: (policy, currency of the clause, term with alternative dates): interest is on
        every document, half are under the clause, the others have alternative dates
    """
    env = env(context={**env.context, "tracking_disable": True})
    partners = env["res.partner"].create([{"name": f"Cliente {n}"} for n in range(count)])
    if charged:
        partners.cobranzas_bears_interest = True
        partners.cobranzas_interest_policy_id = charged[0]
    moves = env["account.move"].create(
        [
            _prepare_invoice(partner, number, charged)
            for partner in partners
            for number in range(documents)
        ]
    )
    if charged:
        moves.filtered(lambda move: not move.invoice_payment_term_id).write(
            {"cobranzas_clause_currency_id": charged[1].id}
        )
    moves._post(soft=False)
    groups = {partner.id: [] for partner in partners}
    for line in moves.line_ids.filtered(
        lambda line: line.account_id.account_type == "asset_receivable"
    ):
        groups[line.partner_id.id].append(line.id)
    env.cr.commit()
    return list(groups.items())


def _prepare_invoice(partner, number, charged):
    day = date(2026, 1, 10 + number % 20)
    return {
        "move_type": "out_invoice",
        "partner_id": partner.id,
        "invoice_date": day,
        "date": day,
        "invoice_date_due": day,
        "invoice_payment_term_id": charged[2].id if charged and number % 2 else False,
        "invoice_line_ids": [
            Command.create({"name": "x", "price_unit": AMOUNT, "tax_ids": [Command.clear()]})
        ],
    }


def set_mode(env, mode):
    """Propose the three charges at the receipt, or not."""
    env.company.write(dict.fromkeys(SETTINGS, mode))
    env.flush_all()


def prepare_vals(env, group):
    """Return the values of a receipt that pays a customer's documents and something more."""
    partner, lines = group
    journal = env["account.journal"].search(
        [("type", "=", "bank"), ("company_id", "=", env.company.id)], limit=1
    )
    return {
        "partner_id": partner,
        "date": DAY,
        "line_ids": [Command.create({"move_line_id": line}) for line in lines],
        "value_ids": [
            Command.create(
                {
                    "journal_id": journal.id,
                    "amount": 0.5 * AMOUNT * len(lines),
                    "operation_number": f"TR {number}",
                }
            )
            for number in range(3)
        ],
    }


def prepare_copy(note):
    """Return the values by which anybody makes an invoice of the lines of a note."""
    return {
        "move_type": note.move_type,
        "partner_id": note.partner_id.id,
        "invoice_date": note.invoice_date,
        "date": note.date,
        "invoice_date_due": note.invoice_date_due,
        "invoice_payment_term_id": False,
        "invoice_line_ids": [
            Command.create(
                {
                    "product_id": line.product_id.id,
                    "name": line.name,
                    "quantity": line.quantity,
                    "price_unit": line.price_unit,
                    "tax_ids": [Command.set(line.tax_ids.ids)],
                }
            )
            for line in note.invoice_line_ids
        ],
    }
