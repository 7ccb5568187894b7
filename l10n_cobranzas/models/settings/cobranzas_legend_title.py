from odoo import fields, models


class CobranzasLegendTitle(models.Model):
    """Title of a legend asked for on every receipt (REC-01, seed 002)."""

    _name = "cobranzas.legend.title"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Receipt Legend Title"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, help="Empty: used by every company."
    )
