from odoo import fields, models


class CobranzasReceiptLegend(models.Model):
    """A titled text printed on a receipt (REC-01)."""

    _name = "cobranzas.receipt.legend"
    _description = "Receipt Legend"
    _order = "sequence, id"

    receipt_id = fields.Many2one("cobranzas.receipt", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    title_id = fields.Many2one("cobranzas.legend.title", required=True, ondelete="restrict")
    text = fields.Char()

    def write(self, vals):
        result = super().write(vals)
        self.receipt_id.check_access("write")
        return result
