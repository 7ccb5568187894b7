"""A portfolio of receivables, made by SQL as core's own documents would have left it.

A million invoices take minutes this way and days through the ORM. ``checks`` says by which
invariants the rows hold together, and tests/dev/test_bench_portfolio.py lets core compute a small
portfolio again.
"""

from .checks import check
from .generate import double_history, generate
from .company import Portfolio

__all__ = ["Portfolio", "check", "double_history", "generate"]
