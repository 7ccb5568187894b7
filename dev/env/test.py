"""``make test``: the test suite, with pytest and pytest-odoo."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from . import databases, prerequisites, programs
from .paths import CACHE, ROOT

PLAIN = ("tests/engine",)  # folders whose tests need neither Odoo nor a database
COUNTRIES = ("tests/settings/test_charts.py",)  # files whose tests need the national localizations
MODULES = tuple(f"l10n_{code}" for code in ("ar", "cl", "co", "ec", "mx", "pe", "uy"))
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


def split_runs(words):
    """The arguments of each run of pytest: tests of the localizations use a database of their own.

    Without paths, the first run has all other tests of the tree; else each run has its own paths.
    """
    words = list(words)
    files = [word for word in words if named_paths([word])]
    if not files:
        return [[*words, *(f"--ignore={path}" for path in COUNTRIES)], [*words, *COUNTRIES]]
    options = [word for word in words if word not in files]
    folders = [word for word in files if not only_countries([word])]
    separate = [word for word in files if only_countries([word])]
    separate += [
        path
        for path in COUNTRIES
        if any(Path(path).is_relative_to(folder) for folder in named_paths(folders))
    ]
    ignored = [f"--ignore={path}" for path in COUNTRIES]
    chosen = [[*options, *folders, *ignored]] if folders else []
    return chosen + ([[*options, *separate]] if separate else [])


def run_pytest(words, **options):
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
        "PYTHONDONTWRITEBYTECODE": "1",
        "COVERAGE_FILE": str(scratch / "coverage"),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(scratch / "hypothesis"),
    }
    command = [sys.executable, "-m", "pytest", "-o", f"cache_dir={scratch / 'pytest'}"]
    return subprocess.run([*command, *plain, *words], cwd=ROOT, env=env, check=False, **options)


def main(words):
    """Run pytest, twice where the localizations are among the tests; return the exit code."""
    codes = [run_pytest(run).returncode for run in split_runs(words)]
    if len(codes) > 1 and set(codes) != {NO_TESTS}:
        codes = [code for code in codes if code != NO_TESTS]
    return max(codes)
