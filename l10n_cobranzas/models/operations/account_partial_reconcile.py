from odoo import fields, models


class AccountPartialReconcile(models.Model):
    """Allocations made by operations."""

    _inherit = "account.partial.reconcile"

    cobranzas_operation_id = fields.Many2one(
        "cobranzas.operation",
        string="Operation",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
