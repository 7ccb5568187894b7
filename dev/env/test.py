"""``make test``: the test suite, with pytest and pytest-odoo."""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import databases, prerequisites, programs
from .paths import CACHE, ROOT

PLAIN = ("tests/engine",)  # folders whose tests need neither Odoo nor a database
COUNTRIES = ("tests/settings/test_charts.py",)  # files whose tests need the national localizations
MODULES = tuple(f"l10n_{code}" for code in ("ar", "cl", "co", "ec", "mx", "pe", "uy"))
RUNS = min(2, os.cpu_count() or 1)  # that share the whole tree, side by side
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


def _share(count):
    """What each of ``count`` runs, which share the files of the tree, leaves to the others."""
    paths = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("test_*.py"))
    files = [path for path in paths if path not in COUNTRIES]
    return [_ignore({*paths} - {*files[start::count]}) for start in range(count)]


def split_runs(words, count=1):
    """The arguments of each run of pytest: tests of the localizations use a database of their own.

    Without paths, ``count`` runs share all other tests of the tree; else each run has its paths.
    """
    words = list(words)
    files = [word for word in words if named_paths([word])]
    if not files:
        return [*([*words, *ignored] for ignored in _share(count)), [*words, *COUNTRIES]]
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


def _run_at_once(runs):
    """Run pytest once for each of ``runs``, at once; print what each said; return the exit codes.

    The first says it as it goes, the others when they end.
    """
    first, *others = runs
    with ThreadPoolExecutor(len(others) or 1) as pool, contextlib.ExitStack() as stack:
        logs = [stack.enter_context(tempfile.TemporaryFile("w+")) for _run in others]
        waiting = [
            pool.submit(run_pytest, run, stdout=log, stderr=subprocess.STDOUT)
            for run, log in zip(others, logs, strict=True)
        ]
        codes = [run_pytest(first).returncode]
        for each, log in zip(waiting, logs, strict=True):
            codes.append(each.result().returncode)
            log.seek(0)
            shutil.copyfileobj(log, sys.stdout)
            sys.stdout.flush()
    return codes


def main(words):
    """Run pytest, more than once where the suite is shared out; return the exit code.

    Runs of the whole tree go on side by side. Those of the localizations follow.
    """
    measured = any(word.startswith("--cov") for word in words)  # all of it in one file
    *shared, last = split_runs(words, 1 if measured else RUNS)
    codes = _run_at_once(shared) if shared else []
    codes.append(run_pytest(last).returncode)
    if len(codes) > 1 and set(codes) != {NO_TESTS}:
        codes = [code for code in codes if code != NO_TESTS]
    return max(codes)
