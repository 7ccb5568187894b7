"""A stop of interest has a day from which it counts, where it counted at every date."""


def migrate(cr, version):
    """Let what was stopped stay so at every date: from the day of the item."""
    cr.execute(
        """UPDATE account_move_line SET cobranzas_interest_stopped_from = date
        WHERE cobranzas_interest_stopped AND cobranzas_interest_stopped_from IS NULL"""
    )
