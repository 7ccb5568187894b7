"""Entries of anticipated deposits, which before were known by their deposit alone."""

from odoo.tools import SQL


def migrate(cr, version):
    """Let the entries of deposits of before 19.0.1.3.0 know their deposit."""
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
