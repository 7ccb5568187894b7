"""Eight cashiers over the same documents: nothing paid twice, nothing lost (REC-13)."""

import random
import statistics
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from odoo.exceptions import UserError
from odoo.tests import tagged
from tests.transactions import TransactionsCommon

WORKERS, CALLS, DOCUMENTS, ORIGINAL = 8, 6, 50, 100


@tagged("post_install", "-at_install")
class TestManyWorkers(TransactionsCommon):
    def _collect(self, worker):
        rng = random.Random(worker)
        out = []
        for _n in range(CALLS):
            start = time.perf_counter()
            tries = Counter()
            try:
                receipt_id = self._call(lambda env: self._create(env, rng, tries))
                if isinstance(receipt_id, UserError):
                    out.append(("create", str(receipt_id), 0, 0)); continue
                start = time.perf_counter()
                answer = self._call(lambda env: self._post(env, receipt_id, tries))
                out.append(("post", str(answer), time.perf_counter() - start, tries["post"]))
                if not isinstance(answer, UserError) and rng.random() < 0.25:
                    start = time.perf_counter()
                    answer = self._call(lambda env: self._void(env, receipt_id, tries))
                    out.append(("void", str(answer), time.perf_counter() - start, tries["void"]))
            except Exception as e:
                out.append(("ERR", repr(e)+str(getattr(getattr(e,'diag',None),'context','')), time.perf_counter() - start, sum(tries.values())))
        return out

    def _create(self, env, rng, tries):
        tries["create"] += 1
        docs = env["account.move.line"].browse(rng.sample(self.items, rng.randint(3, 8)))
        parts = {d.id: round(rng.uniform(0.05, 0.4) * ORIGINAL, 2) for d in docs}
        parts = {d.id: min(parts[d.id], d.amount_residual) for d in docs if d.amount_residual}
        return env["cobranzas.receipt"].create(self._receipt_vals(parts)).id

    def _post(self, env, receipt_id, tries):
        tries["post"] += 1
        return env["cobranzas.receipt"].browse(receipt_id).action_post()

    def _void(self, env, receipt_id, tries):
        tries["void"] += 1
        return env["cobranzas.receipt"].browse(receipt_id).action_void("2026-02-01", "Error")

    def test_measure(self):
        self.items = self._make_documents(DOCUMENTS, ORIGINAL)
        start = time.perf_counter()
        with ThreadPoolExecutor(WORKERS) as pool:
            rows = [row for rows in pool.map(self._collect, range(WORKERS)) for row in rows]
        print("wall", time.perf_counter() - start)
        for kind in ("create", "post", "void", "ERR"):
            mine = [r for r in rows if r[0] == kind]
            if mine:
                lat = sorted(r[2] for r in mine)
                print(kind, len(mine), Counter(r[1][:12] for r in mine), "tries", sorted(Counter(r[3] for r in mine).items()),
                      "median %.2f p95 %.2f max %.2f" % (statistics.median(lat), lat[int(len(lat)*.95)], lat[-1]))
        for r in rows:
            if r[0] == "ERR" or (r[1] != "True"): print(r)
