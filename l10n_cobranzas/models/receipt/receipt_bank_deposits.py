from odoo import models


class CobranzasReceipt(models.Model):
    """From a receipt to the deposits of its cheques (COL-08)."""

    _inherit = "cobranzas.receipt"

    def action_open_bank_deposits(self):
        """Open the deposits that took the receipts' cheques to the bank (COL-08)."""
        self.check_access("read")
        return self.check_ids.check_id.action_cobranzas_open_bank_deposits()
