from odoo import models


class CobranzasReceipt(models.Model):
    """From a receipt to the return of its cheques (OPS-07)."""

    _inherit = "cobranzas.receipt"

    def action_return_checks(self):
        """Open the return of the receipts' cheques, filled in (OPS-07)."""
        self.check_access("read")
        return self.check_ids.check_id.action_cobranzas_return()
