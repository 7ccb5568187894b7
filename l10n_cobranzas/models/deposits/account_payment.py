from odoo import fields, models

from ..ledger.client_values import check_one


class AccountPayment(models.Model):
    """Payments of bank deposits: what leaves cash and portfolios, and what the bank gets."""

    _inherit = "account.payment"

    cobranzas_bank_deposit_id = fields.Many2one(
        "cobranzas.bank.deposit",
        string="Bank Deposit",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    def action_open_cobranzas_bank_deposit(self):
        """Open the deposit that the payment is part of (COL-08)."""
        check_one(self)
        return self.cobranzas_bank_deposit_id._get_records_action()
