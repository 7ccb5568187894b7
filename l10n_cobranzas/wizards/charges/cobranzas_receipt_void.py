from odoo import api, fields, models

from ...models.charges.interest_kept import KEEP_INTEREST


class CobranzasReceiptVoid(models.TransientModel):
    """Asks whether the notes of interest of voided receipts stay (CHG-03)."""

    _inherit = "cobranzas.receipt.void"

    has_interest_notes = fields.Boolean(compute="_compute_has_interest_notes")
    keep_interest_notes = fields.Boolean(
        help="The documents were late all the same: what was charged up to the receipts stays "
        "charged, and the notes are open. Unticked, they are credited.",
    )

    @api.depends("receipt_ids")
    def _compute_has_interest_notes(self):
        for wizard in self:
            # sudo: whether there is something to ask; nothing of the notes is shown
            wizard.has_interest_notes = bool(wizard.receipt_ids.sudo()._get_keepable_notes())

    def action_void(self):
        """Void the receipts; their notes of interest on balances stay where that is ticked."""
        wizard = self.with_context(**{KEEP_INTEREST: self.keep_interest_notes})
        return super(CobranzasReceiptVoid, wizard).action_void()
