"""What a visitor chose to pay, read from the form that the page sends: plain values (COL-09)."""

import math
import re

#: an amount as browsers send number fields, and as people type it without one
AMOUNT = re.compile(r"\d{1,15}(?:[.,]\d{1,6})?", re.ASCII)
MOST_ITEMS = 10_000


def read_id(text):
    """Return the id that a text is, 0 for any other text.

    >>> read_id("17"), read_id("-1"), read_id("x"), read_id(None), read_id("9" * 30)
    (17, 0, 0, 0, 0)
    """
    text = str(text or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def read_amount(text):
    """Return the amount that a text is; None for an empty one, not-a-number for any other.

    >>> read_amount("1200.50"), read_amount(" 3,5 "), read_amount("")
    (1200.5, 3.5, None)
    >>> read_amount("1e9"), read_amount("-3"), read_amount("nan")
    (nan, nan, nan)
    """
    text = str(text or "").strip()
    if not text:
        return None
    return float(text.replace(",", ".")) if AMOUNT.fullmatch(text) else math.nan


def read_choices(form):
    """Return {item id: amount, None for all of it} of the items ticked in a form.

    An item that is no id stays in it, as 0: then nothing is paid, rather than less than was ticked.
    """
    ids = [read_id(text) for text in form.getlist("items")[:MOST_ITEMS]]
    return {number: read_amount(form.get(f"amount_{number}")) for number in ids}
