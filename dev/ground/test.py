"""``make test``: the test suite, with pytest and pytest-odoo."""

import hashlib
import os
import sys
from pathlib import Path

from . import databases, prerequisites
from .paths import CACHE, ROOT

PLAIN = ("tests/engine",)  # folders whose tests need neither Odoo nor a database
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


def template(words):
    """The ground and the name of the current template database for these tests."""
    ground = databases.Ground("test")
    name = ground.ensure()
    if wants_browser(words):
        ground.compile_assets(name)
    return ground, name


def main(words):
    """Become pytest; tests/conftest.py then clones the template that is readied here.

    It could ready it as well (it does, when pytest is run by itself), but pytest would swallow the
    progress lines.
    """
    os.chdir(ROOT)
    plain = NO_ODOO if only_plain(words) else ()
    if not plain:
        template(words)
    scratch = CACHE / "checks" / hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
    env = {
        **prerequisites.environment(),
        "PYTHONDONTWRITEBYTECODE": "1",
        "COVERAGE_FILE": str(scratch / "coverage"),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(scratch / "hypothesis"),
    }
    command = [sys.executable, "-m", "pytest", "-o", f"cache_dir={scratch / 'pytest'}"]
    os.execve(sys.executable, [*command, *plain, *words], env)
