from odoo import fields, models


class AccountMoveLine(models.Model):
    """The anticipated deposit whose liability an item is (REC-19).

    By it a change of the item's residual finds the deposit without a query: most items are of none.
    """

    _inherit = "account.move.line"

    cobranzas_liability_deposit_ids = fields.One2many(
        "cobranzas.deposit", "item_id", string="Deposit of the Liability", readonly=True
    )
