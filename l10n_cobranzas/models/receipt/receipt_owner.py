from odoo import api, fields, models

#: what a cashier may still write on a receipt that is no longer a draft (REC-16)
EDITABLE_AFTER_POSTING = frozenset(
    {
        "user_id",
        "collector_id",
        "classification_id",
        "note",
        "legend_ids",
    }
)


class CobranzasReceipt(models.Model):
    """What a receipt owns in the ledger, and what people still change once it is posted (REC-16).

    Fields of ``EDITABLE_AFTER_POSTING`` are tracked from posting on; legends, which tracking
    does not follow, write their own messages. The date changes by ``action_change_date``.
    """

    _inherit = "cobranzas.receipt"
    _editable_fields = EDITABLE_AFTER_POSTING

    is_editable = fields.Boolean(
        compute="_compute_is_editable",
        help="Whether the user may still change salesperson, collector, legends and observations.",
    )

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_is_editable(self):
        cashier = self._has_edit_right()
        for receipt in self:
            receipt.is_editable = cashier or receipt.state == "draft"

    def _has_edit_right(self):
        return self.env.su or self.env.user.has_group("l10n_cobranzas.group_cobranzas_cashier")

    def _check_write_booked(self, vals):
        result = super()._check_write_booked(vals)
        self._check_edit_right()
        return result

    def _check_edit_right(self):
        """Raise ``AccessError`` when one is no longer a draft and the user is no cashier (COL-10).

        Collectors prepare; what was posted is corrected by a cashier.
        """
        if any(receipt.state != "draft" for receipt in self):
            self.env["res.users"]._cobranzas_check_groups(
                "l10n_cobranzas.group_cobranzas_cashier",
                self.env._("This receipt is posted: changing it takes a cashier."),
            )

    def _track_prepare(self, fields_iter):
        """Track what changes after posting from then on: a draft is still being typed."""
        names = set(fields_iter)
        drafts = self.filtered(lambda receipt: receipt.state == "draft")
        super(CobranzasReceipt, drafts)._track_prepare(names - EDITABLE_AFTER_POSTING)
        return super(CobranzasReceipt, self - drafts)._track_prepare(names)

    # ------------------------------------------------------------------
    # What it owns
    # ------------------------------------------------------------------

    def _get_customers_to_lock(self):
        """Return the customer of each receipt and those whose documents it settles."""
        return self.partner_id | self.line_ids.partner_id

    def _get_items_to_lock(self):
        """Return the documents settled besides the receipts' own items."""
        return self.line_ids.move_line_id | super()._get_items_to_lock()

    def _get_other_companies(self):
        """Return the branches whose documents are settled: each has closed periods of its own."""
        # sudo: the documents are the receipt's, whichever branches the user works in
        return self.line_ids.move_line_id.sudo().company_id

    def _get_edit_refusal(self):
        return self.env._(
            "Receipt %(receipt)s is no longer a draft: void it to change what it collects.",
            receipt=self.display_name,
        )

    def _get_unlink_refusal(self):
        return self.env._(
            "Receipt %(receipt)s has been posted: it can be voided, not deleted.",
            receipt=self.display_name,
        )

    def _get_system_refusal(self):
        return self.env._("A receipt is posted and voided only with its own buttons.")

    def _get_entry_refusal(self):
        return self.env._(
            "This belongs to receipt %(receipt)s: change or void it there.",
            receipt=self.display_name,
        )

    def _get_allocation_refusal(self):
        return self.env._(
            "This allocation was made by %(receipt)s: void that to undo it.",
            receipt=self.display_name,
        )

    def _get_collected_refusal(self):
        return self.env._(
            "Receipt %(receipt)s collected this document: void the receipt first.",
            receipt=self.display_name,
        )
