"""Eight cashiers, four readers and a month-end run at once: on one server, and on the cluster.

``make bench ARGS=cluster``: each load lasts BENCH_SECONDS (60), on BENCH_INVOICES (20,000).

- one Odoo server without a replica;
- two Odoo servers with a replica, behind the proxy;
- the same, the server that works on the run being killed after a third of the time (kill -9 of
  all its processes), the replica after two thirds.

A cashier makes a receipt and posts it, by a session of its own; four have a journal and a book
each, four share one. After an error a cashier looks whether it was done, as somebody would, and
does it again if it was not. Afterwards: was each answered posting kept, once; do entries balance,
residuals follow from partials, numbers follow one another. The exit code tells whether all holds.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "dev")]

from bench.cluster import figures, invariants  # noqa: E402
from bench.cluster.load import run_load  # noqa: E402

from env import cluster, programs  # noqa: E402
from env.databases import connect  # noqa: E402
from env.steps import SetupError, lock, say  # noqa: E402

INVOICES = int(os.environ.get("BENCH_INVOICES", 20_000))
SECONDS = int(os.environ.get("BENCH_SECONDS", 60))
PHASES = ("one server", "cluster", "cluster, with kills")
WAITING = 180  # seconds that the run may take after the load
SCRIPT = """
import runpy
runpy.run_path({path!r})["prepare"](env, {plan!r}, {invoices}, {phases})
"""
LEFT = """
SELECT run.state, count(*) FILTER (WHERE line.state = 'pending'),
       count(*) FILTER (WHERE line.state = 'done'), count(*) FILTER (WHERE line.state = 'failed')
  FROM cobranzas_operation_run AS run
  JOIN cobranzas_operation_run_line AS line ON line.run_id = run.id
 WHERE run.id = %s GROUP BY run.state
"""
CRON_WORKERS = """
SELECT DISTINCT application_name FROM pg_stat_activity
 WHERE datname = 'postgres' AND application_name LIKE 'odoo-%%'
"""
BUSY = """
SELECT DISTINCT application_name FROM pg_stat_activity
 WHERE datname = %s AND xact_start IS NOT NULL AND application_name = ANY (%s)
"""


def main():
    """Run the three loads; return the exit code."""
    cluster.stop_on_sigterm()
    programs.ensure()
    with lock("cluster-run"):
        server = cluster.primary()
        try:
            return _measure(server)
        finally:
            server.cluster.stop()


def _measure(server):
    source = server.ensure()
    server.forget_former()
    db = server.throwaway(source)
    try:
        plan = _prepare(server, db)
        wrong = [_run_phase(server, db, plan, phase) for phase in range(len(PHASES))]
    finally:
        server.drop(db)
    return int(any(wrong))


def _prepare(server, db):
    say(f"making {INVOICES:,} invoices")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.json"
        script = SCRIPT.format(
            path=str(ROOT / "bench/cluster/data.py"),
            plan=str(path),
            invoices=INVOICES,
            phases=len(PHASES),
        )
        if server.shell(db, script=script) or not path.is_file():
            raise SetupError("the portfolio could not be made", "see above")
        return json.loads(path.read_text())


def _run_phase(server, db, plan, phase):
    """Run one load, print what it gave, and tell whether something is wrong."""
    hosts, replicated = (1, False) if phase == 0 else (2, True)
    with cluster.Site(server, db, hosts, replicated) as site:
        load = os.getloadavg()[0]
        print(f"\n{PHASES[phase]}: {SECONDS} s; load of the machine before: {load:.1f}", flush=True)
        kills = Kills(site) if phase == 2 else None
        activity = figures.Activity(site, ask)
        events = kills.events() if kills else ()
        outcome, seconds = run_load(site, plan, phase, SECONDS, events)
        figures.print_load(outcome, seconds)
        print("\n".join(activity.lines()))
        wrong = _wait_for_run(server, db, plan["runs"][phase], kills)
        figures.print_logs(site)
    wrong += invariants.check(server, db, plan, phase, outcome) + outcome.faults
    print("  invariants: " + ("; ".join(wrong[:10]) or "all hold"), flush=True)
    return bool(wrong)


def _wait_for_run(server, db, run, kills):
    """Wait until the month-end run is done; return what is wrong with it, in words."""
    start = time.monotonic()
    told = ""
    while time.monotonic() < start + WAITING:
        state, pending, done, failed = server.sql(LEFT, [run], db=db)[0]
        told = told or f"{done} of {pending + done + failed} items at the end of the load"
        if state == "done":
            print(f"  month-end run: {told}; done {time.monotonic() - start:.0f} s later,", end="")
            print(f" {done} booked, {failed} failed" + (", by the server left" if kills else ""))
            return [f"the run left {failed} items failed"] if failed else []
        time.sleep(0.5)
    print(f"  month-end run: {told}; {pending} items left")
    return ["the month-end run is not done"]


def ask(postgres, query, *values):
    """Return the first row that a PostgreSQL server answers."""
    with connect(postgres) as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()


class Kills:
    """Ends the server that works on the run, and the replica, as power cuts would."""

    def __init__(self, site):
        self.site = site
        self.server = site.server

    def events(self):
        """When to kill what."""
        return [(SECONDS / 3, self._kill_host), (2 * SECONDS / 3, self._kill_replica)]

    def _kill_host(self):
        host, why = self._find_host()
        ids = host.processes
        host.kill()
        print(f"  killed: {host.name} ({len(ids)} processes), which {why}", flush=True)

    def _kill_replica(self):
        self.site.replica.kill()
        print("  killed: the replica", flush=True)

    def _find_host(self):
        """Return the server whose worker for scheduled actions is in a transaction."""
        names = [name for (name,) in self.server.sql(CRON_WORKERS)]
        for _try in range(50):
            busy = self.server.sql(BUSY, [self.site.db, names])
            ids = {int(name.rpartition("-")[2]) for (name,) in busy}
            for host in self.site.hosts:
                if ids & set(host.processes):
                    return host, "was working on the run"
            time.sleep(0.1)
        return self.site.hosts[0], "was not seen working on the run"
