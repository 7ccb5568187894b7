from odoo import models

from ..ledger.locking import lock_rows
from .allocation_tree import AllocationTree


class CobranzasReceipt(models.Model):
    """The allocation tree (*ver imputaciones*, REC-04): one call reads it, one saves it."""

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
        return {"editable": editable, **AllocationTree(self.sudo()).get_values(bool(recalculate))}

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
        # sudo: only this method writes rows; all of them are of the receipt checked above
        receipt = self.sudo()
        if rows is None:
            receipt.allocation_ids.unlink()
            receipt.allocated_by_hand = False
            return True
        vals_list = AllocationTree(receipt).prepare_allocations(rows)
        receipt.allocation_ids.unlink()
        self.env["cobranzas.receipt.allocation"].sudo().create(vals_list)
        receipt.allocated_by_hand = True
        receipt._plan_manual()
        return True
