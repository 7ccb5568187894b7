"""Checks of a whole test run: every test of the tree was collected, and what CI needs was there."""

import ast
import re

from .paths import ROOT

TESTS = ROOT / "tests"
BY_TOOL = re.compile(r"chrom|wkhtmltopdf|poppler|pdftotext|playwright|browser|font", re.IGNORECASE)


def _is_test(node):
    """Whether a node is a test function."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return isinstance(node, functions) and node.name.startswith("test")


def _tests_of(tree):
    """The names of a file's test classes (those with test methods) and test functions."""
    for node in tree.body:
        if _is_test(node) or (isinstance(node, ast.ClassDef) and any(map(_is_test, node.body))):
            yield node.name


def expected():
    """``tests/file.py::Name`` of every test class and function of the tree."""
    for path in sorted(TESTS.rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        yield from (f"{path.relative_to(ROOT)}::{name}" for name in _tests_of(tree))


def uncollected(node_ids, separate=()):
    """The test classes and functions of the tree that are not among pytest's node ids.

    :param separate: files that pytest runs separately
    """
    names = {"::".join(node_id.split("[")[0].split("::")[:2]) for node_id in node_ids}
    return [
        name for name in expected() if name not in names and name.split("::")[0] not in separate
    ]


def lacks_a_program(reason):
    """Whether a test was skipped because the machine lacks a program."""
    return bool(BY_TOOL.search(reason))
