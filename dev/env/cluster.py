"""``make cluster``: two Odoo servers on a PostgreSQL primary and its replica, behind a proxy.

The shape of ``docs/scale.md`` on one machine, to try and to measure (``make bench ARGS=cluster``).
The servers share sessions and attachments, as hosts share a folder by NFS. Databases, programs and
folders are apart from the demo's and the tests'. Whatever was started is ended by its id when the
command ends; should the command be killed, Linux ends Odoo and the proxy, `make stop` PostgreSQL.
"""

import contextlib
import http.client
import signal
import sys
import time
from pathlib import Path

from . import demo, postgres, processes, programs, pyenv
from .databases import ALL, DatabaseServer, addon_key
from .replica import Replica
from .steps import SetupError, lock, say

DATABASE = "cobranzas_cluster"
WORKERS = 2  # of each Odoo server, beside one for scheduled actions
PATIENCE = 180  # seconds until a server answers
PROXY = Path(__file__).with_name("proxy.py")


class OdooServer:
    """One Odoo server with workers, as a host of its own would run it."""

    def __init__(self, name, server, db, ports):
        self.name, self.server, self.db = name, server, db
        self.port, self.gevent_port = ports
        self.log = server.home / "log" / f"{db}-{name}.log"
        self.child = None

    def start(self, replica=None):
        """Start it, reading from ``replica`` when there is one; wait with ``wait``."""
        self.log.unlink(missing_ok=True)
        self.child = processes.start(self._command(replica), self.log, self.server.environment())

    def _command(self, replica):
        command = [pyenv.python().parent / "odoo", "server"]
        command += ["-c", self.server.conf(self.db), "-d", self.db, "--proxy-mode"]
        command += [f"--http-port={self.port}", f"--gevent-port={self.gevent_port}"]
        command += [f"--workers={WORKERS}", "--max-cron-threads=1", "--log-level=warn"]
        command += ["--log-handler=odoo.service.model:INFO"]  # tells what it tries again
        if replica:
            link = replica.connection()
            command += [f"--db_replica_host={link['host']}", f"--db_replica_port={link['port']}"]
        return command

    def wait(self):
        """Wait until it answers; raise ``SetupError`` when it ends before."""
        wait_for(self.port, self.child, self.log)

    @property
    def processes(self):
        """The ids of its processes."""
        return [each.pid for each in processes.family(self.child.pid)]

    def kill(self):
        """End it as a power cut would."""
        processes.kill(self.child.pid)
        self.child.wait()

    def stop(self):
        """End it in order."""
        if self.child:
            processes.stop(self.child)


def wait_for(port, child, log):
    """Wait until a server on ``port`` answers, which ``child`` runs."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if child.poll() is not None:
            break
        with contextlib.suppress(OSError, http.client.HTTPException):
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            link.request("GET", "/web/login")
            if link.getresponse().status == 200:
                return
        time.sleep(0.2)
    tail = "\n    ".join(log.read_text(errors="replace").splitlines()[-12:])
    raise SetupError(f"no answer on port {port}:\n    {tail}", f"read {log}")


class Site:
    """Primary, replica, Odoo servers and proxy over one database of the primary.

    :param hosts: how many Odoo servers
    :param replicated: whether there is a replica that they read from
    """

    def __init__(self, server, db, hosts=2, replicated=True):
        self.server, self.db = server, db
        self.port, *rest = demo.free_ports(1 + 2 * hosts)
        pairs = zip(rest[::2], rest[1::2], strict=True)
        self.hosts = [OdooServer(f"host-{n}", server, db, pair) for n, pair in enumerate(pairs, 1)]
        self.replica = Replica(server.cluster) if replicated else None
        self.proxy = None
        self.proxy_log = server.home / "log" / f"{db}-proxy.log"

    @property
    def address(self):
        """Where people go."""
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        """Start all of it and wait until the proxy answers."""
        set_address = "UPDATE ir_config_parameter SET value = %s WHERE key = 'web.base.url'"
        self.server.sql(set_address, [self.address], db=self.db)
        if self.replica:
            self.replica.ensure()
            self.replica.wait()
        say(f"starting {len(self.hosts)} Odoo servers")
        for host in self.hosts:
            host.start(self.replica)
        for host in self.hosts:
            host.wait()
        backends = [f"{host.port}:{host.gevent_port}" for host in self.hosts]
        self.proxy_log.unlink(missing_ok=True)
        command = [sys.executable, PROXY, self.port, *backends]
        self.proxy = processes.start(command, self.proxy_log)
        wait_for(self.port, self.proxy, self.proxy_log)

    def stop(self):
        """Stop all that was started but the primary."""
        for host in self.hosts:
            host.stop()
        if self.proxy:
            processes.stop(self.proxy)
        if self.replica:
            self.replica.stop()

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_failure):
        self.stop()


def primary():
    """The databases of the primary, which is started if need be."""
    if postgres.external():
        raise SetupError(
            "the cluster has PostgreSQL servers of its own, and the PG* variables name another",
            "unset PGHOST, PGHOSTADDR, PGPORT, PGUSER and PGSERVICE",
        )
    return DatabaseServer("cluster", demo.EXTRA)


def _ensure(server):
    """Make the database that people work in; its data stays until the add-on changes."""
    if server.has(DATABASE) and server.note(DATABASE) != addon_key(ALL):
        say("the add-on has changed: making the database again")
        server.drop(DATABASE)
    if not server.has(DATABASE):
        _server, source = demo.pristine("cluster")
        server.compile_assets(source)
        server.clone(source, DATABASE)
        server.set_note(DATABASE, addon_key(ALL))


def banner(site):
    """What runs where, and the logins."""
    hosts = [
        f"  {host.name}       http://127.0.0.1:{host.port}   {WORKERS} workers and 1 for cron"
        for host in site.hosts
    ]
    lines = [
        "",
        f"  {site.address}   the proxy: use this one",
        *hosts,
        f"  primary      psql -h {site.server.cluster.socket} -U {postgres.ROLE} {site.db}",
        f"  replica      psql -h {site.replica.socket} -U {postgres.ROLE} {site.db}",
        f"  logs         {site.server.home / 'log'}",
        "",
        f"  Logins, each its own password: {', '.join(demo.ROLES)}. Ctrl-C stops all of it.",
        "",
    ]
    return "\n".join(lines)


def stop_on_sigterm():
    """Let SIGTERM end the command as Ctrl-C does, so that what it started is stopped."""

    def leave(_signal, _frame):
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, leave)


def main(words):
    """Serve the cluster until Ctrl-C, or until all of its Odoo servers have ended."""
    stop_on_sigterm()
    programs.ensure()
    with lock("cluster-run"):
        server = primary()
        try:
            _ensure(server)
            server.forget_former()
            with Site(server, DATABASE) as site:
                print(banner(site), flush=True)
                while any(host.child.poll() is None for host in site.hosts):
                    time.sleep(1)
                say("both Odoo servers have ended")
        finally:
            server.cluster.stop()
