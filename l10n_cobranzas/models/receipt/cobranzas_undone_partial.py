from odoo import fields, models


class CobranzasUndonePartial(models.Model):
    """Allocations that were made by receipts."""

    _inherit = "cobranzas.undone.partial"

    cobranzas_receipt_id = fields.Many2one(
        "cobranzas.receipt", string="Receipt", readonly=True, index="btree_not_null"
    )
