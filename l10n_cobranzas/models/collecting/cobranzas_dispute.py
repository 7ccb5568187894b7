from odoo import api, fields, models

#: how a dispute stands, or ended
STATES = [
    ("open", "Open"),
    ("accepted", "Accepted"),
    ("partly", "Partly Accepted"),
    ("rejected", "Rejected"),
    ("withdrawn", "Withdrawn"),
]


class CobranzasDispute(models.Model):
    """What a customer does not agree to pay of a document (COL-06).

    While it is open that amount is neither dunned nor late; the rest of the document is.
    """

    _name = "cobranzas.dispute"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Dispute"
    _order = "date_target, id desc"
    _rec_names_search = ["name", "partner_id"]

    name = fields.Char(string="Number", required=True, readonly=True, default="/", copy=False)
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Journal Item",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    move_id = fields.Many2one(
        related="move_line_id.move_id", string="Document", store=True, precompute=True, index=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    collector_id = fields.Many2one(related="partner_id.cobranzas_collector_id")
    amount = fields.Monetary(string="Disputed", required=True, readonly=True)
    amount_company = fields.Monetary(
        string="Disputed in Company Currency",
        readonly=True,
        currency_field="company_currency_id",
        help="At the rate of the document.",
    )
    amount_accepted = fields.Monetary(string="Accepted", readonly=True)
    reason_id = fields.Many2one(
        "cobranzas.dispute.reason", required=True, ondelete="restrict"
    )
    user_id = fields.Many2one("res.users", string="Raised by", required=True, readonly=True)
    responsible_id = fields.Many2one("res.users", required=True, index=True)
    date = fields.Date(string="Raised on", required=True, readonly=True)
    date_target = fields.Date(string="To Resolve by", required=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="open", index=True)
    date_closed = fields.Date(string="Closed on", readonly=True)
    date_grace = fields.Date(
        string="Not Late until",
        readonly=True,
        help="After a rejection the document is treated as fresh until this day.",
    )
    credit_note_id = fields.Many2one(
        "account.move", readonly=True, index="btree_not_null", ondelete="set null"
    )
    activity_id = fields.Many2one("mail.activity", readonly=True, ondelete="set null")
    resolution = fields.Char(readonly=True, help="What was said when it was closed.")
    note = fields.Text()

    _open_idx = models.Index("(move_line_id) WHERE state = 'open'")
    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A dispute is of more than nothing: type an amount."
    )

    @api.depends("name", "move_id")
    def _compute_display_name(self):
        for dispute in self:
            # sudo: the number of the document, for whoever may read its dispute
            document = dispute.move_id.sudo().name or ""
            dispute.display_name = f"{dispute.name} · {document}"
