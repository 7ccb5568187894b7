from odoo import fields, models


class AccountPartialReconcile(models.Model):
    """Allocations made by bank deposits: on the transfer account."""

    _inherit = "account.partial.reconcile"

    cobranzas_bank_deposit_id = fields.Many2one(
        "cobranzas.bank.deposit",
        string="Bank Deposit",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
