"""What is asked of core's reconciliation: exact amounts, pair by pair (DESIGN 1)."""


class ExactAmounts:
    """The amounts to allocate between pairs of items, while core reconciles them."""

    def __init__(self):
        self._amounts = {}

    def add(self, debit, credit, amount, owner, booked):
        """Ask for one allocation; ``amount`` in the debit's currency."""
        self._amounts.setdefault((debit.id, credit.id), []).append((amount, owner, booked))

    def take(self, debit, credit):
        """Return (amount, owner, booked) of the pair's next allocation, once, or None."""
        waiting = self._amounts.get((debit.id, credit.id))
        return waiting.pop(0) if waiting else None
