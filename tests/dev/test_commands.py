"""The development commands' own decisions: which tests need Odoo, what counts as complete."""

import os

import polib
import pytest
from hypothesis import settings

from env import (
    demo,
    fuzz,
    lint,
    neighbours,
    test,
    test_imports,
    test_inventory,
    test_shares,
    translations,
)
from env.steps import SetupError


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ([], False),
        (["-k", "void"], False),
        (["tests/engine"], True),
        (["tests/engine", "-k", "void"], True),
        (["tests/engine/test_allocation.py::test_doctests_pass"], True),
        (["tests/engine", "tests/settings"], False),
        (["tests"], False),
    ],
)
def test_only_engine_tests_run_without_odoo(words, plain):
    assert test.only_plain(words) is plain


@pytest.mark.parametrize(
    ("words", "browser"),
    [([], True), (["-k", "void"], True), (["tests/http"], True), (["tests/settings"], False)],
)
def test_assets_are_compiled_only_for_tests_of_the_client(words, browser):
    assert test.wants_browser(words) is browser


CHARTS = "tests/settings/test_charts.py"


@pytest.mark.parametrize(
    ("words", "runs"),
    [
        ([], [[f"--ignore={CHARTS}"], [CHARTS]]),
        (["-q"], [["-q", f"--ignore={CHARTS}"], ["-q", CHARTS]]),
        ([CHARTS, "-q"], [["-q", CHARTS]]),
        (["tests/settings"], [["tests/settings", f"--ignore={CHARTS}"], [CHARTS]]),
        (["tests/engine"], [["tests/engine", f"--ignore={CHARTS}"]]),
    ],
)
def test_the_tests_of_the_charts_have_a_run_of_their_own(words, runs):
    assert test.split_runs(words) == runs


def test_runs_side_by_side_share_out_the_tests(monkeypatch):
    items = ["a1", "a2", "b1", "c1", "d1", "d2"]
    with test_shares.environments() as variables:
        runs = []
        for own in variables:
            monkeypatch.setattr(os, "environ", own)
            arranged = test_shares.arrange(items, lambda item: item[0])
            runs.append((own, test_shares.take(arranged, lambda item: item[0])))
        taken = ([], [])
        for turn in (0, 1, 1, 1, 0, 0, 1, 1):
            own, tests = runs[turn]
            monkeypatch.setattr(os, "environ", own)
            taken[turn].extend([item for item in [next(tests, None)] if item])
    assert taken == (["a1", "a2", "b1"], ["d1", "d2", "c1"])


def test_the_charts_are_missed_only_in_their_own_run():
    assert f"{CHARTS}::TestMexico" in test_inventory.uncollected([])
    assert f"{CHARTS}::TestMexico" not in test_inventory.uncollected([], test.COUNTRIES)


def test_every_test_of_this_file_is_expected():
    name = "tests/dev/test_commands.py::test_every_test_of_this_file_is_expected"
    assert name in list(test_inventory.expected())
    assert name in test_inventory.uncollected([])
    assert name not in test_inventory.uncollected([name])


def test_a_class_is_collected_when_one_of_its_tests_is():
    name = "tests/dev/test_template.py::TestTemplate"
    assert name in test_inventory.uncollected([])
    assert name not in test_inventory.uncollected([f"{name}::test_anything[1]"])


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        (polib.POEntry(msgid="Total", msgstr="Total"), ""),
        (polib.POEntry(msgid="Total", msgstr=""), "has no translation"),
        (polib.POEntry(msgid="Total", msgstr="Suma", flags=["fuzzy"]), "is fuzzy"),
        (polib.POEntry(msgid="%(a)s of %s", msgstr="%s de %(a)s"), ""),
        (polib.POEntry(msgid="100% of it", msgstr="100 % de eso"), ""),
        (
            polib.POEntry(msgid="%(a)s is due", msgstr="vence %(b)s"),
            "has other placeholders than its source",
        ),
    ],
)
def test_translations_are_complete_and_keep_placeholders(entry, complaint):
    assert translations.check_entry(entry) == complaint


def test_the_engine_imports_no_odoo():
    assert lint.engine_is_plain() == []


def test_no_file_of_tests_imports_another():
    assert test_imports.violations() == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("from .test_b import C", ["tests.a.test_b"]),
        ("from . import test_b", ["tests.a.test_b"]),
        ("from ..c.test_b import C", ["tests.c.test_b"]),
        ("from tests.c.test_b import C", ["tests.c.test_b"]),
        ("import tests.c.test_b", ["tests.c.test_b"]),
        ("def late():\n    from .test_b import C", ["tests.a.test_b"]),
        ("from ..lib.common import C", []),
        ("from odoo.tests import tagged, test_tags", []),
    ],
)
def test_imports_of_test_files_are_found(text, names):
    assert test_imports.imports_of(text, ["tests", "a"]) == names


def test_a_port_that_is_no_number_is_refused(monkeypatch):
    monkeypatch.setenv("PORT", "eighty")
    with pytest.raises(SetupError, match="no port number"):
        demo.choose_port()


OUTPUT = """
tests/engine/test_x.py:5: in test_a
E   AssertionError: assert (700 < 700 or not [''])
E   Failing test case: test_a(
E       self=<tests.engine.test_x.TestX object at 0x7f9d>,
E       have={0: 2},
E       names=[''],
E   )
E   
E   You can reproduce this test case by temporarily adding @reproduce_failure('6', b'A=') as a decorator on your test function
tests/engine/test_x.py:9: in test_b
E   Failing test case: test_b(
E       # The test always failed when commented parts were varied together.
E       data=data(...),
E       size=2,
E   )
E   Draw 1: 5
E   
E   You can reproduce this test case by temporarily adding @reproduce_failure('6', b'B=') as a decorator on your test function
"""  # noqa: E501, W291


def test_failing_cases_become_decorators():
    assert fuzz.examples(OUTPUT) == [
        ("test_a", "@example(have={0: 2}, names=[''])"),
        ("test_b", "@reproduce_failure('6', b'B=')"),
    ]


def test_cases_are_searched_without_a_database_first():
    plain, others = fuzz.groups(["--maxfail=1"])
    assert plain[0] == others[0] == "--maxfail=1"
    assert "tests/engine/test_allocation.py" in plain
    assert "tests/receipt/test_receipt_properties.py" in others
    assert fuzz.groups(["tests/engine"]) == [["tests/engine"]]


def test_property_tests_draw_fixed_cases():
    assert settings().derandomize
    assert settings().deadline is None


LOG = """
2026-11-28 10:00:00,000 1 INFO db odoo.addons.sale.tests.test_x: Starting TestX.test_a ...
2026-11-28 10:00:00,000 1 ERROR db odoo.addons.sale.tests.test_x: FAIL: TestX.test_a
2026-11-28 10:00:00,000 1 ERROR db odoo.addons.sale.tests.test_x: ERROR: Subtest TestX.test_b (n=7)
2026-11-28 10:00:00,000 1 ERROR db odoo.tests.suite: ERROR: setUpClass (odoo.addons.sale.T)
"""
END = """
1 ERROR db odoo.tests.result: 1 failed, 2 error(s) of 40 tests when loading database 'db'
"""


def test_what_fails_only_beside_the_add_on_is_told():
    a, b = "sale.tests.test_x: TestX.test_a", "sale.tests.test_x: Subtest TestX.test_b (n=#)"
    setup = "odoo.tests.suite: setUpClass (odoo.addons.sale.T)"
    outcome = neighbours.read(LOG + END)
    assert outcome == neighbours.Outcome(40, {a, b, setup})
    without = neighbours.Outcome(40, frozenset({b, setup, "other"}))
    assert neighbours.compare(without, outcome) == [a]


@pytest.mark.parametrize("log", ["", LOG], ids=["nothing", "killed"])
def test_tests_that_ended_early_are_an_error(log):
    with pytest.raises(SetupError, match="ended early, after [01] tests"):
        neighbours.read(log)


def test_an_early_end_is_printed_and_fails_the_command(monkeypatch, capsys):
    def measure(name, path):
        return neighbours.read(LOG), neighbours.read(LOG)

    monkeypatch.setattr(neighbours, "measure", measure)
    monkeypatch.setattr(neighbours, "_fetch", lambda names: ("", names))
    assert neighbours.main(["sale"]) == 1
    assert "sale: the run ended early, after 1 tests" in capsys.readouterr().out


def test_fewer_tests_beside_the_add_on_fail_the_command(monkeypatch, capsys):
    outcomes = [neighbours.Outcome(count, frozenset()) for count in (40, 39)]
    monkeypatch.setattr(neighbours, "measure", lambda name, path: outcomes)
    monkeypatch.setattr(neighbours, "_fetch", lambda names: ("", names))
    assert neighbours.main(["sale"]) == 1
    assert "sale: 1 tests did not run" in capsys.readouterr().out


def test_tests_of_unknown_neighbours_are_refused():
    with pytest.raises(SetupError, match="no test of stock"):
        neighbours.main(["stock"])
