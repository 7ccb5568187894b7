"""``make bench``: run the measurements ``bench/bench_*.py``, each on a fresh throw-away database.

Such a script has a function ``run(env)`` that prints its table. ``bench_cluster.py`` starts servers
of its own instead, by ``main()``, and runs only when it is named.
"""

import runpy

from . import neighbours
from .databases import DatabaseServer
from .paths import ROOT
from .steps import SetupError, say

CLUSTER = ROOT / "bench" / "bench_cluster.py"
SCRIPT = "import runpy\nrunpy.run_path({path!r})['run'](env)\n"


def scripts(words):
    """The measurements to run: all, or those whose name contains one of the words."""
    found = sorted(set((ROOT / "bench").glob("bench_*.py")) - {CLUSTER})
    return [path for path in found if not words or any(word in path.stem for word in words)]


def main(words):
    """Run the chosen measurements; the exit code tells whether one failed."""
    if words[:1] == ["neighbours"]:  # slow, and no script of bench/
        return neighbours.main(words[1:])
    if words[:1] == ["cluster"]:
        return runpy.run_path(str(CLUSTER))["main"]()
    chosen = scripts(words)
    if not chosen:
        raise SetupError(
            f"no bench/bench_*.py matches {' '.join(words) or 'anything'}", "see bench/"
        )
    server = DatabaseServer("test")
    source = server.ensure()
    failed = 0
    for path in chosen:
        say(f"bench/{path.name}")
        db = server.throwaway(source)
        failed += bool(server.shell(db, script=SCRIPT.format(path=str(path))))
        server.drop(db)
    return min(failed, 1)
