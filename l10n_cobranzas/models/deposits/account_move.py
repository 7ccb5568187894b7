from odoo import fields, models


class AccountMove(models.Model):
    """Entries of anticipated deposits: the deposit's own and its reversal (REC-19)."""

    _inherit = "account.move"

    cobranzas_deposit_id = fields.Many2one(
        "cobranzas.deposit",
        string="Anticipated Deposit",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
