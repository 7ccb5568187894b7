from odoo import fields, models


class CobranzasUndonePartial(models.Model):
    """Allocations that were made by bank deposits."""

    _inherit = "cobranzas.undone.partial"

    cobranzas_bank_deposit_id = fields.Many2one(
        "cobranzas.bank.deposit", string="Bank Deposit", readonly=True, index="btree_not_null"
    )
