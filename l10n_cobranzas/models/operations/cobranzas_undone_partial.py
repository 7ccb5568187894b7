from odoo import fields, models


class CobranzasUndonePartial(models.Model):
    """Allocations that were made by operations."""

    _inherit = "cobranzas.undone.partial"

    cobranzas_operation_id = fields.Many2one(
        "cobranzas.operation", string="Operation", readonly=True, index="btree_not_null"
    )
