"""Make the Odoo test database current before pytest-odoo reads its configuration.

This file is loaded before ``pytest_cmdline_main``, where pytest-odoo parses ODOO_RC. Tests under
tests/engine need no database: ``make test ARGS=tests/engine`` runs them without Odoo.

Property tests draw the same cases in every run (profile ``fixed``); ``make fuzz`` draws at random
(profile ``random``). No case has a deadline: a busy machine is not a failure.

A run of the whole suite fails when a test of the tree was not collected. With CI set it also fails
when a test was skipped because chromium, wkhtmltopdf or the like is missing.
"""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "dev"))

from env import test, test_inventory, test_shares  # noqa: E402
from env.steps import SetupError  # noqa: E402

settings.register_profile("fixed", derandomize=True, deadline=None)
settings.register_profile("random", deadline=None, print_blob=True)
settings.load_profile("fixed")

PLAIN = "no:odoo" in sys.argv
WORKER = "PYTEST_XDIST_WORKER" in os.environ
skipped = []


def _make_database():
    """A clone of the cached template, named to pytest-odoo by ODOO_RC."""
    server, template = test.template(sys.argv[1:])
    conf = server.conf(server.throwaway(template))
    os.environ.update(server.environment(), ODOO_RC=str(conf))


def _tag_classes():
    """Odoo tags only the classes of modules named odoo.addons.*; pytest-odoo wants tags on all."""
    from odoo.tests.common import BaseCase

    BaseCase.test_tags = {"standard", "post_install"}


if not PLAIN:
    if not WORKER:
        try:
            _make_database()
        except SetupError as error:
            pytest.exit(f"{error}", returncode=3)
    _tag_classes()


def _commits(item):
    """Whether a test's class works in real transactions, whose rows stay in the run's database."""
    return any(base.__name__ == "TransactionsCommon" for base in getattr(item.cls, "__mro__", ()))


def _unit(item):
    """What one run takes whole, and keeps together: a class, or the functions of a file."""
    return f"{item.path}::{item.cls.__name__}" if item.cls else f"{item.path}"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Run what is slow first, classes that share what is kept together, and last what commits.

    The other tests find the database as it was installed.
    """
    if PLAIN:
        return
    from tests.lib import kept

    items.sort(
        key=lambda item: (not item.get_closest_marker("slow"), kept.get_order(item.cls)),
    )
    items[:] = test_shares.arrange(items, _unit)
    items.sort(key=_commits)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    """Run what this run takes of the suite, when it shares it with another."""
    option = session.config.option
    if test_shares.FOLDER not in os.environ or session.testsfailed or option.collectonly:
        return None
    mine = test_shares.take(session.items, _unit)
    item = next(mine, None)
    while item:
        following = next(mine, None)
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.shouldfail:
            raise session.Failed(session.shouldfail)
        if session.shouldstop:
            raise session.Interrupted(session.shouldstop)
        item = following
    return True


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Let go of what is kept before a class that works in transactions of its own."""
    if not PLAIN:
        from tests.lib import kept

        if not kept.get_keys(item.cls):
            kept.kept_levels.end()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session):
    """Fail a run of the whole suite that misses some of the tree's tests."""
    option = session.config.option
    if WORKER or option.keyword or option.markexpr or test.named_paths(sys.argv[1:]):
        return
    if not session.items or session.testsfailed:
        return
    separate = [os.path.relpath(path, ROOT) for path in option.ignore or ()]
    missing = test_inventory.uncollected([item.nodeid for item in session.items], separate)
    if missing:
        raise pytest.UsageError("tests that were not collected: " + ", ".join(missing))


def pytest_runtest_logreport(report):
    """Remember what was skipped for want of a program."""
    if report.skipped and isinstance(report.longrepr, tuple):
        reason = report.longrepr[2]
        if test_inventory.lacks_a_program(reason):
            skipped.append(f"{report.nodeid}: {reason}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    """In CI, a test skipped for want of a program is a failure."""
    if skipped and os.environ.get("CI"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    """Say which programs were missed."""
    if skipped:
        terminalreporter.section("skipped because this machine lacks a program")
        for line in skipped:
            terminalreporter.line(line)
