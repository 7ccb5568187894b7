from odoo import fields, models


class CobranzasDebtorGroup(models.Model):
    """The foreign-currency clause of a group, which its members follow (CHG-01)."""

    _inherit = "cobranzas.debtor.group"

    clause_currency_id = fields.Many2one(
        "res.currency",
        string="Currency Clause",
        tracking=True,
        help="The members owe their documents in this currency, at the rate of each document. "
        "Empty: each member has the clause of its own sheet, if any.",
    )
