"""Entries know their deposit; allocations count from the date of the receipt that made them."""

from odoo.tools import SQL


def migrate(cr, version):
    """Fill what databases of before 19.0.1.3.0 have otherwise."""
    know_deposits(cr)
    date_allocations(cr)


def date_allocations(cr):
    """Let what a receipt decided between older items count from the receipt's date."""
    cr.execute(
        SQL(
            """
            UPDATE account_partial_reconcile partial
               SET max_date = receipt.date
              FROM cobranzas_receipt receipt
             WHERE receipt.id = partial.cobranzas_receipt_id
               AND receipt.date > partial.max_date
            """
        )
    )


def know_deposits(cr):
    """Let the entries of deposits know their deposit."""
    cr.execute(
        SQL(
            """
            UPDATE account_move move
               SET cobranzas_deposit_id = deposit.id
              FROM cobranzas_deposit deposit
             WHERE move.id IN (deposit.move_id, deposit.cancel_move_id)
               AND move.cobranzas_deposit_id IS NULL
            """
        )
    )
