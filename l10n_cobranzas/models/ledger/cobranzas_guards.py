"""What several models share to keep a receipt and what it made together."""

from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL
from psycopg2.extensions import TRANSACTION_STATUS_IDLE

TURNS = 0x0C0B  # names the add-on's advisory locks among those of others
QUEUES = 256  # customers share this many, so that a batch never holds more locks

#: stands in the context while a posted receipt is corrected by its own doors: an object, which
#: no request can carry
CHANGING = object()


def is_changing(env):
    """Tell whether a receipt's own door is correcting what it posted (REC-16)."""
    return env.context.get("cobranzas_changing") is CHANGING


def lock_rows(records):
    """Lock the records' rows in id order, waiting for whoever holds them.

    When that one changed a row, PostgreSQL refuses and the server runs the request again on
    what it left. Callers read anew what they judge by. Others may go on referring to the rows:
    making a draft on a document that is being collected neither waits nor fails.
    """
    if records:
        records.env.cr.execute(
            SQL(
                "SELECT id FROM %s WHERE id IN %s ORDER BY id FOR NO KEY UPDATE",
                SQL.identifier(records._table),
                tuple(records.ids),
            )
        )


def has_begun(cr):
    """Tell whether the cursor's transaction has begun: whether it has sent a query."""
    return cr._cnx.info.transaction_status != TRANSACTION_STATUS_IDLE


def wait_for_turn(cr, customer_ids, begun):
    """Let one transaction at a time change the allocations of each customer.

    Reconciling changes every item that is tied to those reconciled, so two receipts of a
    customer collide also where they share no document. And a transaction sees the ledger as it
    was at its first query: what others changed since makes PostgreSQL refuse, and the server runs
    the request again, after a sleep, five times in all. With many cashiers at one customer that
    would not be enough. So the second time, when nothing has been read yet, the transaction that
    waits here ends and another one begins with the turn in hand: it sees all that was done.

    :param begun: whether this transaction had begun before the ids were read; one that had
        may hold other work, so it goes on with what it sees
    """
    keys = sorted({customer_id % QUEUES for customer_id in customer_ids})
    take = SQL("SELECT pg_advisory_xact_lock(%s, key) FROM unnest(%s) AS key", TURNS, keys)
    if begun:
        cr.execute(take)
        return
    # these outlast the transaction
    hold = SQL("SELECT pg_advisory_lock(%s, key) FROM unnest(%s) AS key", TURNS, keys)
    leave = SQL("SELECT pg_advisory_unlock(%s, key) FROM unnest(%s) AS key", TURNS, keys)
    try:
        cr.execute(hold)
        cr.rollback()
        cr.execute(take)
    except BaseException:
        cr.rollback()
        raise
    finally:
        cr.execute(leave)


def refuse_link(env, vals_list, field):
    """Raise ``AccessError`` when ``field`` is written by hand.

    What ties payments, entries, allocations and cheques to their receipt holds the guards
    on them; only posting and voiding set it, and those run as superuser. A default that the
    context brings is written by hand too.
    """
    if env.su:
        return
    if f"default_{field}" in env.context or any(field in vals for vals in vals_list):
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
