from odoo import fields, models
from odoo.fields import Command


class CobranzasDepositCancel(models.TransientModel):
    """Asks for the date on which anticipated deposits are reversed (REC-19)."""

    _name = "cobranzas.deposit.cancel"
    _description = "Cancel Deposits"

    deposit_ids = fields.Many2many(
        "cobranzas.deposit",
        string="Deposits",
        required=True,
        default=lambda self: self._default_deposits(),
    )
    date = fields.Date(string="Cancel On", required=True, default=fields.Date.context_today)

    def _default_deposits(self):
        if self.env.context.get("active_model") == "cobranzas.deposit":
            return [Command.set(self.env.context.get("active_ids", []))]
        return []

    def action_cancel(self):
        """Cancel the deposits on the date."""
        self.ensure_one()
        self.deposit_ids.action_cancel(self.date)
        return {"type": "ir.actions.act_window_close"}
