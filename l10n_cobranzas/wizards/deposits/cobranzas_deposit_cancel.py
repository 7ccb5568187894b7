from odoo import fields, models


class CobranzasDepositCancel(models.TransientModel):
    """Asks for the date on which anticipated deposits are reversed (REC-19)."""

    _name = "cobranzas.deposit.cancel"
    _description = "Cancel Deposits"
    _inherit = "cobranzas.dated.change"
    _records_field = "deposit_ids"

    deposit_ids = fields.Many2many("cobranzas.deposit", string="Deposits", required=True)
    date = fields.Date(string="Cancel On")

    def action_cancel(self):
        """Cancel the deposits on the date."""
        self.ensure_one()
        self.deposit_ids.action_cancel(self.date)
        return {"type": "ir.actions.act_window_close"}


class CobranzasDeposit(models.Model):
    _inherit = "cobranzas.deposit"

    def action_open_cancel(self):
        """Ask for the date of the reversal. Raises ``AccessError`` below accountant."""
        self._check_cancel_right()
        return self.env["cobranzas.deposit.cancel"]._open_wizard(
            self, self.env._("Cancel Deposits")
        )
