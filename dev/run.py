#!/usr/bin/env python3
"""The development commands: run.py COMMAND [arguments].

COMMAND is setup, test, demo, demo-reset, shell, bench, lint, pot or stop.

The first stage needs only Python's standard library: it makes sure that Odoo and the virtual
environment are in the cache, then hands over to that environment's interpreter, which finds them
there at once and runs the command. See README.md beside this file.
"""

import importlib
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from ground import pyenv, server  # noqa: E402
from ground.steps import Trouble  # noqa: E402

COMMANDS = {
    "setup": "setup",
    "pot": "translations",
    "test": "test",
    "demo": "demo",
    "demo-reset": "demo",
    "shell": "shell",
    "bench": "bench",
    "lint": "lint",
    "stop": "setup",
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
        module = importlib.import_module(f"ground.{COMMANDS[command]}")
        if command in ("demo-reset", "stop"):
            return module.other(arguments[1:])
        return module.main(arguments[1:])
    except Trouble as trouble:
        sys.exit(f"\nmake {command}: {trouble}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
