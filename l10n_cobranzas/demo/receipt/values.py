"""What debtors pay with: cash, transfers, cheques of today and deferred."""

import math

from odoo.fields import Command

#: below this, in pesos, people pay cash or transfer; above it they give a cheque for every so much
SMALL, PER_CHECK = 250000, 900000
MOST_CHECKS = 4
#: days until the cheques of a receipt can be cashed
RUNS = ((0, 30, 60, 90), (30, 60, 90, 120), (0, 15, 30, 45), (15, 30, 45, 60))
#: over-collected receipts: excess on account, and change given back
OVER, CHANGE = "on_account", "change"


def choose_tricks(demo, visits):
    """{id of the visit: what is special about its values}."""
    pesos = [v for v in visits if v.currency == "ARS" and -150 < v.offset < -8 and not v.credits]
    small = [v for v in pesos if _debts_in_pesos(demo, v) and _size(v) < SMALL]
    large = [v for v in pesos if _debts_in_pesos(demo, v) and _size(v) >= SMALL]
    return {id(large[len(large) // 2]): OVER, id(small[len(small) // 2]): CHANGE}


def _size(visit):
    return sum(amount for _item, amount in visit.debts)


def _debts_in_pesos(demo, visit):
    return all(item.currency == demo.company.currency_id for item, _amount in visit.debts)


def prepare(demo, visit, total, trick):
    """The values that pay ``total`` of the visit, as values of a receipt."""
    if trick == OVER:
        amount = math.ceil(total / 100000) * 100000.0 + 50000
        return {"excess": OVER, "value_ids": [Command.create(_transfer(demo, amount))]}
    if trick == CHANGE:
        amount = math.ceil(total / 10000) * 10000.0
        return {"excess": CHANGE, "value_ids": [Command.create(_cash(demo, amount))]}
    if visit.currency == "USD":
        cash = {"journal_id": demo.journals["dollars"].id, "amount": total}
        return {"value_ids": [Command.create(cash)]}
    luck = demo.random.random()
    if total < SMALL and luck < 0.6:
        # cash comes in whole pesos: the cents are rounding
        return {"value_ids": [Command.create(_cash(demo, math.floor(total) or total))]}
    if total < SMALL or luck < 0.4:
        return {"value_ids": [Command.create(_transfer(demo, total))]}
    return _checks(demo, visit, total, with_cash=luck > 0.8)


def _cash(demo, amount):
    return {"journal_id": demo.journals["cash"].id, "amount": float(amount)}


def _transfer(demo, amount):
    journal = demo.journals[demo.random.choice(("nacion", "galicia"))]
    return {
        "journal_id": journal.id,
        "amount": amount,
        "operation_number": str(demo.random.randint(10**7, 10**8 - 1)),
    }


def _checks(demo, visit, total, with_cash):
    """One to four cheques, round but for the last; maybe a part in cash first."""
    cash = total // 4 // 1000 * 1000 if with_cash else 0.0
    rest = total - cash
    count = min(max(math.ceil(rest / PER_CHECK), 1), MOST_CHECKS)
    each = rest // count // 1000 * 1000
    amounts = [each] * (count - 1)
    amounts.append(demo.company.currency_id.round(rest - sum(amounts)))
    run = demo.random.choice(RUNS)
    return {
        "check_ids": [
            Command.create(check(demo, visit, amount, days))
            for amount, days in zip(amounts, run, strict=False)
        ],
        "value_ids": [Command.create(_cash(demo, cash))] if cash else [],
    }


def check(demo, visit, amount, days):
    """The values of a cheque, now and then of another debtor's, to be cashed in ``days``."""
    issuer = visit.debtor
    if demo.random.random() < 0.15:
        issuer = demo.random.choice(demo.debtors)
    return {
        "payment_method_line_id": demo.methods["checks"].id,
        "name": issuer.check_number,
        "bank_id": demo.banks[issuer.row % len(demo.banks)].id,
        "issuer_vat": issuer.partner.vat,
        "payment_date": demo.payable(visit.offset, days),
        "amount": amount,
    }
