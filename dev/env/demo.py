"""``make demo``: a database with the project's demo data, served until Ctrl-C.

``cobranzas_demo_K`` is kept pristine: what the add-on's files (hash K) and its demo data make.
``cobranzas_demo`` is a copy of it that people work in; it stays until ``make demo-reset``, and is
updated when the add-on changes. ``make shell`` works on copies of the pristine one.
"""

import itertools
import os
import socket
import sys
import time
import urllib.error
import urllib.request

from . import programs, pyenv
from .databases import ALL, DatabaseServer, addon_key
from .paths import MODULE
from .steps import SetupError, lock, say

DATABASE = "cobranzas_demo"
EXTRA = ("contacts", "l10n_ar", "sale_management")
FIRST_PORT = 8069
LOAD = """
env["res.company"]._cobranzas_load_demo()
env.cr.commit()
"""
ROLES = {
    "collector": "prepares receipts for the debtors assigned to them",
    "cashier": "registers and posts receipts of every customer",
    "accountant": "also voids receipts and sees the ledger behind them",
    "manager": "also sets collections up: books, collectors, legends",
    "admin": "administrator of the whole system",
}


def pristine(name="demo"):
    """The server ``name`` and, on it, the current pristine database with the demo's data."""
    server = DatabaseServer(name, EXTRA)

    def load(db):
        say("loading the demo data")
        server.odoo(db, "shell", script=LOAD)

    return server, server.ensure(finish=load, prefix=DATABASE, skipped=ALL)


def _make(server, source):
    server.compile_assets(source)
    with lock(f"module-{server.home.name}"):
        server.clone(source, DATABASE)
    server.set_note(DATABASE, addon_key(ALL))
    say("demo database made")


def _update(server):
    say("the add-on has changed: updating the demo database (its data stays)")
    try:
        more = ",".join(server.modules)  # what it lacks of them
        server.odoo(DATABASE, "server", "-i", more, "-u", MODULE, "--stop-after-init")
    except SetupError as error:
        error.remedy += ", or start anew without its data: make demo-reset"
        raise
    server.set_note(DATABASE, addon_key(ALL))


def ensure(fresh=False):
    """Make the demo database, or bring it up to date; return its server."""
    server = DatabaseServer("demo", EXTRA)
    with lock("demo"):
        exists = server.has(DATABASE)
        if fresh:  # the pristine one too: its dates are relative to the day it was made
            for name in server.names():
                if name == DATABASE or name.startswith(f"{DATABASE}_"):
                    server.drop(name)
            exists = False
        if not exists:
            _make(*pristine())
        elif server.note(DATABASE) != addon_key(ALL):
            _update(server)
    return server


def _free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_ports(count, first=FIRST_PORT):
    """The first ``count`` ports from ``first`` on that nobody listens on."""
    found = (port for port in range(first, first + 1000) if _free(port))
    return list(itertools.islice(found, count))


def choose_port():
    """$PORT, or the first free port from 8069 on."""
    given = os.environ.get("PORT")
    if not given:
        return free_ports(1)[0]
    if not given.isdigit() or not 0 < int(given) < 65536:
        raise SetupError(f"PORT={given} is no port number", "make demo PORT=8070")
    if not _free(int(given)):
        raise SetupError(
            f"port {given} is taken", "name another, or none for the next free one: make demo"
        )
    return int(given)


def banner(address, logins):
    """The address and the logins, one per role."""
    lines = ["", f"  {address}", "", "  login        password     role"]
    lines += [
        f"  {login:<12} {login:<12} {role}" for login, role in ROLES.items() if login in logins
    ]
    lines += [
        "",
        "  Ctrl-C stops it. `make demo` goes on with the same data, `make demo-reset` starts anew.",
        "",
    ]
    return "\n".join(lines)


def _announce(address, logins, server_pid):
    """Wait (in a process of its own) until the server answers, then print the banner."""
    while os.getppid() == server_pid:
        try:
            urllib.request.urlopen(f"{address}/web/login", timeout=60).read()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
            continue
        print(banner(address, logins), flush=True)
        return


def serve(server, port):
    """Become the Odoo server; a helper process prints the banner once it answers."""
    address = f"http://127.0.0.1:{port}"
    server.sql(
        "UPDATE ir_config_parameter SET value = %s WHERE key = 'web.base.url'",
        [address],
        db=DATABASE,
    )
    found = server.sql("SELECT login FROM res_users WHERE active", db=DATABASE)
    if not programs.find("wkhtmltopdf"):
        say("note: without wkhtmltopdf, reports come as HTML (apt-get install wkhtmltopdf)")
    program = str(pyenv.python().parent / "odoo")
    command = [program, "server", "-c", str(server.conf(DATABASE)), "-d", DATABASE]
    command += [f"--http-port={port}", "--log-level=warn", "--max-cron-threads=1"]
    say("starting the server")
    own = os.getpid()
    if os.fork() == 0:
        try:
            _announce(address, {login for (login,) in found}, own)
        finally:
            os._exit(0)
    sys.stdout.flush()
    os.execve(program, command, server.environment())


def main(words):
    """Serve the demo."""
    port = choose_port()
    programs.ensure()
    serve(ensure(), port)


def reset(words):
    """``make demo-reset``: make the demo database again from nothing, without serving it."""
    ensure(fresh=True)
    say("`make demo` serves it")
