from odoo import fields, models


class CobranzasCardBrand(models.Model):
    """Brand of a card that receipts take: Visa, Mastercard… (REC-05).

    Core's ``payment.method`` has brands too, but they come with the providers of online payments
    and only administrators change them.
    """

    _name = "cobranzas.card.brand"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Card"
    _order = "sequence, name, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for every company.")
