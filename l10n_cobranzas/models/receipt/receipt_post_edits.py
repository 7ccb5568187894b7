from odoo import api, fields, models

from .cobranzas_receipt import EDITABLE_AFTER_POSTING


class CobranzasReceipt(models.Model):
    """What people still change on a posted receipt, and its audit (REC-16).

    Fields of ``EDITABLE_AFTER_POSTING`` are tracked from posting on; legends, which tracking
    does not follow, write their own messages. The date has a door of its own.
    """

    _inherit = "cobranzas.receipt"

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

    def _check_edit_right(self):
        """Raise ``AccessError`` when one is no longer a draft and the user is no cashier (COL-10).

        Collectors prepare; what was posted is the cashier's to mend.
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
