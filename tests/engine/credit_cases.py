"""Debts, customers and documents as the tests of the credit engine name them."""

import datetime

from .loading import load

data = load("credit_data")
Holder, Limit, OpenDebt, Rule = data.Holder, data.Limit, data.OpenDebt, data.Rule
Request, Standing = data.Request, data.Standing

#: the rule of days late, taken away
NO_DAYS = Rule(None, "days", mode="nothing")
DAY = datetime.date(2026, 9, 30)


def debt(number, amount, late=-30, part="items"):
    """A debt that is late for ``late`` days on DAY, the first one counted; below zero: not yet."""
    late_from = DAY - datetime.timedelta(late - 1)
    due = late_from - datetime.timedelta(1)
    return OpenDebt(number, f"FA-{number}", amount, due, late_from, part)


def holder(*debts, limit=None, kind="customer", extra=0, expires=None, **parts):
    parts = {"items": sum(each.amount for each in debts), "orders": 0, **parts}
    limit = Limit(limit, expires, extra)
    return Holder(7 if kind == "customer" else 70, "Deco", kind, parts, limit, debts)


def stand(*debts, rules=(), blocks=(), cash=False, group=None, returned=None, broken=0, **own):
    customer = holder(*debts, **own)
    return Standing(customer, group, tuple(rules), tuple(blocks), cash, returned, broken)


def ask(amount, kind="order", day=DAY, **own):
    return Request(kind, amount, day, **own)
