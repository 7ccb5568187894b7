"""Cashiers who post receipts, readers of aging and board, for a bounded time, all at once."""

import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date

from .client import Client, RequestFailed

PAUSE = 1.0  # seconds somebody waits after an error before going on
TRIES = 60  # of what was not answered, at most


@dataclass
class Outcome:
    """What the load saw.

    :param answered: {key of a receipt: its id} of those whose posting was answered
    :param asked: keys of all receipts begun, answered or not
    """

    samples: list = field(default_factory=list)
    answered: dict = field(default_factory=dict)
    asked: set = field(default_factory=set)
    faults: list = field(default_factory=list)


class Cashier:
    """Makes and posts one receipt after another; after an error looks what was done, as one does.

    :param till: login, journal, book, and whether they are shared
    :param work: [(customer, [(item, amount)])]
    """

    def __init__(self, client, till, work, outcome, phase):
        self.client, self.till, self.work = client, till, work
        self.outcome, self.phase = outcome, phase
        self.kind = "shared" if till["shared"] else "own"

    def warm(self):
        """Let a worker load what it needs, before time is taken."""
        self.client.call("warm", "cobranzas.receipt", "search", [])

    def run(self, until):
        """Go on until the time is over, or the work is done."""
        for number, (partner, items) in enumerate(self.work):
            if time.monotonic() >= until:
                return
            self._receive(f"{self.phase}/{self.till['login']}/{number}", partner, items)

    def _receive(self, key, partner, items):
        self.outcome.asked.add(key)
        receipt = self._insist(lambda: self._create(key, partner, items), lambda: self._find(key))
        if receipt and self._insist(lambda: self._post(receipt), lambda: self._is_posted(receipt)):
            self.outcome.answered[key] = receipt

    def _insist(self, act, look):
        """Do something; after an error, look whether it was done, and else do it again."""
        for attempt in range(TRIES):
            try:
                return (look() if attempt else None) or act()
            except RequestFailed as failure:
                if failure.kind.endswith("UserError"):
                    self.outcome.faults.append(str(failure))
                    return None
                time.sleep(PAUSE)
        self.outcome.faults.append(f"gave up: {self.till['login']}")
        return None

    def _create(self, key, partner, items):
        value = {
            "journal_id": self.till["journal"],
            "amount": round(sum(amount for _item, amount in items), 2),
            "operation_number": key,
        }
        vals = {
            "partner_id": partner,
            "date": str(date.today()),
            "book_id": self.till["book"],
            "line_ids": [(0, 0, {"move_line_id": item, "amount": paid}) for item, paid in items],
            "value_ids": [(0, 0, value)],
        }
        what = f"create, {self.kind}"
        return self.client.call(what, "cobranzas.receipt", "create", [vals])[0]

    def _find(self, key):
        domain = [("value_ids.operation_number", "=", key)]
        found = self.client.call("look", "cobranzas.receipt", "search", domain)
        return found and found[0]

    def _post(self, receipt):
        self.client.call(f"post, {self.kind}", "cobranzas.receipt", "action_post", [receipt])
        return True

    def _is_posted(self, receipt):
        rows = self.client.call("look", "cobranzas.receipt", "read", [receipt], ["state"])
        return rows[0]["state"] == "posted"


class Reader:
    """Reads the aging report and the board in turns."""

    def __init__(self, client, outcome):
        self.client, self.outcome = client, outcome

    def warm(self):
        """Let a worker load what it needs, before time is taken."""
        self.client.call("warm", "cobranzas.dashboard", "get_data")

    def run(self, until):
        """Go on until the time is over."""
        report = None
        for turn in itertools.count():
            if time.monotonic() >= until:
                return
            try:
                report = report or self._open()
                if turn % 2:
                    self.client.call("board", "cobranzas.dashboard", "get_data")
                else:
                    self.client.call("aging", "cobranzas.report", "get_screen", [report])
            except RequestFailed:
                time.sleep(PAUSE)

    def _open(self):
        return self.client.call("open", "cobranzas.report", "action_open", [], "aging")["res_id"]


def warm_up(people):
    """Let every worker load what it needs: all ask at once, so that none is left idle."""
    for _round in range(2):
        with ThreadPoolExecutor(len(people)) as pool:
            list(pool.map(lambda person: person.warm(), people))


def run_load(site, plan, phase, seconds, events=()):
    """Let all of them work for ``seconds``; return the :class:`Outcome` and how long it took.

    :param events: [(seconds after the start, function)], called in their time
    """
    outcome = Outcome()

    def sign_in(login):
        client = Client(site.address, site.db, login, outcome.samples)
        client.sign_in()
        return client

    people = [
        Cashier(sign_in(till["login"]), till, work, outcome, phase)
        for till, work in zip(plan["cashiers"], plan["work"][phase], strict=True)
    ]
    people += [Reader(sign_in(login), outcome) for login in plan["readers"]]
    starter = sign_in(plan["readers"][0])
    warm_up(people)
    start = time.monotonic()
    starter.call("start run", "cobranzas.operation.run", "action_start", [plan["runs"][phase]])
    threads = [threading.Thread(target=each.run, args=(start + seconds,)) for each in people]
    for thread in threads:
        thread.start()
    for after, act in events:
        time.sleep(max(start + after - time.monotonic(), 0))
        act()
    for thread in threads:
        thread.join()
    return outcome, time.monotonic() - start
