"""Confirming an order with credit control beside core's own confirmation.

Of customers with 10, 100, 1,000 and 10,000 open documents, none of them late, the order within the
limit: each turn confirms a new order without control and another with it.
"""

import os
import statistics
import sys
import time
from pathlib import Path

from odoo import fields
from odoo.fields import Command
from odoo.tools import SQL

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.portfolio import generate  # noqa: E402
from bench.portfolio.generate import vacuum  # noqa: E402

TURNS = int(os.environ.get("BENCH_TURNS", 7))
SIZES = (10, 100, 1000, 10_000)
INVOICES = 40_000
LIMIT = 10**12
ZONE = "America/Santiago"


def run(env):
    """Make the portfolio and print the table."""
    generate(env, INVOICES // 100, INVOICES, today=fields.Date.today())
    env = env(context={**env["res.users"].context_get(), "tz": ZONE})  # as a client sends it
    env.company.write({"cobranzas_credit_on_order": "control"})
    print(
        f"\n{'open documents':>16}{'core, ms':>10}{'ours, ms':>10}{'more, ms':>10}{'queries':>18}"
    )
    for customer, count in _make_customers(env):
        spent, queries = _confirm(env, customer)
        core, ours = (statistics.median(spent[active]) for active in (False, True))
        counted = f"{queries[False]} and {queries[True]}"
        print(f"{count:16,}{core:10.1f}{ours:10.1f}{ours - core:10.1f}{counted:>18}", flush=True)


def _make_customers(env):
    """Give open debts of the portfolio to customers of these sizes, due later; return them."""
    accounts = env["account.account"]._cobranzas_get_receivable_ids()
    items = env.execute_query(
        SQL(
            """SELECT id, move_id FROM account_move_line WHERE account_id IN %s
            AND reconciled IS NOT TRUE AND parent_state = 'posted' AND amount_residual > 0
            ORDER BY id LIMIT %s""",
            accounts,
            sum(SIZES),
        )
    )
    customers = []
    for size in SIZES:
        given, items = items[:size], items[size:]
        vals = {"name": f"Cliente {size}", "credit_limit": LIMIT}
        customer = env["res.partner"].create(vals)
        ids, moves = (tuple(each) for each in zip(*given, strict=True))
        env.execute_query(
            SQL(
                """UPDATE account_move_line SET partner_id = %s, date_maturity = %s
                WHERE id IN %s RETURNING id""",
                customer.id,
                fields.Date.add(fields.Date.today(), days=30),
                ids,
            )
        )
        env.execute_query(
            SQL(
                """UPDATE account_move SET partner_id = %(partner)s,
                commercial_partner_id = %(partner)s WHERE id IN %(moves)s RETURNING id""",
                partner=customer.id,
                moves=moves,
            )
        )
        customers.append((customer, len(given)))
    env.cr.commit()
    vacuum(env)
    env.invalidate_all()
    return customers


def _confirm(env, customer):
    """Return {whether control is on: [ms]} and {…: queries of the last turn}."""
    product = env["product.product"].create({"name": "x", "type": "service"})
    spent, queries = {False: [], True: []}, {}
    for turn in range(TURNS + 1):
        for active in (False, True) if turn % 2 else (True, False):
            env.company.cobranzas_credit_active = active
            order = env["sale.order"].create(
                {
                    "partner_id": customer.id,
                    "order_line": [Command.create({"product_id": product.id, "price_unit": 1})],
                }
            )
            env.cr.commit()
            env.invalidate_all()
            before, start = env.cr.sql_log_count, time.perf_counter()
            order.action_confirm()
            env.flush_all()
            taken = (time.perf_counter() - start) * 1000
            queries[active] = env.cr.sql_log_count - before
            env.cr.rollback()
            if turn:  # the first one warms up
                spent[active].append(taken)
    return spent, queries
