from odoo import fields, models


class AccountPayment(models.Model):
    """Payments of operations: refunds, loans, returned cheques."""

    _inherit = "account.payment"

    cobranzas_operation_id = fields.Many2one(
        "cobranzas.operation",
        string="Operation",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
