from odoo import fields, models


class CobranzasReceiptVoid(models.TransientModel):
    """Asks for the date and the reason of a void (REC-15)."""

    _name = "cobranzas.receipt.void"
    _description = "Void Receipts"
    _inherit = "cobranzas.dated.change"
    _records_field = "receipt_ids"

    receipt_ids = fields.Many2many("cobranzas.receipt", string="Receipts", required=True)
    date = fields.Date(string="Void Date")
    reason = fields.Char(required=True)

    def action_void(self):
        """Void the receipts on the date, for the reason."""
        self.ensure_one()
        self.receipt_ids.action_void(self.date, self.reason)
        return {"type": "ir.actions.act_window_close"}


class CobranzasReceipt(models.Model):
    _inherit = "cobranzas.receipt"

    def action_open_void(self):
        """Ask for the date and the reason of the void. Raises ``AccessError`` below accountant."""
        self._check_void_right()
        return self.env["cobranzas.receipt.void"]._open_wizard(self, self.env._("Void"))
