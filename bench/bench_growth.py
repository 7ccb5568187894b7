"""Server time and queries of every screen, from ten thousand invoices to a million.

``make bench ARGS=growth``: each list of the menus with the filters it opens with, each report as it
opens, board, and the screens of one debtor with about 100 open items, as a manager with cold
caches. On portfolios of BENCH_SIZES invoices (10000,100000,1000000) of BENCH_DEBTORS debtors
(10,000), then with twice the history, all of it paid: what still grows there reads history.
"""

import os
import sys
import time
from pathlib import Path

from odoo import fields
from odoo.tools import SQL

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.growth.screens import find_debtor, get_screens  # noqa: E402
from bench.portfolio import double_history, generate  # noqa: E402
from bench.reports.addon import make_user  # noqa: E402
from bench.reports.timing import count_queries, measure  # noqa: E402

SIZES = [int(each) for each in os.environ.get("BENCH_SIZES", "10000,100000,1000000").split(",")]
DEBTORS = int(os.environ.get("BENCH_DEBTORS", 10_000))
TURNS = int(os.environ.get("BENCH_TURNS", 3))
ITEMS = 100  # open items of the debtor looked at
OPEN = """
SELECT count(*) FROM account_move_line
 WHERE reconciled IS NOT TRUE AND parent_state = 'posted'
   AND (amount_residual <> 0 OR amount_residual_currency <> 0)
"""


def run(env):
    """Make the portfolios and print the table, in milliseconds and queries."""
    found, heads, made, portfolio = {}, [], 0, None
    manager = None
    for seed, size in enumerate(SIZES, 1):
        start = time.perf_counter()
        portfolio = generate(env, DEBTORS, size - made, seed=seed, today=fields.Date.today())
        made = size
        manager = manager or make_user(env)
        _take(env, manager, found, heads, f"{size:,}", start)
    start = time.perf_counter()
    double_history(env, portfolio)
    _take(env, manager, found, heads, "and history", start)
    print(f"\nms (queries), median of {TURNS}; {DEBTORS:,} debtors")
    print(f"{'screen':52}" + "".join(f"{head:>16}" for head in heads))
    for title, cells in found.items():
        print(f"{title[:51]:52}" + "".join(f"{cells.get(head, ''):>16}" for head in heads))


def _take(env, manager, found, heads, head, start):
    """Add a column to the table.

    :param found: {title of a screen: {head of a column: its cell}}
    """
    heads.append(head)
    ours = env(user=manager.id, su=False, context={"lang": "en_US", "tz": "America/Santiago"})
    debtor, items = find_debtor(env, ITEMS)
    [[left]] = env.execute_query(SQL(OPEN))
    print(
        f"{head}: {left:,} open items, {items} of the debtor; made in "
        f"{time.perf_counter() - start:.0f} s",
        flush=True,
    )
    screens = get_screens(ours, debtor)
    env.cr.commit()
    for title, way in screens.items():
        result = measure(env, {title: count_queries(ours, way)}, TURNS)
        spent, (queries, _shown) = result[title]
        found.setdefault(title, {})[head] = f"{spent:,.0f} ({queries})"
