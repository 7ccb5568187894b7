from odoo import fields, models


class AccountPartialReconcile(models.Model):
    """Allocations made by receipts."""

    _inherit = "account.partial.reconcile"

    cobranzas_receipt_id = fields.Many2one(
        "cobranzas.receipt",
        string="Receipt",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
