from odoo import fields, models


class AccountMove(models.Model):
    """Entries of anticipated deposits (REC-19) and of deposits to the bank (COL-08)."""

    _inherit = "account.move"

    cobranzas_deposit_id = fields.Many2one(
        "cobranzas.deposit",
        string="Anticipated Deposit",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    cobranzas_bank_deposit_id = fields.Many2one(
        "cobranzas.bank.deposit",
        string="Bank Deposit",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
