"""Runs of the suite side by side share it out: each takes the next class that no other has taken.

One goes from the first class on, the other from the last: what classes next to each other share is
made once by each, and both end together, however long the classes take.
"""

import contextlib
import hashlib
import itertools
import os
import tempfile
from pathlib import Path

FOLDER, BACKWARDS = "COBRANZAS_SHARES", "COBRANZAS_SHARES_BACKWARDS"


@contextlib.contextmanager
def environments():
    """The variables of two runs that share the suite."""
    with tempfile.TemporaryDirectory() as folder:
        yield {FOLDER: folder}, {FOLDER: folder, BACKWARDS: "1"}


def arrange(items, unit):
    """Order the tests as this run takes them; ``unit(item)`` names what one run takes whole."""
    units = [list(each) for _name, each in itertools.groupby(items, unit)]
    if BACKWARDS in os.environ:
        units.reverse()
    return [item for each in units for item in each]


def take(items, unit):
    """The tests that this run takes, each found out when it is asked for."""
    taken = {}
    for item in items:
        name = unit(item)
        if name not in taken:
            taken[name] = _is_first(name)
        if taken[name]:
            yield item


def _is_first(name):
    """Whether no other run has taken what has this name; it is taken now."""
    path = Path(os.environ[FOLDER]) / hashlib.sha256(name.encode()).hexdigest()
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
