from odoo import fields, models

from ..ledger.client_values import check_one


class AccountPayment(models.Model):
    """Payments of receipts: one for each value (DESIGN 5)."""

    _inherit = "account.payment"

    cobranzas_receipt_id = fields.Many2one(
        "cobranzas.receipt",
        string="Receipt",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    def action_open_cobranzas_receipt(self):
        """Open the receipt the payment came with (REC-21)."""
        check_one(self)
        return self.cobranzas_receipt_id._get_records_action()
