from odoo import fields, models
from odoo.fields import Command


class CobranzasReceiptChangeDate(models.TransientModel):
    """Asks for the new date of posted receipts and the reason (REC-16)."""

    _name = "cobranzas.receipt.change.date"
    _description = "Change the Date of Receipts"

    receipt_ids = fields.Many2many(
        "cobranzas.receipt",
        string="Receipts",
        required=True,
        default=lambda self: self._default_receipts(),
    )
    date = fields.Date(string="New Date", required=True)
    reason = fields.Char(required=True)

    def _default_receipts(self):
        if self.env.context.get("active_model") == "cobranzas.receipt":
            return [Command.set(self.env.context.get("active_ids", []))]
        return []

    def action_change_date(self):
        """Give the receipts the new date, for the reason."""
        self.ensure_one()
        self.receipt_ids.action_change_date(self.date, self.reason)
        return {"type": "ir.actions.act_window_close"}
