from odoo import api, fields, models


class CobranzasReceiptChild(models.AbstractModel):
    """A row of a receipt: people change it only while the receipt is a draft."""

    _name = "cobranzas.receipt.child"
    _description = "Row of a Receipt"

    receipt_id = fields.Many2one("cobranzas.receipt", required=True, ondelete="cascade", index=True)

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._check_changeable()
        return rows

    def write(self, vals):
        if set(vals) - self._get_system_fields() or not self.env.su:
            self._check_changeable()
        result = super().write(vals)
        if "receipt_id" in vals:
            self._check_changeable()  # also the receipt they were moved to
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        self._check_changeable()

    def _get_system_fields(self):
        """Return what posting and voiding write, also when the receipt is no longer a draft."""
        return set()

    def _check_changeable(self):
        """Raise ``UserError`` when the receipt no longer lets its rows change."""
        self.receipt_id._check_is_draft()
