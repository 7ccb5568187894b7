"""The tables of the load: how fast, how slow at worst, what failed, where it was read."""

import math
from collections import Counter

SHOWN = ("create, own", "create, shared", "post, own", "post, shared", "aging", "board")
READS = """
SELECT xact_commit + xact_rollback, tup_returned FROM pg_stat_database WHERE datname = %s
"""


def quantile(values, share):
    """Return the least of the values that ``share`` of them do not exceed.

    >>> quantile([5, 1, 4, 2, 3], 0.5), quantile([5, 1, 4, 2, 3], 0.99), quantile([7], 0.5)
    (3, 5, 7)
    """
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]


class Activity:
    """How much each PostgreSQL server read from now on."""

    def __init__(self, site, ask):
        self.site, self.ask = site, ask
        self.before = self._read()

    def _read(self):
        servers = {"primary": self.site.server.cluster}
        if self.site.replica and self.site.replica.answers():
            servers["replica"] = self.site.replica
        return {name: self.ask(each, READS, self.site.db) for name, each in servers.items()}

    def lines(self):
        """Transactions and rows read since, of each that still answers."""
        for name, (count, rows) in self._read().items():
            first_count, first_rows = self.before[name]
            yield f"  {name}: {count - first_count:,} transactions, {rows - first_rows:,} rows read"


def print_load(outcome, seconds):
    """Print throughput, quantiles, and the errors that reached somebody."""
    made = len(outcome.answered)
    print(f"  receipts posted: {made} in {seconds:.0f} s = {60 * made / seconds:.1f} a minute")
    print(f"  {'seconds':20}{'count':>8}{'p50':>8}{'p95':>8}{'p99':>8}{'most':>8}{'errors':>8}")
    for what in SHOWN:
        mine = [sample for sample in outcome.samples if sample.what == what]
        good = [sample.seconds for sample in mine if not sample.error]
        failed = len(mine) - len(good)
        cells = [quantile(good, share) for share in (0.5, 0.95, 0.99, 1)] if good else [0] * 4
        print(f"  {what:20}{len(good):8}" + "".join(f"{each:8.2f}" for each in cells), end="")
        print(f"{failed:8}")
    errors = Counter(
        (sample.what, sample.error[:160]) for sample in outcome.samples if sample.error
    )
    for (what, error), count in errors.most_common():
        print(f"  error seen by a person, {count} x {what}: {error}")
    for fault in outcome.faults:
        print(f"  fault: {fault}")


def print_logs(site):
    """Print what the servers tried again unseen, and what they and the proxy complained of."""
    again, complaints = 0, Counter()
    for host in site.hosts:
        for line in host.log.read_text(errors="replace").splitlines():
            again += "tries left, try again" in line
            for level in (" WARNING ", " ERROR ", " CRITICAL "):
                if level in line:
                    complaints[line.partition(level)[2].partition(" ")[2][:150]] += 1
    print(f"  tried again by the servers, unseen: {again}")
    for text, count in complaints.most_common(12):
        print(f"  log, {count} x: {text}")
    for line in site.proxy_log.read_text().splitlines()[:12]:
        print(f"  proxy: {line}")
