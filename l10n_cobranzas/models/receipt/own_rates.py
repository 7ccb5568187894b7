"""What pays the lines of receipts that are settled at their own rate, in the ledger (CHG-01)."""

from ...engine.own_rate import book_payments


class OwnRates:
    """What each source takes off each line at its own rate, in the company's currency."""

    def __init__(self, plans):
        """Take the plans of receipts, {receipt: Plan}, whose keys are records."""
        self._booked = {}
        for receipt, made in plans.items():
            for line in receipt.line_ids.filtered(lambda line: line.document_rate):
                if line.amount > 0:
                    self._read(line, made)

    def _read(self, line, made):
        currency = line.company_currency_id
        for source, units in book_payments(made, line._prepare_plan_debt()).items():
            self._booked[source, line] = currency._cobranzas_from_minor_units(units)

    def get(self, source, line):
        """Return what ``source`` takes off ``line``; None for one at the receipt's rate.

        For the source ``None``: what is written off.
        """
        return self._booked.get((source, line))

    def get_booked(self, source, line):
        """Return {item: amount} as ``_cobranzas_allocate`` takes it, for what is paid of a line."""
        own = self.get(source, line)
        return None if own is None else {line.move_line_id: own}

    def get_booked_balance(self, key, item):
        """Return the same for an item that is no payment: its ``ItemKey``, and what it became."""
        if key.role == "written_off":
            return self.get_booked(None, key.record)
        if key.role == "taken" and key.record.document_rate:
            return {key.record.move_line_id: abs(item.balance)}
        return None

    @staticmethod
    def get_part(share):
        """Return what shares with one item have in common: a line at its own rate has its own."""
        return share.debt if share.debt.document_rate else share.reconcile_key
