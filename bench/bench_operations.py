"""Applying many credits at once beside Odoo's own reconciliation, on the same pairs in one run.

The work: every customer has a hundred open debts and ten credits, each of which pays two and a
half of them. The add-on prepares a month-end run and books it, one operation a customer; Odoo's
``reconcile()`` gets the items of one customer after another, in the order of their due dates, as
its own screen does. Cold caches, everything flushed. ``BENCH_CREDITS`` tries it smaller.
"""

import os
import time
from datetime import date, timedelta

from odoo import Command
from odoo.tools import SQL

CREDITS = int(os.environ.get("BENCH_CREDITS", "10000"))
PER_CUSTOMER = 10  # credits
DEBTS = 100  # of a customer
DAY = date(2026, 3, 31)
GROWING = (
    "res_partner",
    "account_move",
    "account_move_line",
    "account_partial_reconcile",
    "cobranzas_operation",
    "cobranzas_operation_line",
)


def run(env):
    """Print the seconds of both, their ratio, and how the add-on's grow with the size."""
    env["account.chart.template"].try_loading(
        "generic_coa", company=env.company, install_demo=False
    )
    customers = CREDITS // PER_CUSTOMER
    batches = _make_customers(env, 4 * customers)
    batches = [batches[:customers], batches[customers : 2 * customers], batches[2 * customers :]]
    print(f"\nseconds to apply {CREDITS} credits against {customers * DEBTS} open debts")
    core = _time(env, _reconcile, batches[0])
    once = _time(env, _apply, batches[1])
    twice = _time(env, _apply, batches[2])
    print(f"{'reconcile() per customer':34}{core[0]:10.1f}{core[1]:12} queries")
    for label, (seconds, queries) in (("month-end run", once), ("... of twice the size", twice)):
        print(f"{label:34}{seconds:10.1f}{queries:12} queries")
    print(f"{'run / reconcile()':34}{once[0] / core[0]:10.2f}")
    print(f"{'twice the size / once':34}{twice[0] / once[0]:10.2f}")


def _time(env, way, partners):
    """Return seconds and queries of one way on these customers, and check what it left."""
    env.flush_all()
    env.invalidate_all()
    env.cr.execute(f"ANALYZE {', '.join(GROWING)}")  # as a server with autovacuum would know them
    env.cr.commit()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    way(env, partners)
    env.flush_all()
    spent, asked = time.perf_counter() - start, env.cr.sql_log_count - queries
    env.cr.commit()
    left = env["account.move.line"].search_count(
        [
            ("partner_id", "in", partners),
            ("account_type", "=", "asset_receivable"),
            ("amount_residual", "<", 0),
        ]
    )
    assert not left, f"{left} credits were not applied"
    return spent, asked


def _apply(env, partners):
    steps = [time.perf_counter()]
    bench = env["cobranzas.operation.run"].create(
        {"kind": "application", "date": DAY, "partner_ids": [Command.set(partners)]}
    )
    bench.action_prepare()
    env.flush_all()
    steps.append(time.perf_counter())
    bench.action_start()
    env["cobranzas.operation.run"]._cron_run()
    steps.append(time.perf_counter())
    assert bench.state == "done", bench.state
    assert not bench.failed_count, bench.line_ids.mapped("reason")
    print(f"  list {steps[1] - steps[0]:.1f} s, booking {steps[2] - steps[1]:.1f} s")


def _reconcile(env, partners):
    items = env["account.move.line"]
    for partner in partners:
        found = items.search(
            [
                ("partner_id", "=", partner),
                ("account_type", "=", "asset_receivable"),
                ("reconciled", "=", False),
            ]
        )
        found.sorted(lambda item: (item.date_maturity, item.id)).reconcile()
        env.cr.commit()


# ----------------------------------------------------------------------
# Customers: one is made by Odoo, the others are copies of its rows
# ----------------------------------------------------------------------


def _make_customers(env, count):
    """Return ids of customers with open items, in one entry each."""
    move = _make_entry(env)
    env.flush_all()
    ids = {}
    for table in ("res_partner", "account_move", "account_move_line"):
        env.cr.execute(SQL("SELECT MAX(id) FROM %s", SQL.identifier(table)))
        ids[table] = env.cr.fetchone()[0]
    own = {
        "res_partner": {
            "id": "%(res_partner)s + n",
            "commercial_partner_id": "%(res_partner)s + n",
            "name": "name || n",
            "complete_name": "name || n",
        },
        "account_move": {
            "id": "%(account_move)s + n",
            "name": "name || '-' || n",
            "sequence_number": "sequence_number + n",
            "partner_id": "%(res_partner)s + n",
            "commercial_partner_id": "%(res_partner)s + n",
        },
        "account_move_line": {
            "id": "%(account_move_line)s + n * 1000 + id - %(first)s",
            "move_id": "%(account_move)s + n",
            "move_name": "move_name || '-' || n",
            "partner_id": "%(res_partner)s + n",
        },
    }
    sources = {
        "res_partner": move.partner_id.ids,
        "account_move": move.ids,
        "account_move_line": move.line_ids.ids,
    }
    numbers = {**ids, "first": min(move.line_ids.ids)}
    for table, columns in own.items():
        _copy_rows(env, table, sources[table], columns, numbers, count)
    env.cr.commit()
    return [ids["res_partner"] + number for number in range(1, count + 1)]


def _copy_rows(env, table, sources, columns, numbers, count):
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns "
        "WHERE table_name = %s AND is_generated = 'NEVER'",
        (table,),
    )
    names = [name for (name,) in env.cr.fetchall()]
    values = ", ".join(columns.get(name, f'"{name}"') % numbers for name in names)
    quoted = ", ".join(f'"{name}"' for name in names)
    env.cr.execute(
        f"INSERT INTO {table} ({quoted}) SELECT {values} FROM {table}, "
        f"generate_series(1, {int(count)}) AS n WHERE id IN %s",
        (tuple(sources),),
    )
    env.cr.execute(f"SELECT setval('{table}_id_seq', (SELECT MAX(id) FROM {table}))")


def _make_entry(env):
    """Return a posted entry with the open items of one customer."""
    partner = env["res.partner"].create({"name": "Cliente "})
    receivable = partner.property_account_receivable_id
    other = env["account.account"].search([("account_type", "=", "income")], limit=1)
    amounts = [(100.0, n) for n in range(DEBTS)] + [(-250.0, n) for n in range(PER_CUSTOMER)]
    lines = [
        {
            "account_id": receivable.id,
            "partner_id": partner.id,
            "balance": amount,
            "date_maturity": date(2026, 1, 10) + timedelta(days=n),
        }
        for amount, n in amounts
    ]
    lines.append({"account_id": other.id, "balance": -sum(amount for amount, _n in amounts)})
    move = env["account.move"].create(
        {
            "date": date(2026, 1, 10),
            "partner_id": partner.id,
            "line_ids": [Command.create(vals) for vals in lines],
        }
    )
    move.action_post()
    return move
