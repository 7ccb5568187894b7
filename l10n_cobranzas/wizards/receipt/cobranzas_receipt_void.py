from odoo import fields, models
from odoo.fields import Command


class CobranzasReceiptVoid(models.TransientModel):
    """Asks for the date and the reason of a void (REC-15)."""

    _name = "cobranzas.receipt.void"
    _description = "Void Receipts"

    receipt_ids = fields.Many2many(
        "cobranzas.receipt",
        string="Receipts",
        required=True,
        default=lambda self: self._default_receipts(),
    )
    date = fields.Date(string="Void Date", required=True, default=fields.Date.context_today)
    reason = fields.Char(required=True)

    def _default_receipts(self):
        if self.env.context.get("active_model") == "cobranzas.receipt":
            return [Command.set(self.env.context.get("active_ids", []))]
        return []

    def action_void(self):
        """Void the receipts on the date, for the reason."""
        self.ensure_one()
        self.receipt_ids.action_void(self.date, self.reason)
        return {"type": "ir.actions.act_window_close"}
