from odoo import api, models

from .ownership import get_correction


class CobranzasItemRowMixin(models.AbstractModel):
    """A row that settles, or takes, so much of an open item: ``move_line_id``, ``amount``.

    ``amount`` and ``amount_residual`` are in the currency of the item and signed as it is: a debt
    is positive, a credit negative. The record it is a row of, ``_parent_field``, lets it change
    as long as it is a draft.
    """

    _name = "cobranzas.item.row.mixin"
    _description = "Row of an Open Item"

    #: the Many2one to the record whose row it is
    _parent_field = ""
    #: what its owner's correction writes of a row that is booked
    _corrected_fields = ("amount",)

    @api.depends("move_line_id")
    def _compute_amount_residual(self):
        # on purpose no dependency on the balance itself: every reconciliation anywhere would
        # then look for the rows that show it. The form reads it each time.
        held = self.env["account.move.line"]._cobranzas_get_held()
        for row in self:
            row.amount_residual = row.move_line_id._cobranzas_get_residual(held)

    @api.depends("move_line_id")
    def _compute_amount(self):
        held = self.env["account.move.line"]._cobranzas_get_held()
        for row in self:
            row.amount = row.move_line_id._cobranzas_get_residual(held)

    def _signed(self, amount):
        """Return an amount as people type it, with the sign of the item."""
        return -abs(amount) if self.move_line_id.amount_currency < 0 else amount

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._check_changeable()
        for row in rows:
            if row.amount != row._signed(row.amount):
                row.amount = row._signed(row.amount)
        return rows

    def write(self, vals):
        if get_correction(self.env) and set(vals) <= set(self._corrected_fields):
            return super().write(vals)  # what a corrected withholding pays of the item
        self._check_changeable()
        result = super().write(vals)
        self._check_changeable()  # also the record they were moved to
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_booked(self):
        self._check_changeable()

    def _check_changeable(self):
        """Raise ``UserError`` when the record they are rows of is no longer a draft."""
        self[self._parent_field]._check_is_draft()
