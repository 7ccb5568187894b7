"""How charges are worded: what a note says of each document that it charges."""

from functools import cache

from odoo.tools import format_date, formatLang

from .rate_periods import format_rate


class ChargeWords:
    """Amounts, dates and rates in a language, for many documents, each distinct one worded once."""

    def __init__(self, env):
        self.env = env
        self.format_amount = cache(
            lambda amount, currency: formatLang(env, amount, currency_obj=currency)
        )
        self.format_number = cache(lambda number, digits: formatLang(env, number, digits=digits))
        self.format_date = cache(lambda day: format_date(env, day))
        self.format_rate = cache(lambda rate, period: format_rate(env, rate, period))
