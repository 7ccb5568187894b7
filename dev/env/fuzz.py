"""``make fuzz``: search, at random and for a bounded time, cases that break the property tests.

``make test`` draws the same cases in every run. Here each round draws other ones. A case that fails
is printed as an ``@example(...)`` line: pasted above the test's ``@given``, it is run by each later
``make test``.
"""

import os
import random
import re
import time

from . import test
from .paths import ROOT
from .steps import SetupError, say

SECONDS = 300
FAILING = re.compile(
    r"^(?P<margin>.*)(?:Failing test case|Falsifying example): (?P<test>\w+)\(\n"
    r"(?P<arguments>(?:(?P=margin) {4}.*\n)*)"
    r"(?P=margin)\)\n"
    r"(?:.*\n){0,40}?.*(?P<blob>@reproduce_failure\(.*?\)) as a decorator",
    re.MULTILINE,
)


def seconds():
    """$FUZZ_SECONDS, or five minutes."""
    given = os.environ.get("FUZZ_SECONDS") or str(SECONDS)
    if not given.isdigit():
        raise SetupError(f"FUZZ_SECONDS={given} is no number", "make fuzz FUZZ_SECONDS=600")
    return int(given)


def property_tests():
    """The files whose tests draw cases, those without Odoo first."""
    files = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if "from hypothesis import" in path.read_text(encoding="utf-8")
    ]
    return sorted(files, key=lambda name: not test.only_plain([name]))


def groups(words):
    """The arguments of pytest, split into those without Odoo and those with a database."""
    files = [word for word in words if test.named_paths([word])] or property_tests()
    options = [word for word in words if not test.named_paths([word])]
    plain = [name for name in files if test.only_plain([name])]
    others = [name for name in files if name not in plain]
    return [[*options, *names] for names in (plain, others) if names]


def examples(output):
    """The failing cases in pytest's output: (name of the test, decorator that repeats the case).

    What a test draws while it runs is no argument of it: only a blob, good for this version of
    Hypothesis, repeats such a case.
    """
    found = []
    for match in FAILING.finditer(output):
        rows = [row.removeprefix(match["margin"]) for row in match["arguments"].splitlines()]
        rows = [row.strip() for row in rows]
        arguments = " ".join(row for row in rows if not row.startswith(("#", "self=")))
        drawn = "=data(...)" in arguments
        example = match["blob"] if drawn else f"@example({arguments.removesuffix(',')})"
        found.append((match["test"], example))
    return found


def _search(words, until):
    """Run rounds of the tests until a case fails or the time is over; return whether one failed."""
    rounds = 0
    while rounds == 0 or time.monotonic() < until:
        rounds += 1
        seed = random.SystemRandom().getrandbits(32)
        drawn = ("--hypothesis-profile=random", f"--hypothesis-seed={seed}", "-q", "--tb=short")
        done = test.run_pytest([*words, *drawn], capture_output=True, text=True)
        if done.returncode == test.NO_TESTS:
            break
        if done.returncode:
            print(done.stdout, done.stderr, sep="\n")
            for name, example in examples(done.stdout):
                print(f"\nAbove @given of {name}:\n    {example}")
            say(f"round {rounds} failed; --hypothesis-seed={seed} repeats it")
            return True
    say(f"{rounds} rounds of {' '.join(words)}: nothing found")
    return False


def main(words):
    """Search in each group of tests for its share of the time; the exit code tells of a find."""
    chosen = groups(words)
    share = seconds() / len(chosen)
    found = [_search(group, time.monotonic() + share) for group in chosen]
    return int(any(found))
