from odoo import fields, models


class CobranzasPromiseNewLine(models.TransientModel):
    """A date on which the debtor will pay (COL-06)."""

    _name = "cobranzas.promise.new.line"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Date of a New Promise"
    _order = "date, id"

    wizard_id = fields.Many2one("cobranzas.promise.new", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    date = fields.Date(required=True)
    amount = fields.Monetary(required=True)
