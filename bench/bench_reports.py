"""The reports beside the best SQL for the same figures, and beside OCA's aged balance.

On a portfolio of a million invoices (BENCH_INVOICES names another size), as a user who may see
all of it: cold caches, medians of several turns, each way's figures equal to the cent. Then what
closed history costs, the explorer beside core's list of journal items, and a spreadsheet of all
open items beside its cells written by XlsxWriter alone.
"""

import os
import sys
import time
from datetime import timedelta
from pathlib import Path

from odoo import fields
from odoo.tools import config, date_utils

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.portfolio import double_history, generate  # noqa: E402
from bench.reports import compare, oca, xlsx  # noqa: E402
from bench.reports.addon import AddOn, make_user  # noqa: E402
from bench.reports.raw import Raw, make_indexes  # noqa: E402
from bench.reports.timing import TooLong, at_most, measure, take_memory, take_time  # noqa: E402

INVOICES = int(os.environ.get("BENCH_INVOICES", 1_000_000))
TURNS = int(os.environ.get("BENCH_TURNS", 5))
OCA_SECONDS = 600  # a turn of OCA's report is given up after so long


def run(env):
    """Make the portfolio and print the tables."""
    try:
        wheels = oca.install(env)
    except oca.Unavailable as trouble:
        wheels = None
        print(f"without OCA's report: {trouble}")
    today = fields.Date.today()
    start = time.perf_counter()
    portfolio = generate(env, max(INVOICES // 100, 50), INVOICES, today=today)
    print(f"\n{INVOICES:,} invoices made in {time.perf_counter() - start:.0f} s", flush=True)
    make_indexes(env)
    addon, raw = AddOn(env, make_user(env), today), Raw(env, today)
    env.cr.commit()
    _print_head("SQL")
    figures = _figures(env, addon, raw)
    for name, ways in figures.items():
        _print_pair(env, name, ways)
    if wheels:
        _print_oca(env, raw)
        wheels.cleanup()
    _print_explorer(env, addon)
    xlsx.print_sheet(env, addon)
    start = time.perf_counter()
    closed = double_history(env, portfolio)
    print(
        f"\nwith {closed.invoices:,} older invoices, all paid (made in "
        f"{time.perf_counter() - start:.0f} s)"
    )
    for name, ways in figures.items():
        _print_pair(env, name, ways)


def _print_head(other):
    title = f"milliseconds, median of {TURNS}"
    print(f"\n{title:44}{'rows':>8}{'addon':>9}{other:>9}{'ratio':>8}")


def _figures(env, addon, raw):
    """Return {name: (addon, raw, how their results are compared)}."""
    today = raw.today
    past = date_utils.subtract(today, months=6)
    largest, first = raw.largest(), today - timedelta(days=365)
    figures = {
        "aging today": (lambda: addon.aging(today), lambda: raw.aging(today), compare.rows),
        "aging six months back": (lambda: addon.aging(past), lambda: raw.aging(past), compare.rows),
        "balances": (addon.balances, raw.balances, compare.rows),
        "statement of the largest debtor, a year": (
            lambda: addon.statement(largest, first, today),
            lambda: raw.statement(largest, first, today),
            compare.statements,
        ),
    }
    if "cobranzas.report.forecast" in env:
        figures["forecast, twelve weeks"] = (addon.forecast, raw.forecast, compare.rows)
    return figures


def _print_pair(env, name, ways):
    addon, raw, same = ways
    found = measure(env, {"addon": addon, "raw": raw}, TURNS)
    (spent, result), (least, expected) = found["addon"], found["raw"]
    count = same(result, expected)
    print(f"{name:44}{count:8,}{spent:9.0f}{least:9.0f}{spent / least:8.2f}", flush=True)


def _print_oca(env, raw):
    """Print time and memory of OCA's report, and that its figures agree; one turn each."""
    limit = config["limit_memory_hard"] / 2**20
    print(f"\n{'OCA aged partner balance, one turn':44}{'rows':>8}{'seconds':>9}{'MB':>9}")
    oca.with_index(env, there=True)
    for name, day in {
        "aging today": raw.today,
        "aging six months back": date_utils.subtract(raw.today, months=6),
    }.items():
        try:
            with at_most(OCA_SECONDS):
                (spent, found), grown = take_memory(
                    lambda day=day: take_time(env, lambda: oca.aging(env, day))
                )
        except (TooLong, MemoryError) as trouble:
            env.cr.rollback()
            print(f"{name:44}given up: {type(trouble).__name__} after {OCA_SECONDS} s")
            continue
        count = compare.with_oca(found, raw.aging(day, "company_amount"))
        beyond = f"  more than Odoo's limit, {limit:.0f} MB" if grown > limit else ""
        print(f"{name:44}{count:8,}{spent / 1000:9.1f}{grown:9.0f}{beyond}", flush=True)
    oca.with_index(env, there=False)


def _print_explorer(env, addon):
    """Print the time of the first page of open items, and of core's journal items."""
    _print_head("core")
    found = measure(env, {"addon": addon.explorer, "core": addon.core_explorer}, TURNS)
    (spent, page), (least, core) = found["addon"], found["core"]
    assert page["length"] == core["length"] and len(page["records"]) == len(core["records"])
    name = "first page of the open items, with count"
    print(
        f"{name:44}{len(page['records']):8}{spent:9.0f}{least:9.0f}{spent / least:8.2f}", flush=True
    )
