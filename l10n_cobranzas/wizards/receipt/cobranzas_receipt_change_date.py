from odoo import fields, models


class CobranzasReceiptChangeDate(models.TransientModel):
    """Asks for the new date of posted receipts and the reason (REC-16)."""

    _name = "cobranzas.receipt.change.date"
    _description = "Change the Date of Receipts"
    _inherit = "cobranzas.dated.change"
    _records_field = "receipt_ids"

    receipt_ids = fields.Many2many("cobranzas.receipt", string="Receipts", required=True)
    date = fields.Date(string="New Date", default=False)
    reason = fields.Char(required=True)

    def action_change_date(self):
        """Give the receipts the new date, for the reason."""
        self.ensure_one()
        self.receipt_ids.action_change_date(self.date, self.reason)
        return {"type": "ir.actions.act_window_close"}


class CobranzasReceipt(models.Model):
    _inherit = "cobranzas.receipt"

    def action_open_change_date(self):
        """Ask for the new date and the reason. Raises ``AccessError`` below accountant."""
        self._check_change_date_right()
        return self.env["cobranzas.receipt.change.date"]._open_wizard(
            self, self.env._("Change Date")
        )
