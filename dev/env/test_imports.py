"""Files of tests that import another one: none should, ``tests/lib`` holds what they share.

A class of tests imported into a second file is collected, and run, twice.
"""

import ast

from .paths import ROOT

TESTS = ROOT / "tests"


def _imported(node, package):
    """The dotted names that an import statement of a module in ``package`` may load."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    base = package[: len(package) - node.level + 1] if node.level else []
    source = ".".join([*base, *filter(None, [node.module])])
    return [source, *(f"{source}.{alias.name}" for alias in node.names)]


def _is_test_file(name):
    return name.rpartition(".")[2].startswith("test_") and name.startswith("tests.")


def imports_of(text, package):
    """The names of the test files that a module imports.

    :param text: the module's source
    :param package: the names of its package, as ``["tests", "receipt"]``
    """
    names = {name for node in ast.walk(ast.parse(text)) for name in _imported(node, package)}
    return sorted(name for name in names if _is_test_file(name))


def violations():
    """One line for each import of a test file by another file of ``tests``."""
    found = []
    for path in sorted(TESTS.rglob("*.py")):
        place = path.relative_to(ROOT)
        names = imports_of(path.read_text(encoding="utf-8"), list(place.parent.parts))
        found += [f"{place} imports {name}" for name in names]
    return found
