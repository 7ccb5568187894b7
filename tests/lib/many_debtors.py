"""Many debtors with a document past due each, made quickly: one by core, the others as it."""

from odoo import Command
from odoo.tools import SQL

BATCH = 1000


def make_many_debtors(env, count, due="2026-01-10", amount=100):
    """Make debtors with an e-mail address, each with one posted invoice; return their ids.

    Core posts the first invoice, and its rows are copied for the other debtors: ten thousand
    take seconds.
    """
    names = [f"Deudor {number}" for number in range(count)]
    vals_list = [
        {"name": name, "email": f"{name.replace(' ', '')}@example.com".lower()} for name in names
    ]
    ids = []
    for start in range(0, count, BATCH):
        ids += env["res.partner"].create(vals_list[start : start + BATCH]).ids
    move = env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": ids[0],
            "invoice_date": due,
            "invoice_date_due": due,
            "invoice_payment_term_id": False,
            "invoice_line_ids": [
                Command.create({"name": "x", "price_unit": amount, "tax_ids": [Command.clear()]})
            ],
        }
    )
    move.action_post()
    env.flush_all()
    if ids[1:]:
        _copy_for(env, move, ids[1:])
    env.invalidate_all()
    return ids


def _copy_for(env, move, partner_ids):
    """Copy the rows of a posted entry for other partners, under other numbers."""
    partner, name = SQL("partner.id"), SQL("'COPY/' || partner.id")
    own = {
        **dict.fromkeys(("partner_id", "commercial_partner_id", "partner_shipping_id"), partner),
        **dict.fromkeys(("name", "payment_reference"), name),
    }
    env.cr.execute(
        SQL(
            "INSERT INTO account_move (%s) SELECT %s FROM account_move row "
            "CROSS JOIN unnest(%s) AS partner(id) WHERE row.id = %s RETURNING id",
            *_name_columns(env, "account_move", own),
            partner_ids,
            move.id,
        )
    )
    copies = [number for (number,) in env.cr.fetchall()]
    own = {
        "move_id": SQL("move.id"),
        "move_name": SQL("move.name"),
        "partner_id": SQL("move.partner_id"),
    }
    env.cr.execute(
        SQL(
            "INSERT INTO account_move_line (%s) SELECT %s FROM account_move_line row "
            "CROSS JOIN account_move move WHERE row.move_id = %s AND move.id = ANY(%s)",
            *_name_columns(env, "account_move_line", own),
            move.id,
            copies,
        )
    )


def _name_columns(env, table, own):
    """Return the columns of a table but for its id, and what to fill them with in a copy."""
    env.cr.execute(
        SQL(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
            "AND NOT attisdropped AND attgenerated = '' AND attname <> 'id' ORDER BY attnum",
            table,
        )
    )
    names = [name for (name,) in env.cr.fetchall()]
    values = [own.get(name, SQL("row.%s", SQL.identifier(name))) for name in names]
    return SQL(", ").join(SQL.identifier(name) for name in names), SQL(", ").join(values)
