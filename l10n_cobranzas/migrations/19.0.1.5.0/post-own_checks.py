"""A refund has a list of own cheques, where it had one number and date."""

from odoo.tools.sql import column_exists


def migrate(cr, version):
    """Put the cheque of each refund on its list; the amount is that of the cheque issued."""
    if not column_exists(cr, "cobranzas_operation", "check_number"):
        return
    cr.execute(
        """INSERT INTO cobranzas_operation_own_check
            (operation_id, company_id, number, payment_date, amount)
        SELECT operation.id, operation.company_id, operation.check_number, operation.check_date,
            COALESCE((
                SELECT SUM(issued.amount) FROM l10n_latam_check issued
                JOIN account_payment payment ON payment.id = issued.payment_id
                WHERE payment.cobranzas_operation_id = operation.id
            ), 0)
        FROM cobranzas_operation operation
        WHERE TRIM(COALESCE(operation.check_number, '')) <> ''"""
    )
