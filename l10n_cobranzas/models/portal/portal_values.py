"""What a debtor types on its page, read before anything uses it (COL-09)."""

import math

from odoo.exceptions import UserError

from ..ledger.client_values import MOST_AMOUNT

#: characters of a text of several lines
MOST_TEXT = 2000


def read_amount(env, text, currency):
    """Return the amount that was typed, rounded to the currency's units; None for none.

    A lone comma stands for the point.

    :raises UserError: for what is no number, is negative, or too large
    """
    text = str(text or "").strip()
    if not text:
        return None
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    try:
        amount = float(text)
    except ValueError:
        amount = math.nan
    if not 0 <= amount < MOST_AMOUNT:  # not a number is not either
        raise UserError(env._("“%(text)s” is not an amount: type digits.", text=text[:30]))
    return currency.round(amount)


def read_number(text):
    """Return the id that was sent as text, 0 for what is none."""
    text = str(text or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def read_words(env, text):
    """Return a text of several lines, without spaces around it.

    :raises UserError: for one that is too long
    """
    text = str(text or "").replace("\0", "").replace("\r\n", "\n").strip()
    if len(text) > MOST_TEXT:
        raise UserError(
            env._(
                "The text has %(count)s characters: shorten it to %(most)s.",
                count=len(text),
                most=MOST_TEXT,
            )
        )
    return text
