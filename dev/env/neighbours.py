"""``make bench ARGS=neighbours``: the tests of Odoo and of OCA, with the add-on and without it.

What fails only with the add-on is printed, and fails the command; so does a run that ended early.
What fails without the add-on too is counted alone. Each add-on has databases of its own. It takes
about an hour for all: ``ARGS="neighbours sale"`` names the add-ons to test.
"""

import contextlib
import re
import socket
from dataclasses import dataclass

from . import pyenv, server
from .databases import DatabaseServer
from .paths import CACHE, MODULE, ROOT
from .steps import SetupError, lock, say

CORE = (
    "account",
    "account_payment",
    "account_debit_note",
    "payment",
    "l10n_latam_check",
    "l10n_account_withholding_tax",
    "sale",
)
OCA = (
    "account_financial_report",
    "partner_statement",
    "account_reconcile_oca",
    "account_netting",
    "account_financial_risk",
    "account_credit_control",
)
STARTED = re.compile(r" odoo\.addons\.(\S+): Starting (\S+) \.\.\.", re.MULTILINE)
FAILED = re.compile(r" ERROR \S+ (?:odoo\.addons\.)?(\S+): (?:FAIL|ERROR): (.+)$", re.MULTILINE)
ENDED = re.compile(r"\d+ failed, \d+ error\(s\) of (\d+) tests when loading database")
NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Outcome:
    """What a run of tests gave: how many ran, and the names of those that failed."""

    count: int
    failed: frozenset


def read(log):
    """Return the outcome that an Odoo log tells; raise ``SetupError`` when the run ended early.

    >>> text = "INFO db odoo.addons.a.tests.b: Starting T.test_a ...\\n"
    >>> text += " ERROR db odoo.addons.a.tests.b: FAIL: T.test_a\\n"
    >>> read(text + "1 failed, 0 error(s) of 7 tests when loading database 'db'")
    Outcome(count=7, failed=frozenset({'a.tests.b: T.test_a'}))
    """
    ends = ENDED.findall(log)
    if not ends:
        started = STARTED.findall(log)
        last = ": ".join(started[-1]) if started else "none"
        tail = "\n    ".join(log.strip().splitlines()[-12:])
        raise SetupError(
            f"the run ended early, after {len(started)} tests (the last: {last}):\n    {tail}",
            "see what ended it: an error while loading, or the machine's memory",
        )
    failed = frozenset(f"{module}: {_name(title)}" for module, title in FAILED.findall(log))
    return Outcome(int(ends[-1]), failed)


def _name(title):
    """Return a test's name as it is in every database: a subtest's may tell ids.

    >>> _name("Subtest TestX.test_a (partner=res.partner(42,))")
    'Subtest TestX.test_a (partner=res.partner(#,))'
    """
    return NUMBER.sub("#", title) if title.startswith("Subtest") else title.strip()


def compare(without, beside):
    """Return the names of the tests that fail only beside the add-on."""
    return sorted(beside.failed - without.failed)


# ------------------------------------------------------------------
# Databases
# ------------------------------------------------------------------


def _fetch(names):
    """Install OCA's add-ons, and those they need, into a folder; return it as an addons path.

    What the Python index does not have is left out. Returns (path, names that were found).
    """
    home = CACHE / "oca" / server.VERSION
    found = []
    with lock("oca"):
        home.mkdir(parents=True, exist_ok=True)
        wheel = pyenv.make_odoo_wheel(server.ensure(), home)
        for name in names:
            if not (home / "odoo/addons" / name).is_dir():
                package = f"odoo-addon-{name.replace('_', '-')}>=19.0,<20"
                try:
                    pyenv.install("--target", home, "--find-links", wheel.parent, package)
                except SetupError as error:
                    say(f"{name} is left out: {error.what}")
                    continue
            found.append(name)
    return str(home / "odoo/addons"), found


def _test(databases, db, name, addons_path):
    """Run the tests of an add-on in a database; return the outcome."""
    with socket.socket() as free:  # two runs on one port would end each other
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ("server", f"--test-tags=/{name}", "--stop-after-init", f"--http-port={port}")
    words += (
        "--log-handler=odoo.tests.result:INFO",
        f"--log-handler=odoo.addons.{name}.tests:INFO",
    )
    log = databases.home / "log" / f"neighbour_{name}_{db}.log"
    with contextlib.suppress(SetupError):  # some tests failed, or the run ended early
        databases.odoo(db, *words, addons_path=addons_path, log=log)
    return read(log.read_text(errors="replace"))


def measure(name, path=""):
    """Return the outcomes without the add-on and with it, of one that lies in ``path``."""
    databases = DatabaseServer("test")
    alone = databases.throwaway(databases.ensure_base())
    install = ("server", "--stop-after-init", "-i")
    if path:
        databases.odoo(alone, *install, name, addons_path=path)
    beside = databases.throwaway(alone)
    both = f"{ROOT},{path}" if path else str(ROOT)
    databases.odoo(beside, *install, MODULE, addons_path=both)
    outcomes = []
    for db, addons_path in ((alone, path), (beside, both)):
        outcomes.append(_test(databases, db, name, addons_path))
        databases.drop(db)
    return outcomes


def _report(name, path):
    """Print an add-on's line of the table; return what speaks against ours: sentences."""
    say(name)
    try:
        without, beside = measure(name, path)
    except SetupError as error:
        print(f"{name:32} {error.what.splitlines()[0]}", flush=True)
        return [f"{name}: {error}"]
    only = compare(without, beside)
    figures = (without.count, beside.count, len(without.failed), len(beside.failed), len(only))
    print(f"{name:32}" + "".join(f"{figure:14}" for figure in figures), flush=True)
    found = [f"fails only with {MODULE}: {test}" for test in only]
    if beside.count < without.count:
        found.append(f"{name}: {without.count - beside.count} tests did not run beside {MODULE}")
    return found


def main(words):
    """Test the named add-ons, or all; the exit code tells whether one fails only beside ours."""
    unknown = set(words) - set(CORE) - set(OCA)
    if unknown:
        raise SetupError(f"no test of {', '.join(sorted(unknown))}", f"name some of {CORE + OCA}")
    path, oca = _fetch([name for name in OCA if name in words or not words])
    chosen = [(name, "") for name in CORE if name in words or not words]
    chosen += [(name, path) for name in oca]
    titles = ("tests without", "tests with", "fail without", "fail with", "only with")
    print(f"{'':32}" + "".join(f"{title:>14}" for title in titles), flush=True)
    found = [sentence for name, where in chosen for sentence in _report(name, where)]
    print(*(f"  {sentence}" for sentence in found), sep="\n")
    return int(bool(found))
