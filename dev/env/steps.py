"""What every step of the set-up shares: progress lines, honest failures, locks, quiet commands."""

import contextlib
import fcntl
import os
import subprocess
import sys
import time

from .paths import CACHE

_START = time.monotonic()


class SetupError(Exception):
    """A step failed: ``what`` is missing or wrong, ``remedy`` is how to put it right."""

    def __init__(self, what, remedy=""):
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __str__(self):
        return f"{self.what}\n  To put it right: {self.remedy}" if self.remedy else self.what


def say(*words):
    """Print a progress line on stderr: stdout belongs to the command's own output."""
    print(f"[{time.monotonic() - _START:5.1f}s]", *words, file=sys.stderr, flush=True)


@contextlib.contextmanager
def lock(name):
    """Hold the lock file ``name``, so that two set-ups at once wait for each other."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with open(CACHE / f"{name}.lock", "w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"waiting for another run to finish with {name}")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def run(*command, what, remedy="", env=None, **options):
    """Run a command quietly, without standard input; raise SetupError with its last words."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env={**os.environ, **(env or {})},
            **options,
        )
    except FileNotFoundError as error:
        raise SetupError(f"{what}: {command[0]} is not on this machine", remedy) from error
    if done.returncode:
        tail = "\n    ".join(done.stdout.strip().splitlines()[-12:])
        raise SetupError(f"{what} failed:\n    {tail}", remedy)
    return done.stdout
