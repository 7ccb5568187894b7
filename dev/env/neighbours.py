"""``make bench ARGS=neighbours``: the tests of Odoo and of OCA, with the add-on and without it.

What fails only with the add-on is printed, and fails the command. Only post-install tests run, and
none that need a web server; what fails without the add-on too is counted alone. It takes about half
an hour for all: ``ARGS="neighbours sale"`` names the add-ons to test.
"""

import re
from dataclasses import dataclass

from . import pyenv, server
from .databases import DatabaseServer
from .paths import CACHE, MODULE, ROOT
from .steps import SetupError, lock, say

CORE = (
    "account",
    "account_payment",
    "account_debit_note",
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
FAILED = re.compile(r": (?:FAIL|ERROR): (.+)$", re.MULTILINE)
COUNT = re.compile(r"error\(s\) of (\d+) tests")


@dataclass(frozen=True)
class Outcome:
    """What a run of tests gave: how many ran, and the names of those that failed."""

    count: int
    failed: set


def read(log):
    """Return the outcome that an Odoo log tells.

    >>> text = "INFO db a.b: Starting T.test_a ...\\nERROR db a.b: FAIL: T.test_a\\n"
    >>> read(text + "ERROR db odoo.tests.result: 1 failed, 0 error(s) of 7 tests when loading")
    Outcome(count=7, failed={'T.test_a'})
    """
    counts = [int(number) for number in COUNT.findall(log)]
    return Outcome(max(counts, default=0), {name.strip() for name in FAILED.findall(log)})


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


def _test(databases, db, names, addons_path):
    """Run the tests of some add-ons in a database; return the outcome."""
    # at install, columns of add-ons that are loaded later are there, but not their fields
    tags = ",".join([*(f"/{name}" for name in names), "-at_install"])
    words = ("server", f"--test-tags={tags}", "--stop-after-init")
    words += ("--log-handler=odoo.tests.result:INFO",)
    try:
        log = databases.odoo(db, *words, addons_path=addons_path)
    except SetupError:  # some tests failed
        log = (databases.home / "log" / f"{db}.log").read_text(errors="replace")
    return read(log)


def measure(names, path=""):
    """Return the outcomes without the add-on and with it, of add-ons that lie in ``path``."""
    databases = DatabaseServer("test")
    alone = databases.throwaway(databases.ensure_base())
    install = ("server", "--stop-after-init", "-i")
    if path:
        databases.odoo(alone, *install, ",".join(names), addons_path=path)
    beside = databases.throwaway(alone)
    both = f"{ROOT},{path}" if path else str(ROOT)
    databases.odoo(beside, *install, MODULE, addons_path=both)
    outcomes = []
    for db, addons_path in ((alone, path), (beside, both)):
        outcomes.append(_test(databases, db, names, addons_path))
        databases.drop(db)
    return outcomes


def main(words):
    """Test the named add-ons, or all; the exit code tells whether one fails only beside ours."""
    unknown = set(words) - set(CORE) - set(OCA)
    if unknown:
        raise SetupError(f"no test of {', '.join(sorted(unknown))}", f"name some of {CORE + OCA}")
    core = [name for name in CORE if name in words or not words]
    path, oca = _fetch([name for name in OCA if name in words or not words])
    found = []
    print(f"{'':44}{'tests':>7}{'fail without':>14}{'only with':>11}")
    for title, names, where in (("Odoo", core, ""), ("OCA", oca, path)):
        if not names:
            continue
        say(f"{title}: {', '.join(names)}")
        without, beside = measure(names, where)
        only = compare(without, beside)
        found += only
        label = f"{title}: {len(names)} add-ons"
        print(f"{label:44}{beside.count:7}{len(without.failed):14}{len(only):11}", flush=True)
    print(*(f"  fails only with {MODULE}: {name}" for name in found), sep="\n")
    return int(bool(found))
