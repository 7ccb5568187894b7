"""The credit that customers use beside raw SQL, core and OCA's ``account_financial_risk``.

Of 1,000 customers of a portfolio of a million invoices (BENCH_INVOICES names another size): open
documents, drafts and credits, as booked, equal to the cent; orders and cheques come on top in ours
and core's alone. Then one customer's standing for a decision, from few open documents to many.
"""

import os
import sys
import time
from pathlib import Path

from odoo import fields
from odoo.tools import SQL

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.portfolio import generate  # noqa: E402
from bench.reports import oca  # noqa: E402
from bench.reports.raw import make_indexes  # noqa: E402
from bench.reports.timing import count_queries, measure  # noqa: E402

INVOICES = int(os.environ.get("BENCH_INVOICES", 1_000_000))
TURNS = int(os.environ.get("BENCH_TURNS", 5))
CUSTOMERS = 1000
OCA = "account_financial_risk"
#: the parts that OCA's module sums into its risk
OCA_PARTS = ("invoice_draft", "invoice_open", "invoice_unpaid", "account_amount")

RAW = """
SELECT contact.commercial_partner_id, SUM(
        CASE WHEN item.parent_state = 'posted' THEN item.amount_residual ELSE item.balance END)
  FROM account_move_line item
  JOIN res_partner contact ON contact.id = item.partner_id
  LEFT JOIN account_move draft ON draft.id = item.move_id AND item.parent_state = 'draft'
 WHERE item.account_id IN %(accounts)s AND item.reconciled IS NOT TRUE
   AND contact.commercial_partner_id IN %(customers)s AND item.company_id = %(company)s
   AND (item.parent_state = 'posted'
        OR draft.move_type IN ('out_invoice', 'out_receipt') AND item.balance > 0)
 GROUP BY 1
"""


def run(env):
    """Make the portfolio and print the tables."""
    try:
        wheels = oca.install(env, OCA, ("account-financial-risk",))
    except oca.Unavailable as trouble:
        wheels = None
        print(f"without OCA's module: {trouble}")
    start = time.perf_counter()
    generate(env, max(INVOICES // 100, CUSTOMERS), INVOICES, today=fields.Date.today())
    print(f"\n{INVOICES:,} invoices made in {time.perf_counter() - start:.0f} s", flush=True)
    make_indexes(env)
    _prepare_company(env)
    customers = _find_customers(env)
    _print_exposure(env, customers, bool(wheels))
    _print_standings(env)
    if wheels:
        wheels.cleanup()


def _prepare_company(env):
    """Count at the rate of each document, as the others do."""
    env.company.write(
        {
            "account_use_credit_limit": True,
            "cobranzas_credit_active": True,
            "cobranzas_credit_count_drafts": True,
            "cobranzas_credit_rate_day": "document",
        }
    )
    env.cr.commit()


def _find_customers(env):
    """Return the customers with most open documents."""
    rows = env.execute_query(
        SQL(
            """SELECT contact.commercial_partner_id FROM account_move_line item
            JOIN res_partner contact ON contact.id = item.partner_id
            WHERE item.account_id IN %s AND item.reconciled IS NOT TRUE
            GROUP BY 1 ORDER BY COUNT(*) DESC, 1 LIMIT %s""",
            _get_accounts(env),
            CUSTOMERS,
        )
    )
    return env["res.partner"].browse(customer for (customer,) in rows)


def _get_accounts(env):
    return env["account.account"]._cobranzas_get_receivable_ids()


# ------------------------------------------------------------------
# Exposure
# ------------------------------------------------------------------


def _print_exposure(env, customers, with_oca):
    ways = {
        "addon": lambda: _read_ours(customers),
        "SQL": lambda: _read_raw(env, customers),
        "core": lambda: _read_core(customers),
    }
    if with_oca:
        customers.write({f"risk_{part}_include": True for part in OCA_PARTS})
        ways["OCA"] = lambda: _read_oca(customers)
    env.flush_all()
    env.cr.execute("ANALYZE")  # of the rows just made, as a database has them after a while
    env.cr.commit()
    found = measure(env, {name: count_queries(env, way) for name, way in ways.items()}, TURNS)
    title = f"used credit of {len(customers):,} customers, median of {TURNS}"
    print(f"\n{title:44}{'ms':>9}{'queries':>9}{'x addon':>9}")
    ours = found["addon"][0]
    for name, (spent, (queries, _figures)) in found.items():
        print(f"{name:44}{spent:9.1f}{queries:9,}{spent / ours:9.1f}", flush=True)
    wanted = found["SQL"][1][1]
    for name, (_spent, (_queries, figures)) in found.items():
        _compare(customers, name, figures, wanted)


def _compare(customers, name, figures, wanted):
    """Say for how many customers a way's figures are those of raw SQL, to the cent."""
    same = sum(
        abs(figures.get(each.id, 0) - float(wanted.get(each.id) or 0)) < 0.005 for each in customers
    )
    if name == "addon":
        assert same == len(customers), f"{len(customers) - same} differ from raw SQL"
    print(f"  {name}: {same:,} of {len(customers):,} as raw SQL has them")


def _read_ours(customers):
    found = customers._cobranzas_exposure()
    parts = ("items", "postdated", "drafts", "credits")
    return {
        customer.id: sum(amounts[part] for part in parts) for customer, amounts in found.items()
    }


def _read_raw(env, customers):
    rows = env.execute_query(
        SQL(
            RAW,
            accounts=_get_accounts(env),
            customers=customers._ids,
            company=env.company.id,
        )
    )
    return dict(rows)


def _read_core(customers):
    return {each.id: each.credit + each.credit_to_invoice for each in customers}


def _read_oca(customers):
    return {each.id: each.risk_total for each in customers}


# ------------------------------------------------------------------
# One customer
# ------------------------------------------------------------------


def _print_standings(env):
    """Print what it takes to read one customer's standing, by its number of open documents."""
    titles = ("ms", "queries", "late, ms", "queries")
    title = "standing of one customer, open documents"
    print(f"\n{title:44}" + "".join(f"{each:>9}" for each in titles))
    reader, today = env["cobranzas.credit.reader"], fields.Date.today()
    for customer, count in _find_sizes(env):
        ways = {
            late_only: count_queries(
                env,
                lambda customer=customer, late_only=late_only: reader._read_standings(
                    customer, env.company, today, late_only
                ),
            )
            for late_only in (False, True)
        }
        line = "".join(
            f"{spent:9.1f}{queries:9,}"
            for spent, (queries, _standings) in measure(env, ways, TURNS).values()
        )
        print(f"{count:44,}{line}", flush=True)


def _find_sizes(env):
    """Return (customer, its open documents) of the smallest, a middle and the largest."""
    rows = env.execute_query(
        SQL(
            """SELECT contact.commercial_partner_id, COUNT(*) FROM account_move_line item
            JOIN res_partner contact ON contact.id = item.partner_id
            WHERE item.account_id IN %s AND item.reconciled IS NOT TRUE
                AND item.parent_state = 'posted' AND item.amount_residual > 0
            GROUP BY 1 ORDER BY 2, 1""",
            _get_accounts(env),
        )
    )
    chosen = [rows[0], rows[len(rows) // 2], rows[-1]]
    return [(env["res.partner"].browse(customer), count) for customer, count in chosen]
