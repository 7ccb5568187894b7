"""Amounts in words: the doctests, and what holds for any amount."""

import doctest
import importlib.util
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

PATH = Path(__file__).resolve().parents[2] / "l10n_cobranzas" / "engine" / "amount_in_words.py"
SPEC = importlib.util.spec_from_file_location("words", PATH)
words = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(words)


def test_examples():
    results = doctest.testmod(words)
    assert results.attempted and not results.failed


@given(st.integers(0, 10**12), st.integers(0, 99))
def test_any_amount_reads_as_spanish(whole, fraction):
    text = words.spanish_amount(whole, fraction, "Peso")
    assert text[0].isupper() and text[1:] == text[1:].lower()
    assert text.endswith(f" con {fraction:02d}/100")
    assert "uno pesos" not in text
    assert ("peso " if whole == 1 else "pesos ") in text


@given(st.integers(2, 10**9))
def test_feminine_currencies_agree(whole):
    text = words.spanish_amount(whole, 0, "Corona")
    assert "cientos coronas" not in text and "uno coronas" not in text
