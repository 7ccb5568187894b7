"""``make test``: the test suite, with pytest and pytest-odoo."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import databases, prerequisites, programs, test_shares
from .paths import CACHE, ROOT

PLAIN = ("tests/engine",)  # folders whose tests need neither Odoo nor a database
COUNTRIES = ("tests/settings/test_charts.py",)  # files whose tests need the national localizations
MODULES = tuple(f"l10n_{code}" for code in ("ar", "cl", "co", "ec", "mx", "pe", "uy"))
SIDE_BY_SIDE = (os.cpu_count() or 1) > 1
NO_TESTS = 5  # pytest's exit code when -k or -m chose nothing
NO_ODOO = ("-p", "no:odoo", "-o", "addopts=")


def named_paths(words):
    """The paths among pytest's arguments, relative to the root."""
    paths = []
    for word in words:
        path = ROOT / word.split("::")[0]
        if not word.startswith("-") and path.exists():
            paths.append(os.path.relpath(path.resolve(), ROOT))
    return paths


def only_plain(words):
    """Whether the arguments name tests, and only such as need no Odoo."""
    paths = named_paths(words)
    return bool(paths) and all(
        any(Path(path).is_relative_to(folder) for folder in PLAIN) for path in paths
    )


def wants_browser(words):
    """Whether the arguments select, or do not exclude, the tests of the web client."""
    paths = named_paths(words)
    return not paths or any(
        path in (".", "tests") or path.startswith("tests/http") for path in paths
    )


def only_countries(words):
    """Whether the arguments name tests, and only such as need the national localizations."""
    paths = named_paths(words)
    return bool(paths) and all(path in COUNTRIES for path in paths)


def template(words):
    """The server and the name of the current template database for these tests."""
    if only_countries(words):
        server = databases.DatabaseServer("test", MODULES)
        return server, server.ensure(prefix="cobranzas_countries")
    server = databases.DatabaseServer("test")
    name = server.ensure()
    if wants_browser(words):
        server.compile_assets(name)
    return server, name


def _ignore(paths):
    return [f"--ignore={path}" for path in sorted(paths)]


def split_runs(words):
    """The arguments of each run of pytest: tests of localizations use a database of their own."""
    words = list(words)
    files = [word for word in words if named_paths([word])]
    if not files:
        return [[*words, *_ignore(COUNTRIES)], [*words, *COUNTRIES]]
    options = [word for word in words if word not in files]
    folders = [word for word in files if not only_countries([word])]
    separate = [word for word in files if only_countries([word])]
    separate += [
        path
        for path in COUNTRIES
        if any(Path(path).is_relative_to(folder) for folder in named_paths(folders))
    ]
    ignored = _ignore(COUNTRIES)
    chosen = [[*options, *folders, *ignored]] if folders else []
    return chosen + ([[*options, *separate]] if separate else [])


def run_pytest(words, variables=None, **options):
    """Run pytest once from the root, with the options of ``subprocess.run``; return what ended.

    tests/conftest.py clones the template that is made ready here. It could do so as well (it does,
    when pytest is run by itself), but pytest would swallow the progress lines.
    """
    plain = NO_ODOO if only_plain(words) else ()
    if not plain:
        programs.ensure()
        template(words)
    scratch = CACHE / "checks" / hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
    env = {
        **prerequisites.environment(),
        **(variables or {}),
        "PYTHONDONTWRITEBYTECODE": "1",
        "COVERAGE_FILE": str(scratch / "coverage"),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(scratch / "hypothesis"),
    }
    command = [sys.executable, "-m", "pytest", "-o", f"cache_dir={scratch / 'pytest'}"]
    return subprocess.run([*command, *plain, *words], cwd=ROOT, env=env, check=False, **options)


def _run_side_by_side(words, separate):
    """Share out a run between two; the second begins with the ``separate`` one.

    The first says what it does as it goes, the others when they end. Return their exit codes.
    """
    with (
        ThreadPoolExecutor(1) as pool,
        test_shares.environments() as (first, second),
        tempfile.TemporaryFile("w+") as log,
    ):
        waiting = [
            pool.submit(run_pytest, run, variables, stdout=log, stderr=subprocess.STDOUT)
            for run, variables in ((separate, None), (words, second))
        ]
        codes = [run_pytest(words, first).returncode]
        codes += [each.result().returncode for each in waiting]
        log.seek(0)
        shutil.copyfileobj(log, sys.stdout)
        sys.stdout.flush()
    return codes


def main(words):
    """Run pytest, more than once where the suite is shared out; return the exit code.

    Two runs share the whole tree, side by side, if there are two processors.
    """
    runs = split_runs(words)
    measured = any(word.startswith("--cov") for word in words)  # all of it in one file
    if SIDE_BY_SIDE and not measured and not named_paths(words):
        codes = _run_side_by_side(*runs)
    else:
        codes = [run_pytest(run).returncode for run in runs]
    if len(codes) > 1 and set(codes) != {NO_TESTS}:
        codes = [code for code in codes if code != NO_TESTS]
    return max(codes)
