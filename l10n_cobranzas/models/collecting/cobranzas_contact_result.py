from odoo import fields, models


class CobranzasContactResult(models.Model):
    """What came of a contact with a debtor, to choose from (COL-04)."""

    _name = "cobranzas.contact.result"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Result of a Contact"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    reached = fields.Boolean(
        string="Debtor Reached", help="The debtor, or who answers for them, was spoken to."
    )
    needs_note = fields.Boolean(help="A contact with this result is not logged without a note.")
