import math

from odoo import models
from odoo.exceptions import UserError

from ..ledger.locking import lock_rows


class CobranzasReceipt(models.Model):
    """The allocation tree (*ver imputaciones*, REC-04): one door to read it, one to save it."""

    _inherit = "cobranzas.receipt"

    def action_open_allocations(self):
        """Open the allocation tree of the receipt."""
        self.ensure_one()
        return {
            **self.env["ir.actions.client"]._for_xml_id(
                "l10n_cobranzas.cobranzas_receipt_action_allocations"
            ),
            "context": {"active_id": self.id},
        }

    def action_recalculate_allocations(self):
        """Forget the allocations made by hand: the plan decides again (REC-04)."""
        for receipt in self:
            receipt.save_allocations(None)
        return True

    def get_allocation_tree(self, recalculate=False):
        """Return what pays what, for the tree: documents, sources and rows, in one go.

        :param recalculate: True for what the plan would decide, whatever was saved
        Amounts are those of each one's own currency; ``pool`` tells what a credit may pay.
        Raises ``AccessError`` for who may not read the receipt.
        """
        self.ensure_one()
        self.check_access("read")
        editable = self.state == "draft" and self.has_access("write")
        # sudo: names and amounts of what is in the receipt, for who may read the receipt
        return {"editable": editable, **self.sudo()._prepare_tree(bool(recalculate))}

    def save_allocations(self, rows):
        """Keep who pays what as decided by hand; ``None`` lets the plan decide again.

        :param rows: [{"source": key of the tree, "document": id, "amount": in its currency}]
        Raises ``AccessError`` for who may not write the receipt; ``UserError`` when it is no
        draft, or when the rows don't fit its documents and sources, saying which.
        """
        self.ensure_one()
        self.check_access("write")
        lock_rows(self)
        self.invalidate_recordset(["state"])
        self._check_is_draft()
        # sudo: rows are written by this door only; all of them are of the receipt checked above
        receipt = self.sudo()
        if rows is None:
            receipt._recalculate_allocations()
            return True
        vals_list = receipt._prepare_typed_allocations(rows)
        receipt.allocation_ids.unlink()
        self.env["cobranzas.receipt.allocation"].sudo().create(vals_list)
        receipt.allocated_by_hand = True
        receipt._prepare_plan_by_hand()
        return True

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------

    def _prepare_tree(self, recalculate):
        debts, sources = self._get_tree_nodes()
        rows, warning = self._get_tree_rows(recalculate)
        used = debts.currency_id.union(self.currency_id, *(row.currency_id for row in sources))
        draft = self.state == "draft"
        return {
            "id": self.id,
            "name": self.display_name,
            "state": self.state,
            "by_hand": self.allocated_by_hand and not recalculate,
            "warning": warning,
            "gives_change": self.excess == "change",
            "currency_id": self.currency_id.id,
            "rates": {str(currency.id): self._get_rate(currency) for currency in used},
            "documents": [self._prepare_tree_document(line, draft) for line in debts],
            "sources": [
                self._prepare_tree_source(source, units, draft) for source, units in sources.items()
            ],
            "rows": [
                {"source": self._tree_key(source), "document": line.id, "amount": amount}
                for source, line, amount in rows
            ],
        }

    def _get_tree_nodes(self):
        """Return the documents paid, and {source: units of its currency}: credits, then funds."""
        if self.state == "draft":
            debts, credits = self._get_planned_lines()
        else:
            debts = self.line_ids.filtered(lambda line: line.amount > 0)
            credits = self.line_ids.filtered(lambda line: line.amount < 0)
        return debts, {line: line._amount_units() for line in credits} | self._get_source_units()

    def _get_tree_rows(self, recalculate):
        """Return [(source, line, amount)] and the sentence that says what is wrong with them."""
        if self.state != "draft" or (self.allocated_by_hand and not recalculate):
            rows = [(row._get_source(), row.line_id, row.amount) for row in self.allocation_ids]
            return rows, self.allocation_warning
        try:
            return self._get_plan_rows(self._prepare_automatic_plan()), False
        except UserError as error:
            return [], str(error)

    def _prepare_tree_document(self, line, draft):
        return {
            "id": line.id,
            "name": line.name,
            "partner": line.partner_id.display_name or "",
            "date_due": line.date_due,
            "currency_id": line.currency_id.id,
            "amount": line.amount,
            "pool": self._tree_pool(line) if draft else False,
        }

    def _prepare_tree_source(self, source, units, draft):
        is_credit = source._name == "cobranzas.receipt.line"
        return {
            "key": self._tree_key(source),
            "kind": self.env._("Credit") if is_credit else self._tree_kind(source),
            "name": source._get_label(),
            "partner": (source.partner_id.display_name or "") if is_credit else "",
            "currency_id": source.currency_id.id,
            "amount": source.currency_id._cobranzas_from_units(units),
            "pool": self._tree_pool(source) if is_credit and draft else False,
        }

    def _tree_key(self, source):
        return f"{source._name},{source.id}"

    def _tree_kind(self, source):
        return self.env["ir.model"]._get(source._name).name

    def _tree_pool(self, line):
        kind, key = self._get_transfer_pool(line)
        return f"{kind},{key}"

    # ------------------------------------------------------------------
    # Saving
    # ------------------------------------------------------------------

    def _prepare_typed_allocations(self, rows):
        """Return the values of what was typed, each row checked to be of this receipt."""
        debts, sources = self._get_tree_nodes()
        documents = {line.id: line for line in debts}
        by_key = {self._tree_key(source): source for source in sources}
        vals = {}
        for row in rows if isinstance(rows, list) else [None]:
            source, line, amount = self._read_typed(row, by_key, documents)
            if (source, line) in vals:
                self._refuse_typed()
            vals[source, line] = self._prepare_allocation_vals(source, line, amount)
        return list(vals.values())

    def _read_typed(self, row, by_key, documents):
        """Return (source, line, amount) of a row sent by the client, or refuse it."""
        if not isinstance(row, dict) or set(row) != {"source", "document", "amount"}:
            self._refuse_typed()
        key, document, amount = row["source"], row["document"], row["amount"]
        if not isinstance(key, str) or type(document) is not int:
            self._refuse_typed()
        if key not in by_key or document not in documents:
            raise UserError(
                self.env._(
                    "The receipt's documents or values changed meanwhile: open the allocations "
                    "again."
                )
            )
        line = documents[document]
        if type(amount) not in (int, float) or not math.isfinite(amount):
            self._refuse_typed()
        if line.currency_id.compare_amounts(amount, 0.0) <= 0:
            raise UserError(
                self.env._(
                    "What is allocated to %(document)s must be above zero.", document=line.name
                )
            )
        if abs(line.currency_id.round(amount) - amount) > line.currency_id.rounding / 100:
            self._refuse_typed()
        return by_key[key], line, line.currency_id.round(amount)

    def _refuse_typed(self):
        raise UserError(self.env._("The allocations received can't be read: open them again."))
