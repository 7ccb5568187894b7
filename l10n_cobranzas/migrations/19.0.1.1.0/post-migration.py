"""Receipts posted before their totals, numbers and allocations were kept as they are now.

What was posted stands, so the ORM computes none of it again: it is filled in here.
"""

from odoo.tools import SQL


def migrate(cr, version):
    """Fill in what posted receipts of 19.0.1.0.0 lack."""
    _fill_totals_and_numbers(cr)
    _fill_allocations(cr)


def _fill_totals_and_numbers(cr):
    cr.execute(
        SQL(
            """
            UPDATE cobranzas_receipt
               SET amount_withholdings = 0, amount_total = amount_values
             WHERE state IN ('posted', 'voided') AND coalesce(amount_withholdings, 0) = 0
            """
        )
    )
    cr.execute(
        SQL(
            r"""
            UPDATE cobranzas_receipt
               SET number = substring(name FROM '([0-9]{1,9})$')::integer
             WHERE name ~ '[0-9]$' AND coalesce(number, 0) = 0
            """
        )
    )


def _fill_allocations(cr):
    """Tell from the ledger which value or credit paid which document."""
    cr.execute(
        SQL(
            """
            INSERT INTO cobranzas_receipt_allocation (receipt_id, line_id, value_id, amount)
            SELECT receipt.id, line.id, value.id, partial.debit_amount_currency
              FROM account_partial_reconcile partial
              JOIN cobranzas_receipt receipt ON receipt.id = partial.cobranzas_receipt_id
              JOIN cobranzas_receipt_line line
                ON line.receipt_id = receipt.id AND line.move_line_id = partial.debit_move_id
              JOIN account_move_line item ON item.id = partial.credit_move_id
              JOIN account_payment payment ON payment.move_id = item.move_id
              JOIN cobranzas_receipt_value value ON value.payment_id = payment.id
             WHERE partial.debit_amount_currency > 0
            """
        )
    )
    cr.execute(
        SQL(
            """
            INSERT INTO cobranzas_receipt_allocation (receipt_id, line_id, credit_id, amount)
            SELECT receipt.id, line.id, credit.id, partial.debit_amount_currency
              FROM account_partial_reconcile partial
              JOIN cobranzas_receipt receipt ON receipt.id = partial.cobranzas_receipt_id
              JOIN cobranzas_receipt_line line
                ON line.receipt_id = receipt.id AND line.move_line_id = partial.debit_move_id
              JOIN cobranzas_receipt_line credit
                ON credit.receipt_id = receipt.id AND credit.move_line_id = partial.credit_move_id
             WHERE partial.debit_amount_currency > 0
            """
        )
    )
