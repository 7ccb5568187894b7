from odoo import api, fields, models

from ..ledger.ownership import check_system_field


class CobranzasReceiptChild(models.AbstractModel):
    """A row of a receipt: people change it only while the receipt is a draft."""

    _name = "cobranzas.receipt.child"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Row of a Receipt"
    #: what posting and voiding write, also when the receipt is no longer a draft
    _given_fields = ()
    #: what no user ever writes
    _guarded_fields = ()

    receipt_id = fields.Many2one("cobranzas.receipt", required=True, ondelete="cascade", index=True)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self._check_guarded(vals_list)
        rows = super().create(vals_list)
        rows._check_changeable()
        return rows

    def write(self, vals):
        if not self.env.su:
            self._check_guarded([vals])
        if not self.env.su or not set(vals).issubset(self._get_given_fields()):
            self._check_changeable()
        result = super().write(vals)
        if "receipt_id" in vals:
            self._check_changeable()  # also the receipt they were moved to
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        self._check_changeable()

    @api.model
    def _get_given_fields(self):
        """Return what posting and voiding write, also when the receipt is no longer a draft."""
        return self._given_fields

    @api.model
    def _get_guarded_fields(self):
        """Return what no user ever writes."""
        return self._guarded_fields

    @api.model
    def _check_guarded(self, vals_list):
        """Raise ``AccessError`` when a user writes what only posting and voiding may."""
        for field in self._get_guarded_fields():
            check_system_field(self.env, vals_list, field)

    def _check_changeable(self):
        """Raise ``UserError`` when the receipt no longer lets its rows change."""
        self.receipt_id._check_is_draft()
