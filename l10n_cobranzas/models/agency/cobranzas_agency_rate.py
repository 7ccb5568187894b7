from odoo import fields, models

#: beyond these days a rate is a slip of the keyboard
MOST_DAYS = 36500


class CobranzasAgencyRate(models.Model):
    """What an agency earns of a debt it collects, by its age and area (COL-09).

    The age is that of the day of the hand-over: who pays late does not make the agency earn more.
    """

    _name = "cobranzas.agency.rate"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Rate of an Agency"
    _order = "agency_id, sequence, days_from, id"

    agency_id = fields.Many2one(
        "cobranzas.agency", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="agency_id.company_id", store=True, precompute=True)
    sequence = fields.Integer(default=10)
    days_from = fields.Integer(string="From Days Overdue")
    days_to = fields.Integer(string="To Days Overdue", help="0: without an end.")
    percent = fields.Float(
        string="Commission %",
        required=True,
        digits=(5, 2),
        help="Of what is collected, before taxes.",
    )
    state_ids = fields.Many2many(
        "res.country.state", string="States", help="Only debtors of these; all when empty."
    )
    country_ids = fields.Many2many(
        "res.country", string="Countries", help="Only debtors of these; all when empty."
    )
    debtor_group_ids = fields.Many2many(
        "cobranzas.debtor.group",
        string="Debtor Groups",
        help="Only debtors of these groups; all when empty.",
    )

    _percent_sensible = models.Constraint(
        "CHECK (percent BETWEEN 0 AND 100)", "A commission goes from 0 to 100 per cent."
    )
    _days_sensible = models.Constraint(
        f"CHECK (days_from BETWEEN 0 AND {MOST_DAYS} AND days_to BETWEEN 0 AND {MOST_DAYS} "
        "AND (days_to = 0 OR days_to >= days_from))",
        "The days overdue of a rate go from 0 up, and its last day is not before its first.",
    )
