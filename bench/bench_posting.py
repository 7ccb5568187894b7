"""Eight cashiers posting in one journal and one book, beside Odoo's own payment register.

Processes with connections of their own, each with customers of its own, post receipts that were
made before: one value that pays two documents in full. One of them, eight with a journal and a book
each, eight in the same; then one and eight that register the same payments with Odoo's wizard.
``BENCH_SECONDS`` for each (20), ``BENCH_INVOICES`` in the ledger (20,000), ``BENCH_WORKERS`` (8).
"""

import json
import multiprocessing
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from odoo import api, fields, sql_db
from odoo.fields import Command
from odoo.service.model import retrying
from odoo.tools import SQL

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.cluster.data import OPEN, make_tills  # noqa: E402
from bench.cluster.figures import quantile  # noqa: E402
from bench.portfolio import generate  # noqa: E402

SECONDS = float(os.environ.get("BENCH_SECONDS", 20))
INVOICES = int(os.environ.get("BENCH_INVOICES", 20_000))
WORKERS = int(os.environ.get("BENCH_WORKERS", 8))
DOCUMENTS = 2  # of a receipt
WARM = 2  # postings of each worker before the time runs: caches, connection
MOST = 6  # receipts that a worker posts in a second, at most
LINE = "{:34}{:>9}{:>8}{:>8}{:>8}{:>9}  {}"


def run(env):
    """Make the ledger and print the table."""
    generate(env, max(INVOICES // 30, 2000), INVOICES, today=fields.Date.today())
    measure(env)


def measure(env, cases=None):
    """Measure in a database that has a ledger: the cases, or all of them."""
    groups = _read_groups(env)
    tills = make_tills(env, WORKERS + 1)
    print()
    print(LINE.format("seconds of a posting", "a second", "p50", "p95", "worst", "tries", ""))
    for label, workers, shared, work in cases or CASES:
        count = WARM + int(SECONDS * MOST / workers**0.5)
        share = [[_take(groups) for _n in range(count)] for _worker in range(workers)]
        mine = [tills[-1] if shared else till for till in tills[:workers]]
        jobs = [_prepare(env, work, till, parts) for till, parts in zip(mine, share, strict=True)]
        env.cr.execute("ANALYZE")
        env.cr.commit()
        _print(label, *_run_workers(env, work, jobs))
    _check_numbers(env, tills)


def _print(label, samples, seconds):
    spent = sorted(sample[0] for sample in samples)
    failed = Counter(sample[2] for sample in samples if sample[2])
    done = len(samples) - sum(failed.values())
    told = ", ".join(f"{count} × {what}" for what, count in failed.items())
    tries = max(sample[1] for sample in samples)
    figures = [quantile(spent, share) for share in (0.5, 0.95, 1)]
    row = [f"{done / seconds:.2f}", *(f"{figure:.2f}" for figure in figures), tries]
    print(LINE.format(label, *row, told), flush=True)


# ------------------------------------------------------------------
# What is posted
# ------------------------------------------------------------------


def _read_groups(env):
    """Return [(customer, [(item, residual)])] with as many items as a receipt pays."""
    env.flush_all()
    found = {}
    for partner, item, residual in env.execute_query(SQL(OPEN, env.company.id)):
        found.setdefault(partner, []).append((item, round(residual, 2)))
    parts = []
    for start in range(0, 40, DOCUMENTS):
        for partner, items in found.items():
            if len(items) >= start + DOCUMENTS:
                parts.append((partner, items[start : start + DOCUMENTS]))
    return parts[::-1]


def _take(groups):
    assert groups, "more invoices are needed: BENCH_INVOICES"
    return groups.pop()


def _prepare(env, work, till, parts):
    """Return what a worker works on: receipts to post, or the items to register."""
    journal, book = till
    if work is _register:
        return [(journal, [item for item, _paid in items]) for _partner, items in parts]
    vals_list = [
        {
            "partner_id": partner,
            "date": fields.Date.today(),
            "book_id": book,
            "line_ids": [Command.create({"move_line_id": i, "amount": paid}) for i, paid in items],
            "value_ids": [
                Command.create(
                    {
                        "journal_id": journal,
                        "amount": round(sum(paid for _item, paid in items), 2),
                        "operation_number": "TR",
                    }
                )
            ],
        }
        for partner, items in parts
    ]
    return env["cobranzas.receipt"].create(vals_list).ids


def _post(env, receipt):
    env["cobranzas.receipt"].browse(receipt).action_post()


def _register(env, job):
    journal, items = job
    env["account.payment.register"].with_context(
        active_model="account.move.line", active_ids=items
    ).create(
        {"payment_date": fields.Date.today(), "group_payment": True, "journal_id": journal}
    )._create_payments()


# ------------------------------------------------------------------
# Workers
# ------------------------------------------------------------------


def _run_workers(env, work, jobs):
    """Let a process for each list of jobs work on it; return all samples, and the seconds."""
    ready = multiprocessing.get_context("fork").Barrier(len(jobs))
    with tempfile.TemporaryDirectory() as folder:
        children = []
        for number, mine in enumerate(jobs):
            path = Path(folder) / str(number)
            child = os.fork()
            if not child:
                _work(env, work, mine, ready, path)
            children.append((child, path))
        samples = []
        for child, path in children:
            os.waitpid(child, 0)
            samples += json.loads(path.read_text())
    begun = min(sample[3] - sample[0] for sample in samples)
    return samples, max(sample[3] for sample in samples) - begun


def _work(env, work, jobs, ready, path):
    """In the child: work until the time is over, by connections of its own; never return."""
    # kept: what closes a connection of the parent's would end it there too
    kept = sql_db._Pool, sql_db._Pool_readonly, env.registry._db
    sql_db._Pool = sql_db._Pool_readonly = None
    env.registry._db = sql_db.db_connect(env.cr.dbname)
    samples = []
    try:
        for job in jobs[:WARM]:
            _sample(env, work, job)
        ready.wait()
        start = time.time()
        for job in jobs[WARM:]:
            if time.time() > start + SECONDS:
                break
            samples.append(_sample(env, work, job))
        path.write_text(json.dumps(samples))
    finally:
        os._exit(0 if kept else 1)


def _sample(env, work, job):
    """Do a job as a request does; return seconds, tries, the error's name, and when it ended."""
    begun, tries, error = time.time(), 0, ""
    with env.registry.cursor() as cr:
        mine = api.Environment(cr, env.uid, dict(env.context))

        def attempt():
            nonlocal tries
            tries += 1
            work(mine, job)

        try:
            retrying(attempt, mine)
        except Exception as failure:  # noqa: BLE001  to be counted by its name
            cr.rollback()
            error = f"{type(failure).__name__}: {str(failure)[:80]}"
    return time.time() - begun, tries, error, time.time()


def _check_numbers(env, tills):
    """Fail when a book or a journal has a gap, or an entry does not balance."""
    env.invalidate_all()
    for journal, book in tills:
        numbers = env["cobranzas.receipt"].search(
            [("book_id", "=", book), ("state", "=", "posted")]
        )
        numbers = sorted(numbers.mapped("number"))
        assert numbers == list(range(1, len(numbers) + 1)), "numbers of a book have gaps"
        moves = env["account.move"].search([("journal_id", "=", journal), ("state", "=", "posted")])
        for names in moves.grouped("sequence_prefix").values():
            found = sorted(names.mapped("sequence_number"))
            assert found == list(range(1, len(found) + 1)), "numbers of a journal have gaps"


CASES = (
    ("receipts, one worker", 1, False, _post),
    (f"receipts, {WORKERS} workers, own journals", WORKERS, False, _post),
    (f"receipts, {WORKERS} workers, one journal", WORKERS, True, _post),
    ("core's register, one worker", 1, True, _register),
    (f"core's register, {WORKERS} workers", WORKERS, True, _register),
)
