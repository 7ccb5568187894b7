"""Names in order: the doctests, and what holds for any name (REP-01)."""

import doctest
import importlib.util
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

PATH = Path(__file__).resolve().parents[2] / "l10n_cobranzas" / "engine" / "collation.py"
SPEC = importlib.util.spec_from_file_location("names", PATH)
names = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(names)


def test_examples():
    results = doctest.testmod(names)
    assert results.attempted and not results.failed


@given(st.text())
def test_a_key_is_letter_by_letter(name):
    """PostgreSQL's TRANSLATE, which does the same, knows nothing but single letters."""
    key = names.sort_key(name)
    assert len(key) == len(name)
    assert key == names.sort_key(key) == "".join(map(names.sort_key, name))
