"""A streaming replica of a private PostgreSQL cluster, copied anew each time it is started."""

import shutil
import time
from pathlib import Path

from . import processes
from .databases import connect
from .postgres import PORT, ROLE, Cluster
from .steps import SetupError, lock, say

PATIENCE = 60  # seconds until it has caught up


class Replica(Cluster):
    """The hot standby of ``primary``, which runs; it listens on a unix socket of its own."""

    def __init__(self, primary):
        super().__init__("cluster-replica")
        self.primary = primary

    def ensure(self):
        """Copy the primary and start the copy; what was there of an earlier one goes."""
        with lock(f"postgres-{self.name}"):
            self.stop()
            self._copy(Path((self.primary.home / "version").read_text().strip()))
        return self

    def _copy(self, programs):
        say("copying the primary to a replica")
        self._folder(self.home)
        self._folder(self.socket)
        shutil.rmtree(self.data, ignore_errors=True)
        link = ("-h", self.primary.socket, "-p", PORT, "-U", ROLE)
        self._run(
            *(programs / "pg_basebackup", *link, "-D", self.data),
            *("-R", "-X", "stream", "-c", "fast"),
            what="copying the primary",
        )
        self._launch(programs)
        (self.home / "version").write_text(f"{programs}\n")

    def kill(self):
        """End it as a power cut would (kill -9 of each of its processes, by its id)."""
        pid = int((self.data / "postmaster.pid").read_text().split()[0])
        processes.kill(pid)

    def wait(self):
        """Wait until it has what the primary has now; raise ``SetupError`` when it never comes."""
        (goal,) = self._ask(self.primary, "SELECT pg_current_wal_lsn()")
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            (reached,) = self._ask(self, "SELECT pg_last_wal_replay_lsn() >= %s", [goal])
            if reached:
                return
            time.sleep(0.05)
        raise SetupError("the replica does not follow the primary", f"read {self.home}/log")

    @staticmethod
    def _ask(cluster, query, values=None):
        with connect(cluster) as cursor:
            cursor.execute(query, values)
            return cursor.fetchone()
