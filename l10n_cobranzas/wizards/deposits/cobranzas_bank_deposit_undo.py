from odoo import fields, models


class CobranzasBankDepositUndo(models.TransientModel):
    """Asks for the date and the reason for which deposits to the bank are undone (COL-08)."""

    _name = "cobranzas.bank.deposit.undo"
    _description = "Undo Bank Deposits"
    _inherit = "cobranzas.dated.change"
    _records_field = "deposit_ids"

    deposit_ids = fields.Many2many("cobranzas.bank.deposit", string="Deposits", required=True)
    date = fields.Date(string="Undo Date")
    reason = fields.Char(required=True)

    def action_undo(self):
        """Undo the deposits on the date, for the reason."""
        self.ensure_one()
        self.deposit_ids.action_undo(self.date, self.reason)
        return {"type": "ir.actions.act_window_close"}


class CobranzasBankDeposit(models.Model):
    _inherit = "cobranzas.bank.deposit"

    def action_open_undo(self):
        """Ask for the date and the reason of the undo. Raises ``AccessError`` below accountant."""
        self._check_undo_right()
        return self.env["cobranzas.bank.deposit.undo"]._open_wizard(self, self.env._("Undo"))
