"""Rates as people read them, and as the engine takes them."""

from decimal import Decimal

from odoo.tools import float_repr, formatLang

#: of rates, per cent
DIGITS = (16, 6)

#: of a rate in its period; beyond, it was typed without its decimal point
MOST_PERCENT = 1000

RATE_PERIODS = [("day", "Day"), ("month", "Month"), ("year", "Year")]


def to_decimal(rate):
    """Return a rate of a field as it was typed, without its binary fraction."""
    return Decimal(float_repr(rate, DIGITS[1]))


def format_percent(env, percent):
    """Return a rate with two decimals, or with as many as it has."""
    exact = round(Decimal(str(percent)), DIGITS[1]).normalize()
    return formatLang(env, float(percent), digits=max(2, -exact.as_tuple().exponent))


def format_rate(env, percent, period):
    """Return a rate with its period in words: 3.00 % a month."""
    rate = format_percent(env, percent)
    if period == "day":
        return env._("%(rate)s %% a day", rate=rate)
    if period == "year":
        return env._("%(rate)s %% a year", rate=rate)
    return env._("%(rate)s %% a month", rate=rate)
