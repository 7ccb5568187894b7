from odoo import models


class CobranzasReceiptValue(models.Model):
    """The value of an online payment: core knows its payment by the transaction (COL-09)."""

    _inherit = "cobranzas.receipt.value"

    def _prepare_payment_vals(self):
        vals = super()._prepare_payment_vals()
        # sudo: the transaction is the receipt's own, and only named on the payment made of it
        transaction = self.receipt_id.sudo().transaction_id
        if transaction and self.payment_method_line_id.payment_provider_id:
            vals["payment_transaction_id"] = transaction.id
            vals["payment_token_id"] = transaction.token_id.id
        return vals
