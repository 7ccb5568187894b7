"""What the allocation tree shows and sends (*ver imputaciones*, REC-04), as plain values."""

import math

from odoo.exceptions import UserError


class AllocationTree:
    """Documents, sources and rows of one receipt, for the web client."""

    def __init__(self, receipt):
        """Take the receipt as superuser: who sees it sees the names and amounts in it."""
        self.receipt = receipt
        self.env = receipt.env
        self.is_draft = receipt.state == "draft"

    def get_values(self, recalculate):
        """Return the tree; with ``recalculate``, as the plan would decide it."""
        receipt = self.receipt
        debts, sources = self._get_nodes()
        rows, warning = self._get_rows(recalculate)
        used = debts.currency_id.union(receipt.currency_id, *(row.currency_id for row in sources))
        return {
            "id": receipt.id,
            "name": receipt.display_name,
            "state": receipt.state,
            "by_group": receipt.allocate_by_group,
            "by_hand": receipt.allocated_by_hand and not recalculate,
            "warning": warning,
            "gives_change": receipt.excess == "change",
            "currency_id": receipt.currency_id.id,
            "rates": {str(currency.id): receipt._get_rate(currency) for currency in used},
            "documents": [self._prepare_document(line) for line in debts],
            "sources": [self._prepare_source(source) for source in sources],
            "rows": [
                {"source": self._get_key(source), "document": line.id, "amount": amount}
                for source, line, amount in rows
            ],
        }

    def _get_nodes(self):
        """Return the documents paid, and the sources: credits, then what was received."""
        receipt = self.receipt
        if self.is_draft:
            debts, credits = receipt._get_planned_lines()
        else:
            debts = receipt.line_ids.filtered(lambda line: line.amount > 0)
            credits = receipt.line_ids.filtered(lambda line: line.amount < 0)
        return debts, [*credits, *receipt._get_sources()]

    def _get_rows(self, recalculate):
        """Return [(source, line, amount)] and the sentence that says what is wrong with them."""
        receipt = self.receipt
        if not self.is_draft or (receipt.allocated_by_hand and not recalculate):
            rows = [(row._get_source(), row.line_id, row.amount) for row in receipt.allocation_ids]
            return rows, receipt.allocation_warning
        try:
            return receipt.allocation_ids._get_plan_rows(receipt._plan_automatic()), False
        except UserError as error:
            return [], str(error)

    def _prepare_document(self, line):
        return {
            "id": line.id,
            "name": line.name,
            "partner": line.partner_id.display_name or "",
            "date_due": line.date_due,
            "currency_id": line.currency_id.id,
            "amount": line.amount,
            "rate": line.document_rate,
            "pool": line._get_tree_scope() if self.is_draft else False,
        }

    def _prepare_source(self, source):
        currency = source.currency_id
        return {
            **source._prepare_tree_vals(self.is_draft),
            "key": self._get_key(source),
            "currency_id": currency.id,
            "amount": currency._cobranzas_from_minor_units(source._get_minor_units()),
        }

    def _get_key(self, source):
        """Return what names a source to the client."""
        return f"{source._name},{source.id}"

    # ------------------------------------------------------------------
    # Saving
    # ------------------------------------------------------------------

    def prepare_allocations(self, rows):
        """Return the values of the allocations typed, each row checked to be of this receipt.

        :param rows: as the client sends them
        :raises UserError: for rows that are malformed, or outdated
        """
        debts, sources = self._get_nodes()
        documents = {line.id: line for line in debts}
        by_key = {self._get_key(source): source for source in sources}
        vals = {}
        for row in rows if isinstance(rows, list) else [None]:
            source, line, amount = self._read_row(row, by_key, documents)
            if (source, line) in vals:
                self._refuse()
            vals[source, line] = self.receipt.allocation_ids._prepare_vals(source, line, amount)
        return list(vals.values())

    def _read_row(self, row, by_key, documents):
        """Return (source, line, amount) of a row sent by the client, or refuse it."""
        if not isinstance(row, dict) or set(row) != {"source", "document", "amount"}:
            self._refuse()
        key, document, amount = row["source"], row["document"], row["amount"]
        if not isinstance(key, str) or type(document) is not int:
            self._refuse()
        if key not in by_key or document not in documents:
            raise UserError(
                self.env._(
                    "The receipt's documents or values changed meanwhile: open the allocations "
                    "again."
                )
            )
        return by_key[key], documents[document], self._read_amount(amount, documents[document])

    def _read_amount(self, amount, line):
        if type(amount) not in (int, float) or not math.isfinite(amount):
            self._refuse()
        if line.currency_id.compare_amounts(amount, 0.0) <= 0:
            raise UserError(
                self.env._(
                    "What is allocated to %(document)s must be above zero.", document=line.name
                )
            )
        if abs(line.currency_id.round(amount) - amount) > line.currency_id.rounding / 100:
            self._refuse()
        return line.currency_id.round(amount)

    def _refuse(self):
        raise UserError(self.env._("The allocations received can't be read: open them again."))
