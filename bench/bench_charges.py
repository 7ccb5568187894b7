"""Late interest of many overdue items, and what proposing charges costs a receipt (CHG).

Interest: of BENCH_ITEMS items (100,000), each paid in part three times, computed as a month-end run
does; and of half of them, to see whether it is linear.

Receipts: of BENCH_DOCUMENTS documents (200) and three values, the three proposals on *ask* beside
*never*, in turns in the same run, the least of BENCH_TURNS calls: on customers with nothing to
charge, and on customers where late interest is on every document, and a difference of rates or
alternative dates on each. Saving, what the form answers to another date, and posting; where there
are charges, posting makes their notes. *core alone* is what Odoo by itself needs to make and post
invoices of the same lines, in one batch: no receipt that makes them is quicker than *never* and
that. Cold caches, everything flushed.
"""

import os
import sys
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.charges import receipts  # noqa: E402
from bench.charges.items import PARTIALS, make_items  # noqa: E402

ITEMS = int(os.environ.get("BENCH_ITEMS", "100000"))
DOCUMENTS = int(os.environ.get("BENCH_DOCUMENTS", "200"))
TURNS = int(os.environ.get("BENCH_TURNS", "3"))
UNTIL = date(2026, 4, 30)
MODES = ("never", "ask")
STEPS = ("save", "form", "post")
GROWING = ("account_move", "account_move_line", "account_partial_reconcile", "cobranzas_charge")


def run(env):
    """Print the tables."""
    env["account.chart.template"].try_loading(
        "generic_coa", company=env.company, install_demo=False
    )
    policy = env["cobranzas.interest.policy"].create({"name": "3 % mensual", "rate": 3})
    if ITEMS:
        _print_interest(env, policy)
    if DOCUMENTS:
        _print_receipts(env, policy)


# ----------------------------------------------------------------------
# Interest
# ----------------------------------------------------------------------


def _print_interest(env, policy):
    ids = make_items(env, ITEMS, policy)
    print(f"\ninterest of overdue items with {PARTIALS} partials each, least of {TURNS}")
    print(f"{'items':>10}{'partials':>10}{'rows':>10}{'seconds':>10}{'rows/s':>10}{'queries':>10}")
    sizes = (ids[: len(ids) // 2], ids)
    samples = [[_time_interest(env, part) for part in sizes] for _turn in range(TURNS)]
    least = [min(each) for each in zip(*samples, strict=True)]
    for part, (seconds, rows, queries) in zip(sizes, least, strict=True):
        print(f"{len(part):10,}{PARTIALS * len(part):10,}{rows:10,}{seconds:10.1f}", end="")
        print(f"{rows / seconds:10,.0f}{queries:10}")
    print(f"whole / half: {least[1][0] / least[0][0]:.2f}")


def _time_interest(env, ids):
    """Return seconds, rows and queries of the interest of items until a day."""
    _cool(env)
    items = env["account.move.line"].browse(ids)
    queries, start = env.cr.sql_log_count, time.perf_counter()
    found = items._cobranzas_get_interests(UNTIL)
    spent, asked = time.perf_counter() - start, env.cr.sql_log_count - queries
    rows = sum(len(interest.segments) for interest in found.values())
    assert rows >= len(ids) * (PARTIALS + 1), f"{rows} rows of {len(ids)} items"
    return spent, rows, asked


# ----------------------------------------------------------------------
# Receipts
# ----------------------------------------------------------------------


def _print_receipts(env, policy):
    dollar, term = receipts.prepare(env)
    kinds = {
        "nothing to charge": None,
        "all charged": (policy, dollar, term),
    }
    print(f"\nreceipt of {DOCUMENTS} documents, milliseconds (queries), least of {TURNS}")
    print(f"{'':28}{'never':>18}{'ask':>18}{'ratio':>8}{'core alone':>18}")
    for title, charged in kinds.items():
        found = _measure(env, charged)
        for number, step in enumerate(STEPS):
            without, asked = (found[mode][number] for mode in MODES)
            print(f"{title + ': ' + step:28}{_cell(without)}{_cell(asked)}", end="")
            core = _cell(found["core"][0]) if charged and step == "post" else ""
            print(f"{asked[0] / without[0]:8.2f}{core}", flush=True)


def _cell(sample):
    return f"{sample[0]:10.0f}{f'({sample[1]})':>8}"


def _measure(env, charged):
    """Return {mode: [(milliseconds, queries) of each step]}, the least of the turns.

    Where there are charges, ``core`` is a mode of one step.
    """
    groups = receipts.make_customers(env, 2 * TURNS, DOCUMENTS, charged)
    samples = {mode: [] for mode in MODES}
    for turn in range(TURNS):
        for mode in MODES if turn % 2 else MODES[::-1]:
            receipts.set_mode(env, mode)
            charges = bool(charged) and mode == "ask"
            receipt, steps = _time_receipt(env, groups.pop(), charges)
            samples[mode].append(steps)
            if charges:
                samples.setdefault("core", []).append([_time_core(env, receipt)])
    return {
        mode: [min(each) for each in zip(*found, strict=True)] for mode, found in samples.items()
    }


def _time_receipt(env, group, charges):
    """Return the receipt and (milliseconds, queries) of each step; check what they left."""
    vals = receipts.prepare_vals(env, group)
    receipt, save = _time(env, lambda: env["cobranzas.receipt"].create(vals))
    rows = receipt._get_charges()
    assert len(rows) == (2 * len(group[1]) if charges else 0), f"{len(rows)} charges proposed"
    spec = _get_spec(env)
    typed = {"date": "2026-03-03"}
    _answer, form = _time(env, lambda: receipt.onchange(typed, ["date"], spec))
    _done, post = _time(env, receipt.action_post)
    assert bool(receipt.charge_operation_ids) == charges, "notes were not made as proposed"
    items = env["account.move.line"].browse(group[1])
    assert not any(items.mapped("amount_residual")), "something was left unpaid"
    return receipt, (save, form, post)


def _time_core(env, receipt):
    """Return (milliseconds, queries) of invoices with the lines of a receipt's notes."""
    notes = receipt.charge_operation_ids.move_ids.filtered("invoice_date")
    vals_list = [receipts.prepare_copy(note) for note in notes]
    moves = env["account.move"].with_context(tracking_disable=True)
    made, sample = _time(env, lambda: moves.create(vals_list)._post(soft=False))
    assert made.mapped("amount_total") == notes.mapped("amount_total"), "they are other notes"
    return sample


def _get_spec(env):
    """Return what a form asks for: totals, documents, values and charges."""
    names = ("date", "amount_difference", "amount_charges", "amount_documents", "charge_warning")
    lists = {
        "line_ids": ("move_line_id", "amount"),
        "value_ids": ("amount",),
        "adjustment_ids": ("move_line_id", "amount", "is_selected", "is_collected"),
        "exchange_ids": ("move_line_id", "amount", "is_selected"),
        "interest_ids": ("move_line_id", "amount", "amount_total", "is_selected"),
    }
    spec = {name: {} for name in names}
    return spec | {name: {"fields": {each: {} for each in of}} for name, of in lists.items()}


def _time(env, call):
    _cool(env)
    queries, start = env.cr.sql_log_count, time.perf_counter()
    result = call()
    env.flush_all()
    spent, asked = time.perf_counter() - start, env.cr.sql_log_count - queries
    env.cr.commit()
    return result, (spent * 1000, asked)


def _cool(env):
    env.flush_all()
    env.invalidate_all()
    env.cr.execute(f"ANALYZE {', '.join(GROWING)}")  # as a server with autovacuum would know them
    env.cr.commit()
