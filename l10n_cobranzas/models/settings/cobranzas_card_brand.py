from odoo import fields, models


class CobranzasCardBrand(models.Model):
    """Which card a coupon is of: Visa, Mastercard… (REC-05).

    Apart from the brands of Odoo's online payments: those belong to the providers installed
    and to the system's administrator.
    """

    _name = "cobranzas.card.brand"
    _description = "Card"
    _order = "sequence, name, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for every company.")
