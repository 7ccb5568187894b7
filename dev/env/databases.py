"""Databases cloned from cached templates.

``cobranzas_base_H``  Odoo with the add-on's dependencies and Spanish; H hashes the dependencies
``cobranzas_test_K``  a clone of it with the add-on installed; K hashes the add-on's files
``..._run_PID_N``     a clone of that for one run, dropped at its end

All have the providers that simulate payments online and that take bank transfers; none has Odoo's
demo data. The demo's databases have the same shape on the demo's own server. Each run works on its
own clone, so runs at the same time do not disturb each other.
"""

import ast
import atexit
import contextlib
import hashlib
import itertools
import os
import shutil
import signal
import subprocess
import sys
import time

import psycopg2

from . import postgres, prerequisites, pyenv
from .paths import ADDON, CACHE, MODULE, ROOT
from .server import VERSION
from .steps import SetupError, lock, say

PROVIDERS = ("payment_custom", "payment_demo")  # payments online, without a network
LANGUAGES = "en_US,es_ES,es_419"  # the first is the one users start with
KEPT = 12  # databases of former states of the add-on kept on a server: several checkouts share it
RUN = "cobranzas_run_"
SKIPPED = ("engine",)  # plain Python, no models: a change there needs no new installation
ALL = ()  # skip nothing
COMPILE_ASSETS = """
qweb = env["ir.qweb"]
for name in (
    "web.assets_web",
    "web.assets_tests",
    "web.assets_unit_tests_setup",
    "web.assets_unit_tests",
    "web.assets_web_print",
    "web.assets_frontend",
    "web.report_assets_common",
    "web.report_assets_pdf",
    "bus.websocket_worker_assets",
):
    qweb._get_asset_bundle(name, css=False, js=True).js()
    qweb._get_asset_bundle(name, css=True, js=False).css()
env.cr.commit()
"""
_serial = itertools.count(1)


def manifest():
    """The add-on's manifest."""
    return ast.literal_eval((ADDON / "__manifest__.py").read_text())


def _digest(*parts):
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:10]


def addon_files(skipped=SKIPPED):
    """The files of the add-on whose change asks for a fresh installation."""
    for path in sorted(ADDON.rglob("*")):
        parts = path.relative_to(ADDON).parts
        if path.is_file() and "__pycache__" not in parts and parts[0] not in skipped:
            yield path


def addon_key(skipped=SKIPPED):
    """A hash of the add-on's files."""
    digest = hashlib.sha256()
    for path in addon_files(skipped):
        digest.update(str(path.relative_to(ADDON)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:10]


def _alive(pid):
    """Whether a process of this machine lives."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


@contextlib.contextmanager
def connect(cluster, db="postgres"):
    """Yield a cursor of a PostgreSQL server, outside a transaction."""
    with contextlib.closing(psycopg2.connect(dbname=db, **cluster.connection())) as link:
        link.autocommit = True
        with link.cursor() as cursor:
            yield cursor


class DatabaseServer:
    """The databases of one PostgreSQL server, with their filestores, configuration files and logs.

    :param name: ``test``, ``demo`` or ``cluster``
    :param extra: modules to install beside those that the add-on depends on
    """

    def __init__(self, name, extra=()):
        self.cluster = postgres.server(name)
        # the folder keeps its first name: the attachments of existing demo databases lie in it
        self.home = CACHE / "ground" / f"{name}-{self._where()}"
        self.data_dir = self.home / "data"
        for folder in (self.data_dir / "filestore", self.home / "conf", self.home / "log"):
            folder.mkdir(parents=True, exist_ok=True)
        depends = sorted({*manifest()["depends"], *extra, *PROVIDERS})
        self.modules = depends
        self.base = "cobranzas_base_" + _digest(depends, LANGUAGES, VERSION, self._owner())

    def _where(self):
        values = [os.environ.get(name, "") for name in postgres.NAMING]
        return _digest(values if self.cluster.name == "named" else str(self.cluster.home))[:6]

    def _owner(self):
        """The database user: several users of one server have templates each."""
        return self.sql("SELECT current_user")[0][0]

    # --- SQL -------------------------------------------------------------------------------

    def sql(self, query, values=None, db="postgres"):
        """Run one statement outside a transaction; return its rows."""
        try:
            with connect(self.cluster, db) as cursor:
                cursor.execute(query, values)
                return cursor.fetchall() if cursor.description else []
        except psycopg2.Error as error:
            raise SetupError(
                f"PostgreSQL refuses {' '.join(query.split())[:70]!r}: {error}".strip(),
                "close what else works on that database, and run again",
            ) from error

    def names(self):
        """The names of the server's databases."""
        return {name for (name,) in self.sql("SELECT datname FROM pg_database")}

    def has(self, db):
        """Whether a database is there with its attachments; a remnant without them is dropped.

        A cluster outside the cache folder outlives that folder's removal, the attachments do not.
        """
        if db not in self.names():
            return False
        if self.filestore(db).is_dir():
            return True
        say(f"the attachments of {db} are gone: making it again")
        self.drop(db)
        return False

    def note(self, db):
        """The note kept with a database."""
        rows = self.sql(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [db]
        )
        return rows[0][0] if rows and rows[0][0] else ""

    def set_note(self, db, text):
        """Keep a note with a database."""
        self.sql(f'COMMENT ON DATABASE "{db}" IS %s', [text])

    # --- databases ------------------------------------------------------------------------

    def filestore(self, db):
        """The folder of a database's attachments."""
        return self.data_dir / "filestore" / db

    def drop(self, db):
        """Drop a database and its filestore."""
        self.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [db])
        self.sql(f'DROP DATABASE IF EXISTS "{db}"')
        shutil.rmtree(self.filestore(db), ignore_errors=True)
        for path in (self.home / "conf").glob(f"{db}.conf"):
            path.unlink()

    def clone(self, source, target):
        """Copy a database that nobody is connected to, and link its filestore's files."""
        how = ""
        if int(self.sql("SHOW server_version_num")[0][0]) >= 150000:
            how = " STRATEGY FILE_COPY"
        self.sql(f'CREATE DATABASE "{target}" TEMPLATE "{source}"{how}')
        shutil.rmtree(self.filestore(target), ignore_errors=True)
        if self.filestore(source).is_dir():
            shutil.copytree(self.filestore(source), self.filestore(target), copy_function=os.link)

    def rename(self, source, target):
        """Rename a database and its filestore."""
        self.sql(f'ALTER DATABASE "{source}" RENAME TO "{target}"')
        shutil.rmtree(self.filestore(target), ignore_errors=True)
        if self.filestore(source).is_dir():
            self.filestore(source).rename(self.filestore(target))

    def environment(self):
        """The environment for a program that works with these databases."""
        env = {**prerequisites.environment(), **self.cluster.environment()}
        return {key: value for key, value in env.items() if value or not key.startswith("PG")}

    # --- Odoo -----------------------------------------------------------------------------

    def conf(self, db, addons_path=ROOT):
        """Write the configuration file of a database; return its path."""
        superuser = self.sql("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")[0][0]
        link = self.cluster.connection()
        lines = [
            "[options]",
            f"addons_path = {addons_path}" if addons_path else "",
            *(f"db_{key} = {value}" for key, value in link.items()),
            f"db_name = {db}",
            f"dbfilter = ^{db}$",
            f"data_dir = {self.data_dir}",
            f"unaccent = {superuser}",
            "with_demo = False",
            "http_interface = 127.0.0.1",
            "list_db = False",
        ]
        path = self.home / "conf" / f"{db}.conf"
        path.write_text("\n".join(line for line in lines if line) + "\n")
        return path

    def odoo(self, db, *words, script=None, log=None, level="warn", python=None, addons_path=ROOT):
        """Run an Odoo command over a database, with a script on its input; return its log."""
        log = log or self.home / "log" / f"{db}.log"
        program = (python or pyenv.python()).parent / "odoo"
        command = [program, words[0], "-c", self.conf(db, addons_path), "-d", db, *words[1:]]
        with open(log, "w") as out:
            done = subprocess.run(
                [str(word) for word in [*command, f"--log-level={level}", "--no-http"]],
                input=script or "",
                text=True,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=self.environment(),
                check=False,
            )
        text = log.read_text(errors="replace")
        if done.returncode:
            tail = "\n    ".join(text.strip().splitlines()[-40:])
            raise SetupError(f"odoo {' '.join(map(str, words))} failed:\n    {tail}", f"see {log}")
        return text

    def shell(self, db, *words, script=None):
        """Run an Odoo shell whose output goes to this process's; return its exit code.

        Without a script it reads standard input, where a terminal makes it interactive.
        """
        command = [pyenv.python().parent / "odoo", "shell", "-c", self.conf(db), "-d", db]
        child = subprocess.Popen(
            [str(word) for word in [*command, "--no-http", "--log-level=warn", *words]],
            stdin=None if script is None else subprocess.PIPE,
            env=self.environment(),
            text=True,
        )
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the shell
        try:
            child.communicate(script)
        finally:
            signal.signal(signal.SIGINT, before)
        return child.returncode

    def install(self, db, modules, *words):
        """Install modules; pass on the warnings their installation logs."""
        text = self.odoo(db, "server", "-i", ",".join(modules), "--stop-after-init", *words)
        for line in complaints(text):
            print(line, file=sys.stderr)
        return text

    # --- templates ------------------------------------------------------------------------

    def _build(self, db, build):
        """Build a database under a working name, and give it its name when it is whole."""
        draft = f"{db}_wip"
        self.drop(draft)
        try:
            build(draft)
        except BaseException:
            self.drop(draft)
            raise
        self.rename(draft, db)

    def _build_base(self, draft):
        say("installing Odoo's add-ons into a template database (once, about a minute)")
        self.install(draft, self.modules, f"--load-language={LANGUAGES}")

    def ensure_base(self):
        """The template with the dependencies alone."""
        with lock(f"base-{self.home.name}"):
            if not self.has(self.base):
                self._build(self.base, self._build_base)
                say("template database ready")
            self._touch(self.base)
        return self.base

    def ensure(self, finish=None, prefix="cobranzas_test", skipped=SKIPPED):
        """The template with the add-on as it is now; ``finish(db)`` completes a new one."""
        name = f"{prefix}_{_digest(self.base, addon_key(skipped))}"

        def build(draft):
            say(f"installing {MODULE}")
            self.clone(self.base, draft)
            self.install(draft, [MODULE])
            if finish:
                finish(draft)
            (self.home / "log" / f"{draft}.log").replace(self.log(name))

        self.ensure_base()
        with lock(f"module-{self.home.name}"):
            if not self.has(name):
                self._build(name, build)
                say(f"{MODULE} installed")
            self._touch(name)
            self._analyze(name)
            self._tidy("cobranzas_base")
            self._tidy(prefix)
        return name

    def ensure_more(self, modules, source, prefix):
        """A template with more modules than ``source``, kept until that or the add-on changes."""
        name = f"{prefix}_{_digest(source, modules, addon_key())}"

        def build(draft):
            with lock(f"module-{self.home.name}"):
                self.clone(source, draft)
            self.install(draft, modules)
            (self.home / "log" / f"{draft}.log").replace(self.log(name))

        with lock(f"{prefix}-{self.home.name}"):
            if not self.has(name):
                self._build(name, build)
            self._touch(name)
            self._tidy(prefix, kept=4)
        return name

    def log(self, name):
        """Where the log of a template's installation lies."""
        return self.home / "log" / f"{name}.log"

    def _analyze(self, name):
        """Give a template, once, the statistics that its copies keep; pages without rows go."""
        if "analyzed" not in self.note(name):
            self.sql("VACUUM (ANALYZE)", db=name)
            self.set_note(name, f"{self.note(name)} analyzed")

    def _touch(self, name):
        """Note that a template has been used just now."""
        self.set_note(name, f"{time.time():.0f} {self.note(name).partition(' ')[2]}")

    def _tidy(self, prefix, kept=KEPT):
        """Drop the clones of ended runs and the oldest states of the add-on."""
        states = []
        for name in sorted(self.names()):
            if name.startswith(RUN):
                if self.cluster.name != "named" and not _alive(int(name[len(RUN) :].split("_")[0])):
                    self.drop(name)
            elif name.startswith(f"{prefix}_") and not name.endswith("_wip"):
                states.append((int(self.note(name).partition(" ")[0] or 0), name))
        for _used, name in sorted(states)[:-kept]:
            with contextlib.suppress(SetupError):
                self.drop(name)

    def forget_former(self, prefixes=("cobranzas_base", "cobranzas_test", "cobranzas_demo")):
        """Drop the templates of former states of the add-on: a replica copies all there is."""
        for prefix in prefixes:
            self._tidy(prefix, kept=1)

    def compile_assets(self, name):
        """Compile the client's bundles in a template, once: in a test they would be rolled back."""
        with lock(f"module-{self.home.name}"):
            if "assets" in self.note(name):
                return
            say("compiling the client's assets")
            self.odoo(name, "shell", script=COMPILE_ASSETS, log=self.home / "log" / "assets.log")
            self.set_note(name, f"{self.note(name)} assets")

    def throwaway(self, source):
        """A clone for this run, dropped when the process ends."""
        name = f"{RUN}{os.getpid()}_{next(_serial)}"
        with lock(f"module-{self.home.name}"):
            self.drop(name)
            self.clone(source, name)
        atexit.register(self._drop_quietly, name)
        return name

    def _drop_quietly(self, name):
        with contextlib.suppress(SetupError, OSError):
            self.drop(name)


def complaints(log):
    """The WARNING, ERROR and CRITICAL lines of an Odoo log."""
    levels = (" WARNING ", " ERROR ", " CRITICAL ")
    return [line for line in log.splitlines() if any(level in line for level in levels)]
