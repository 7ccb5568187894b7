"""What the load works on: a portfolio, users with journals and books, runs ready to be started.

This runs in an Odoo shell; what the load needs to know goes to a file, as JSON.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.portfolio import generate  # noqa: E402
from odoo import fields  # noqa: E402
from odoo.fields import Command  # noqa: E402
from odoo.tools import SQL  # noqa: E402

CASHIERS, READERS = 8, 4
OWN = 4  # cashiers with a journal and a book of their own; the others share one
PER_RECEIPT = 2  # documents, at most

OPEN = """
SELECT item.partner_id, item.id, item.amount_residual::float
  FROM account_move_line AS item
  JOIN account_move AS move ON move.id = item.move_id AND move.move_type = 'out_invoice'
 WHERE item.display_type = 'payment_term' AND item.amount_residual > 0
   AND item.currency_id = item.company_currency_id AND item.company_id = %s
 ORDER BY item.partner_id, item.date_maturity, item.id
"""

#: as invoices of customers who bear interest would have it
BEARING = """
UPDATE account_move_line SET cobranzas_interest_policy_id = %s
 WHERE display_type = 'payment_term' AND amount_residual > 0 AND company_id = %s
"""


def prepare(env, path, invoices, phases):
    """Make everything and write the plan: users, work by phase and cashier, runs by phase."""
    generate(env, max(invoices // 20, 60), invoices, today=fields.Date.today())
    company = env.company
    _prepare_charges(env)
    tills = _share_tills(env)
    cashiers = _make_users(env, "cashier", CASHIERS)
    readers = _make_users(env, "manager", READERS)
    groups = _read_open(env)
    shares = [groups[phase::phases] for phase in range(phases)]
    plan = {
        "company": company.id,
        "cashiers": [{"login": each, **till} for each, till in zip(cashiers, tills, strict=True)],
        "readers": readers,
        "work": [_share_out(share) for share in shares],
        "runs": [_prepare_run(env, readers[0], share) for share in shares],
    }
    env.cr.execute("ANALYZE")
    env.cr.commit()
    Path(path).write_text(json.dumps(plan))


def _prepare_charges(env):
    company = env.company
    income = env["account.account"].search([("account_type", "=", "income")], limit=1)
    for setting in ("interest", "adjustment", "exchange"):
        company[f"cobranzas_{setting}_at_receipt"] = "never"  # it is the month-end run's
    company.cobranzas_interest_product_id = env["product.product"].create(
        {"name": "Intereses", "property_account_income_id": income.id, "taxes_id": False}
    )
    policy = env["cobranzas.interest.policy"].create(
        {"name": "3 % mensual", "rate": 3.0, "company_id": company.id}
    )
    env.cr.execute(SQL(BEARING, policy.id, company.id))
    env.invalidate_all()


def make_tills(env, count):
    """Return so many journals, each with a book: [(id of the journal, id of the book)]."""
    bank = env["account.journal"].search(
        [("type", "=", "bank"), ("company_id", "=", env.company.id)], limit=1
    )
    account = bank.inbound_payment_method_line_ids[:1].payment_account_id or bank.default_account_id
    tills = []
    for number in range(count):
        journal = env["account.journal"].create(
            {"name": f"Caja {number}", "code": f"CJ{number}", "type": "bank"}
        )
        journal.inbound_payment_method_line_ids.payment_account_id = account
        book = env["cobranzas.receipt.book"].create(
            {"name": f"Caja {number}", "prefix": f"RC {number}-"}
        )
        tills.append((journal.id, book.id))
    return tills


def _share_tills(env):
    """Return a journal and a book for each cashier; the last ones share theirs."""
    tills = [
        {"journal": journal, "book": book, "shared": number == OWN}
        for number, (journal, book) in enumerate(make_tills(env, OWN + 1))
    ]
    return tills[:OWN] + tills[OWN:] * (CASHIERS - OWN)


def _make_users(env, role, count):
    logins = [f"bench-{role}-{number}" for number in range(count)]
    env["res.users"].create(
        [
            {
                "name": login,
                "login": login,
                "password": login,
                "company_id": env.company.id,
                "company_ids": [Command.set(env.company.ids)],
                "group_ids": [Command.link(env.ref(f"l10n_cobranzas.group_cobranzas_{role}").id)],
            }
            for login in logins
        ]
    )
    return logins


def _read_open(env):
    """Return [(customer, [(item, residual)])], in the company's currency."""
    env.flush_all()
    groups = {}
    for partner, item, residual in env.execute_query(SQL(OPEN, env.company.id)):
        groups.setdefault(partner, []).append((item, round(residual, 2)))
    return list(groups.items())


def _share_out(groups):
    """Return for each cashier the receipts to make: customer, items with what is paid of each."""
    shares = [[] for _cashier in range(CASHIERS)]
    for place, (partner, items) in enumerate(groups):
        for start in range(0, len(items), PER_RECEIPT):
            shares[place % CASHIERS].append((start, partner, items[start : start + PER_RECEIPT]))
    # another customer each time
    return [[(partner, items) for _start, partner, items in sorted(share)] for share in shares]


def _prepare_run(env, login, groups):
    user = env["res.users"].search([("login", "=", login)])
    run = env(user=user.id, su=False)["cobranzas.operation.run"].create(
        {
            "kind": "late_interest",
            "date": fields.Date.today(),
            "company_id": env.company.id,
            "partner_ids": [Command.set([partner for partner, _items in groups])],
        }
    )
    run.action_prepare()
    return run.id
