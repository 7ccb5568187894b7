"""What several models share to keep a receipt and what it made together."""

from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL


def lock_rows(records):
    """Lock the records' rows in id order, waiting for whoever holds them.

    When that one changed a row, PostgreSQL refuses and the server runs the request again on
    what it left. Callers read anew what they judge by.
    """
    if records:
        records.env.cr.execute(
            SQL(
                "SELECT id FROM %s WHERE id IN %s ORDER BY id FOR UPDATE",
                SQL.identifier(records._table),
                tuple(records.ids),
            )
        )


#: stands in the context while a receipt dates its entries anew: an object, which no request
#: can carry
DATING = object()


def is_dating(env):
    """Tell whether a receipt is dating its entries anew (REC-16)."""
    return env.context.get("cobranzas_dating") is DATING


def refuse_link(env, vals_list, field):
    """Raise ``AccessError`` when ``field`` is written by hand.

    What ties payments, entries, allocations and cheques to their receipt holds the guards
    on them; only posting and voiding set it, and those run as superuser.
    """
    if not env.su and any(field in vals for vals in vals_list):
        raise AccessError(env._("What a receipt made is tied to it by posting alone."))


def refuse_closed(receipts):
    """Raise ``UserError`` naming the receipt through which alone its entries change (REC-15)."""
    for receipt in receipts:
        if receipt.state != "draft":
            raise UserError(
                receipt.env._(
                    "This belongs to receipt %(receipt)s: change or void it there.",
                    receipt=receipt.display_name,
                )
            )
