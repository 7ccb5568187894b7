"""The first page of the ledger's lists as a cashier, beside the same page without record rules.

On a portfolio of BENCH_INVOICES invoices (300,000: more than a million journal items): the list
with its count, one record read by id, and customers in the order of what they owe.
"""

import os
import sys
from pathlib import Path

from odoo import fields
from odoo.fields import Command

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.portfolio import generate  # noqa: E402
from bench.reports.timing import measure  # noqa: E402

INVOICES = int(os.environ.get("BENCH_INVOICES", 300_000))
TURNS = int(os.environ.get("BENCH_TURNS", 3))
LISTED = {
    "account.move": ("date desc, name desc", "name partner_id amount_total"),
    "account.move.line": ("date desc, move_name desc, id", "name partner_id balance"),
    "account.partial.reconcile": ("id desc", "amount max_date"),
    "account.payment": ("date desc, name desc", "name partner_id amount"),
}
FIGURES = "name cobranzas_balance cobranzas_overdue"


def run(env):
    """Make the portfolio and print the table, in milliseconds."""
    generate(env, max(INVOICES // 100, 50), INVOICES, today=fields.Date.today())
    cashier = env["res.users"].create(
        {
            "name": "Caja",
            "login": "bench-cashier",
            "company_id": env.company.id,
            "company_ids": [Command.set(env.company.ids)],
            "group_ids": [Command.link(env.ref("l10n_cobranzas.group_cobranzas_cashier").id)],
        }
    )
    env.cr.execute("ANALYZE")
    env.cr.commit()
    ruled = env(user=cashier.id, su=False)
    print(f"\n{INVOICES:,} invoices; ms, median of {TURNS}{'':18}{'cashier':>9}{'no rules':>9}")
    for name, (order, names) in LISTED.items():
        first = env[name].search([], order=order, limit=1)
        _print(f"{name}: a page", env, ruled, _page(name, order, names))
        _print(f"{name}: one by id", env, ruled, _record(first, names))
    for title, domain in {"all": [], "that owe": [("cobranzas_balance", ">", 0)]}.items():
        page = _page("res.partner", "cobranzas_balance desc", FIGURES, domain)
        _print(f"customers by balance, {title}", env, ruled, page)


def _page(name, order, names, domain=()):
    """Return what reads the first page of a list, with its count."""
    wanted = {field: {} for field in names.split()}
    return lambda env: env[name].web_search_read(list(domain), wanted, order=order, limit=80)


def _record(record, names):
    """Return what reads one record."""
    return lambda env: env[record._name].browse(record.ids).read(names.split())


def _print(title, env, ruled, call):
    ways = {"ruled": lambda: call(ruled), "free": lambda: call(env)}
    found = measure(env, ways, TURNS)
    print(f"{title:48}{found['ruled'][0]:9.0f}{found['free'][0]:9.0f}", flush=True)
