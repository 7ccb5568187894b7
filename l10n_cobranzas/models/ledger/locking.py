"""Locks that keep two transactions from changing the same part of the ledger at once."""

from odoo.tools import SQL
from psycopg2.extensions import TRANSACTION_STATUS_IDLE

LOCK_SPACE = 0x0C0B  # names the add-on's advisory locks among those of others
JOURNALS = 0x0C0C  # the same, for turns at journals
LOCK_BUCKETS = 256  # customers share this many, so that a batch never holds more locks


def lock_rows(records):
    """Lock the records' rows in id order, waiting for whoever holds them.

    When that one changed a row, PostgreSQL refuses and the server runs the request again on
    what it left. Callers read again what they judge by. Others may go on referring to the rows:
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


def wait_for_turn(records, space=JOURNALS):
    """Let one transaction at a time number in these journals, or others: the first come, first.

    In id order; kept to the end of the transaction. A lock of the rows would not do: who has made
    entries of a journal refers to its row, and of those PostgreSQL lets all who wait race for it.

    :param space: names the locks of these records among all advisory locks
    """
    if records:
        records.env.cr.execute(
            SQL(
                "SELECT pg_advisory_xact_lock(%s, id) FROM unnest(%s) AS id",
                space,
                sorted(records.ids),
            )
        )


def transaction_started(cr):
    """Tell whether the cursor's transaction has started: whether it has sent a query."""
    return cr._cnx.info.transaction_status != TRANSACTION_STATUS_IDLE


def _get_keys(customer_ids):
    """Return the keys of the locks of customers, in the order in which all ask for them."""
    return sorted({customer_id % LOCK_BUCKETS for customer_id in customer_ids})


def prepare_customer_locks(customer_ids):
    """Return the statement that waits for the locks of customers and keeps them to the end."""
    return SQL(
        "SELECT pg_advisory_xact_lock(%s, key) FROM unnest(%s) AS key",
        LOCK_SPACE,
        _get_keys(customer_ids),
    )


def acquire_customer_locks(cr, customer_ids, started):
    """Let one transaction at a time change the allocations of each customer.

    Reconciling changes every item that is tied to those reconciled, so two receipts of a
    customer collide also where they share no document. And a transaction sees the ledger as it
    was at its first query: what others changed since makes PostgreSQL refuse, and the server runs
    the request again, after a sleep, five times in all. With many cashiers at one customer that
    would not be enough. So when nothing had been read before, the transaction that waits here
    ends and another one begins with the lock held: it sees all that was done.

    :param started: whether this transaction had started before the ids were read; one that had
        may hold other work, so it goes on with what it sees
    """
    keys = _get_keys(customer_ids)
    if not keys:
        return
    lock = prepare_customer_locks(customer_ids)
    if started:
        cr.execute(lock)
        return
    # session locks outlast the transaction
    hold = SQL("SELECT pg_advisory_lock(%s, key) FROM unnest(%s) AS key", LOCK_SPACE, keys)
    release = SQL("SELECT pg_advisory_unlock(%s, key) FROM unnest(%s) AS key", LOCK_SPACE, keys)
    try:
        cr.execute(hold)
        cr.rollback()
        cr.execute(SQL("%s; %s", lock, release))
    except BaseException:
        cr.rollback()
        cr.execute(release)
        raise
