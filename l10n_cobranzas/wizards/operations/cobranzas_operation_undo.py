from odoo import fields, models


class CobranzasOperationUndo(models.TransientModel):
    """Asks for the date and the reason of an undo (OPS)."""

    _name = "cobranzas.operation.undo"
    _description = "Undo Operations"
    _inherit = "cobranzas.dated.change"
    _records_field = "operation_ids"

    operation_ids = fields.Many2many("cobranzas.operation", string="Operations", required=True)
    date = fields.Date(string="Undo Date")
    reason = fields.Char(required=True)

    def action_undo(self):
        """Undo the operations on the date, for the reason."""
        self.ensure_one()
        self.operation_ids.action_undo(self.date, self.reason)
        return {"type": "ir.actions.act_window_close"}


class CobranzasOperation(models.Model):
    _inherit = "cobranzas.operation"

    def action_open_undo(self):
        """Ask for the date and the reason of the undo. Raises ``AccessError`` below accountant."""
        self._check_confirm_right()
        return self.env["cobranzas.operation.undo"]._open_wizard(self, self.env._("Undo"))
