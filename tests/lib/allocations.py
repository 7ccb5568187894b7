"""Allocations by hand: what the client sends, what is stored and what the ledger has."""

from .common import CollectionsCommon


class AllocationsCommon(CollectionsCommon):
    def _rows(self, receipt, table):
        """Return what the client would send. ``table``: (source, item, amount) in order."""
        line_of = {line.move_line_id: line for line in receipt.line_ids}
        return [
            {
                "source": f"{record._name},{record.id}",
                "document": line_of[item].id,
                "amount": amount,
            }
            for record, item, amount in (
                (line_of.get(source, source), item, amount) for source, item, amount in table
            )
        ]

    def _allocate(self, receipt, *table):
        receipt.save_allocations(self._rows(receipt, table))

    def _stored(self, receipt):
        return [
            (row._get_source()._get_label(), row.line_id.name, row.amount)
            for row in receipt.allocation_ids
        ]

    def _partials(self, receipt):
        """Return {(credit's entry, debit's entry): amount} as the ledger has it."""
        return {
            (partial.credit_move_id.move_id, partial.debit_move_id): partial.debit_amount_currency
            for partial in receipt.partial_ids
        }
