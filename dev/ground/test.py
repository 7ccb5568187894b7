"""``make test``: the test suite, with pytest and pytest-odoo."""

import os
import sys
from pathlib import Path

from . import prerequisites
from .paths import ROOT

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


def main(words):
    """Become pytest: tests/conftest.py makes the database before pytest-odoo looks for it."""
    os.chdir(ROOT)
    plain = NO_ODOO if only_plain(words) else ()
    env = prerequisites.environment()
    env["PYTHONDONTWRITEBYTECODE"] = env.get("PYTHONDONTWRITEBYTECODE", "1")
    os.execve(sys.executable, [sys.executable, "-m", "pytest", *plain, *words], env)
