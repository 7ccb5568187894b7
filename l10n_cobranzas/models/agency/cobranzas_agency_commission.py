from odoo import fields, models


class CobranzasAgencyCommission(models.Model):
    """What an agency earned of an allocation, and the vendor bill that books it (COL-09).

    The bill is the only booking. Rows say what of each allocation it has, so that nothing is billed
    twice; what was voided later is taken off by a row of the next bill. Rows go with their bill.
    """

    _name = "cobranzas.agency.commission"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Commission of an Agency"
    _order = "id desc"

    agency_id = fields.Many2one(
        "cobranzas.agency", required=True, readonly=True, ondelete="restrict", index=True
    )
    line_id = fields.Many2one(
        "cobranzas.agency.handover.line",
        string="Document",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(related="line_id.partner_id", string="Customer")
    allocation_number = fields.Integer(
        required=True,
        readonly=True,
        aggregator=None,
        help="Id of the allocation in the ledger, kept when that is voided.",
    )
    date = fields.Date(string="Collected on", readonly=True, help="Empty: it was voided.")
    collected = fields.Monetary(readonly=True, help="Negative: taken off again.")
    percent = fields.Float(string="Commission %", digits=(5, 2), readonly=True, aggregator=None)
    amount = fields.Monetary(string="Commission", readonly=True, help="Before taxes.")
    bill_id = fields.Many2one(
        "account.move", required=True, readonly=True, ondelete="cascade", index=True
    )

    _allocation_uniq = models.UniqueIndex(
        "(bill_id, line_id, allocation_number)",
        "The commission of this allocation is on the bill already.",
    )
