"""Registering receipts beside Odoo's own payment register, on the same data in one run.

The work: one value pays five open invoices of a customer, in full, one customer at a time and
300 customers in one call; and three values pay two hundred. The add-on makes and posts a receipt;
Odoo's is its register-payment wizard, grouped, which makes one payment whatever the values.
Cold caches, everything flushed; the two take turns.
"""

import statistics
import time
from datetime import date

from odoo import Command

SINGLE = 30  # customers registered one by one, by each of the two
BATCH = 300  # customers of one call
INVOICES = 5
WIDE = 200  # documents of one receipt
WIDE_CALLS = 5
DAY = date(2026, 2, 2)
GROWING = ("account_move", "account_move_line", "account_partial_reconcile", "account_payment")


def run(env):
    """Print time and queries per receipt of both, and their ratio."""
    _prepare_company(env)
    print("\nmilliseconds and queries per receipt (median of calls)")
    print(f"{'values x invoices':28}{'receipt':>10}{'register':>10}{'ratio':>8}", end="")
    print(f"{'queries':>10}{'register':>10}")
    few, many = (1, INVOICES), (3, WIDE)
    _report(f"1 x {INVOICES} one by one", _measure(env, few, 1, SINGLE))
    _report(f"1 x {INVOICES}, {BATCH} in a call", _measure(env, few, BATCH, 2))
    _report(f"3 x {WIDE} one by one", _measure(env, many, 1, WIDE_CALLS))


def _report(label, medians):
    addon, core = medians
    ratio = addon[0] / core[0]
    print(f"{label:28}{addon[0]:10.1f}{core[0]:10.1f}{ratio:8.2f}{addon[1]:10.1f}{core[1]:10.1f}")


def _prepare_company(env):
    env["account.chart.template"].try_loading(
        "generic_coa", company=env.company, install_demo=False
    )
    env.cr.commit()


def _measure(env, size, customers, calls):
    """Run ``calls`` calls of each kind over ``customers`` fresh customers, in turns.

    :param size: (values, invoices) of a receipt
    """
    values, invoices = size
    groups = _make_groups(env, 2 * customers * calls, invoices)
    chunks = [groups[n : n + customers] for n in range(0, len(groups), customers)]
    ways, samples = (_addon, _core), {_addon: [], _core: []}
    for turn in range(calls):
        pair = ways if turn % 2 else ways[::-1]
        for way in pair:
            samples[way].append(_time(env, way, chunks.pop(), values))
    return [_median(samples[way]) for way in ways]


def _median(samples):
    return tuple(statistics.median(values) for values in zip(*samples, strict=True))


def _time(env, way, groups, values):
    """Return milliseconds and queries per receipt of one call, and check what it left."""
    env.flush_all()
    env.invalidate_all()
    env.cr.execute(f"ANALYZE {', '.join(GROWING)}")  # as a server with autovacuum would know them
    env.cr.commit()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    way(env, groups, values)
    env.flush_all()
    spent, asked = time.perf_counter() - start, env.cr.sql_log_count - queries
    env.cr.commit()
    items = env["account.move.line"].browse([line for _partner, lines in groups for line in lines])
    assert not any(items.mapped("amount_residual")), "something was left unpaid"
    return spent * 1000 / len(groups), asked / len(groups)


def _bank(env):
    return env["account.journal"].search(
        [("type", "=", "bank"), ("company_id", "=", env.company.id)], limit=1
    )


def _addon(env, groups, values):
    journal = _bank(env)
    env["cobranzas.receipt"].create(
        [
            {
                "partner_id": partner,
                "date": DAY,
                "line_ids": [Command.create({"move_line_id": line}) for line in lines],
                "value_ids": [
                    Command.create(
                        {
                            "journal_id": journal.id,
                            "amount": 100.0 * len(lines) / values,
                            "operation_number": f"TR {number}",
                        }
                    )
                    for number in range(values)
                ],
            }
            for partner, lines in groups
        ]
    ).action_post()


def _core(env, groups, _values):
    journal = _bank(env)
    lines = [line for _partner, lines in groups for line in lines]
    wizard = (
        env["account.payment.register"]
        .with_context(active_model="account.move.line", active_ids=lines)
        .create({"payment_date": DAY, "group_payment": True, "journal_id": journal.id})
    )
    wizard._create_payments()


def _make_groups(env, count, invoices):
    """Make ``count`` customers with posted invoices, in the order of their age.

    Returns [(partner id, item ids)].
    """
    env = env(context={**env.context, "tracking_disable": True})
    partners = env["res.partner"].create([{"name": f"Cliente {n}"} for n in range(count)])
    moves = env["account.move"].create(
        [
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_date": date(2026, 1, 10 + number % 20),
                "date": date(2026, 1, 10 + number % 20),
                "invoice_line_ids": [
                    Command.create({"name": "x", "price_unit": 100.0, "tax_ids": [Command.clear()]})
                ],
            }
            for partner in partners
            for number in range(invoices)
        ]
    )
    moves._post(soft=False)
    groups = {partner.id: [] for partner in partners}
    for line in moves.line_ids.filtered(
        lambda line: line.account_id.account_type == "asset_receivable"
    ):
        groups[line.partner_id.id].append(line.id)
    env.cr.commit()
    return list(groups.items())
