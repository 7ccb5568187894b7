#!/usr/bin/env python3
"""The development commands: run.py COMMAND [arguments].

COMMAND is setup, test, fuzz, demo, demo-reset, cluster, shell, bench, lint, pot or stop.

The first stage needs only Python's standard library: it makes sure that Odoo and the virtual
environment are in the cache, then hands over to that environment's interpreter, which finds them
there at once and runs the command. See README.md beside this file.
"""

import importlib
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from env import pyenv, server  # noqa: E402
from env.steps import SetupError  # noqa: E402

#: what a command calls: a module of ``env`` and its function
COMMANDS = {
    "setup": ("setup", "main"),
    "pot": ("translations", "main"),
    "test": ("test", "main"),
    "fuzz": ("fuzz", "main"),
    "demo": ("demo", "main"),
    "demo-reset": ("demo", "reset"),
    "cluster": ("cluster", "main"),
    "shell": ("shell", "main"),
    "bench": ("bench", "main"),
    "lint": ("lint", "main"),
    "stop": ("setup", "stop"),
}


def hand_over(arguments):
    """Become the virtual environment's interpreter, unless this is it already."""
    if Path(sys.prefix).resolve() == pyenv.folder().resolve():
        return
    python = str(pyenv.ensure(server.ensure()))
    os.execv(python, [python, os.path.abspath(__file__), *arguments])


def main(arguments):
    """Run one command; say what is missing when a step fails."""
    command = arguments[0] if arguments else ""
    if command not in COMMANDS:
        sys.exit(__doc__)
    try:
        hand_over(arguments)
        module, function = COMMANDS[command]
        return getattr(importlib.import_module(f"env.{module}"), function)(arguments[1:])
    except SetupError as error:
        sys.exit(f"\nmake {command}: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
