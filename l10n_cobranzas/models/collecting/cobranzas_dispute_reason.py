from odoo import fields, models


class CobranzasDisputeReason(models.Model):
    """Why customers do not agree with a document: data of the company's own (COL-06)."""

    _name = "cobranzas.dispute.reason"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Reason of Disputes"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    days = fields.Integer(
        string="Days to Resolve",
        default=7,
        help="How many days after it was raised a dispute for this reason should be resolved.",
    )
    responsible_id = fields.Many2one(
        "res.users", help="Who resolves these. Empty: whoever raises the dispute."
    )

    _days_sensible = models.Constraint(
        "CHECK (days BETWEEN 0 AND 3650)", "Days to resolve go from 0 to 3650."
    )
