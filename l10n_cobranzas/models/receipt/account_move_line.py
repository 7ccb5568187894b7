from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..ledger.client_values import read_ids


class AccountMoveLine(models.Model):
    """Open items as what a receipt collects (REC-02, REC-21)."""

    _inherit = "account.move.line"

    def _cobranzas_document_name(self):
        """Name an item on account by its receipt, a document received by its own number."""
        self.ensure_one()
        # sudo: only the number of the receipt the item came with, for whoever sees the item
        receipt = self.sudo().move_id.cobranzas_receipt_id
        if receipt.name:
            return self.sudo().cobranzas_document_ids[:1].display_name or receipt.name
        return super()._cobranzas_document_name()

    def action_cobranzas_register_receipt(self):
        """Open a receipt filled in with these open items (REC-21)."""
        return self._cobranzas_register_receipt()

    def action_cobranzas_apply_balance(self):
        """Open an application of the credits among these items, filled in (REC-10)."""
        domain = self._cobranzas_open_items_domain() & Domain("cobranzas_residual", "<", 0)
        return self.env["cobranzas.receipt"]._action_apply_credits(self.filtered_domain(domain))

    def action_cobranzas_add_to_receipt(self):
        """Add these open items, in full, to the draft receipt they were looked up for (REC-02).

        :raises UserError: when the list was not opened from a receipt, or that is no draft
        """
        receipt_id = read_ids(self.env, self.env.context.get("cobranzas_receipt_id"))[:1]
        receipt = self.env["cobranzas.receipt"].browse(receipt_id)
        if not receipt:
            raise UserError(self.env._("Open this list from a receipt, with its button Find."))
        receipt.check_access("write")
        receipt._check_is_draft()
        receipt._add_documents(self.filtered_domain(receipt._get_open_items_domain()))
        return receipt._get_records_action()

    def _cobranzas_register_receipt(self):
        """Open a receipt for the open items among these. Raises ``UserError`` when none is open."""
        items = self.filtered_domain(self._cobranzas_open_items_domain())
        if not items:
            raise UserError(self.env._("Nothing here is left to collect."))
        items._cobranzas_check_collectable()
        return self.env["cobranzas.receipt"]._action_register_for_items(items)
