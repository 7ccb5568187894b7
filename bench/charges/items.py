"""Overdue items that were paid in part: one customer by Odoo, the others copies of its rows."""

from datetime import date, timedelta

from odoo.fields import Command
from odoo.tools import SQL

DEBTS = 100  # of a customer
PARTIALS = 3  # of a debt
DUE = date(2026, 1, 10)

#: columns that name a row of a copied table, in each of them
SHIFTED = {
    "res_partner": {"id": "res_partner", "commercial_partner_id": "res_partner"},
    "account_move": {
        "id": "account_move",
        "partner_id": "res_partner",
        "commercial_partner_id": "res_partner",
    },
    "account_move_line": {
        "id": "account_move_line",
        "move_id": "account_move",
        "partner_id": "res_partner",
    },
    "account_partial_reconcile": {
        "id": "account_partial_reconcile",
        "debit_move_id": "account_move_line",
        "credit_move_id": "account_move_line",
    },
}
#: columns whose values no two rows share
NUMBERED = {"account_move": {"name": "name || '-' || n", "sequence_number": "sequence_number + n"}}


def make_items(env, count, policy):
    """Return ``count`` overdue items on a policy, paid in part.

    Each is of 100.00, of which three payments brought 20.00 each, ten, twenty and thirty days
    after its due date.
    """
    debts, paid = _make_entries(env, policy)
    copies = count // DEBTS - 1
    if copies:
        entries = debts | paid
        sources = {
            "res_partner": debts.partner_id,
            "account_move": entries,
            "account_move_line": entries.line_ids,
            "account_partial_reconcile": debts.line_ids.matched_credit_ids,
        }
        _copy(env, sources, copies)
    env.cr.execute(f"ANALYZE {', '.join(SHIFTED)}")  # as a server with autovacuum would know them
    env.cr.commit()
    env.invalidate_all()
    items = env["account.move.line"].search(
        [("cobranzas_interest_policy_id", "=", policy.id)], order="date_maturity, id"
    )
    partials = env["account.partial.reconcile"].search_count([("debit_move_id", "in", items.ids)])
    assert (len(items), partials) == (count, count * PARTIALS), (len(items), partials)
    return items.ids


def _make_entries(env, policy):
    """Return two posted entries: the debts of one customer, and what paid them in part."""
    partner = env["res.partner"].create({"name": "Cliente"})
    amounts = [(100.0, DUE + timedelta(days=number % 30)) for number in range(DEBTS)]
    debts = _make_entry(env, partner, date(2026, 1, 5), amounts)
    paid = env["account.move"]
    due = debts.line_ids.filtered(lambda item: item.balance > 0).sorted("id")
    groups = {item: item for item in due}
    for number in range(PARTIALS):
        day = date(2026, 2, 20) + timedelta(days=10 * number)
        entry = _make_entry(env, partner, day, [(-20.0, day)] * DEBTS)
        credits = entry.line_ids.filtered(lambda item: item.balance < 0).sorted("id")
        for item, credit in zip(due, credits, strict=True):
            groups[item] |= credit
        paid |= entry
    env["account.move.line"]._reconcile_plan(list(groups.values()))
    due.sudo().write(
        {
            "cobranzas_interest_policy_id": policy.id,
            "cobranzas_interest_rate": policy.rate,
            "cobranzas_interest_rate_period": policy.rate_period,
        }
    )
    env.flush_all()
    return debts, paid


def _make_entry(env, partner, day, amounts):
    receivable = partner.property_account_receivable_id
    other = env["account.account"].search([("account_type", "=", "income")], limit=1)
    lines = [
        {
            "account_id": receivable.id,
            "partner_id": partner.id,
            "balance": amount,
            "date_maturity": due,
        }
        for amount, due in amounts
    ]
    lines.append({"account_id": other.id, "balance": -sum(amount for amount, _due in amounts)})
    move = env["account.move"].create(
        {
            "date": day,
            "partner_id": partner.id,
            "line_ids": [Command.create(vals) for vals in lines],
        }
    )
    move.action_post()
    return move


def _copy(env, sources, count):
    """Copy rows ``count`` times, their references among them, by one query a table."""
    shifts = {}
    for table, records in sources.items():
        env.cr.execute(SQL("SELECT MAX(id) FROM %s", SQL.identifier(table)))
        first, last = min(records.ids), max(records.ids)
        shifts[table] = f"{env.cr.fetchone()[0] - last} + n * {last - first + 1}"
    for table, records in sources.items():
        env.cr.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_name = %s AND is_generated = 'NEVER'",
            (table,),
        )
        names = [name for (name,) in env.cr.fetchall()]
        moved = {
            column: f'"{column}" + {shifts[of]}' for column, of in SHIFTED[table].items()
        } | NUMBERED.get(table, {})
        values = ", ".join(moved.get(name, f'"{name}"') for name in names)
        quoted = ", ".join(f'"{name}"' for name in names)
        env.cr.execute(
            f"INSERT INTO {table} ({quoted}) SELECT {values} FROM {table}, "
            f"generate_series(1, {int(count)}) AS n WHERE id IN %s",
            (tuple(records.ids),),
        )
        env.cr.execute(f"SELECT setval('{table}_id_seq', (SELECT MAX(id) FROM {table}))")
