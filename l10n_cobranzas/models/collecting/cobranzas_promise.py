from odoo import api, fields, models

#: what a promise can come to
STATES = [
    ("open", "Open"),
    ("kept", "Kept"),
    ("partly", "Partly Kept"),
    ("broken", "Broken"),
    ("replaced", "Replaced"),
    ("cancelled", "Cancelled"),
]


class CobranzasPromise(models.Model):
    """A debtor's promise to pay documents, or an amount of the account, in instalments (COL-06).

    What came of it is read from the ledger (``promise_evaluate.py``); nobody types it.
    """

    _name = "cobranzas.promise"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Promise to Pay"
    _order = "date_next, id desc"
    _rec_names_search = ["name", "partner_id"]

    name = fields.Char(string="Number", required=True, readonly=True, default="/", copy=False)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    debtor_group_id = fields.Many2one(
        "cobranzas.debtor.group",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="Set: what any member of the group pays counts.",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    user_id = fields.Many2one(
        "res.users", string="Taken by", required=True, readonly=True, index=True
    )
    collector_id = fields.Many2one(related="partner_id.cobranzas_collector_id")
    date = fields.Date(string="Made on", required=True, readonly=True)
    amount = fields.Monetary(string="Promised", readonly=True)
    amount_kept = fields.Monetary(
        string="Paid in Time", readonly=True, help="What came of it until the day of each date."
    )
    amount_left = fields.Monetary(string="Still to Come", readonly=True)
    line_ids = fields.One2many(
        "cobranzas.promise.line", "promise_id", string="Dates", readonly=True
    )
    is_account = fields.Boolean(
        string="Of the Account", readonly=True, help="Whatever document is paid counts."
    )
    item_ids = fields.One2many(
        "cobranzas.promise.item",
        "promise_id",
        string="Documents",
        readonly=True,
        help="Empty: an amount of the account, whatever document it pays.",
    )
    tolerance_days = fields.Integer(
        readonly=True, help="Working days after each date within which a payment is still in time."
    )
    tolerance_amount = fields.Monetary(
        readonly=True, help="What may be missing, and the promise counts as kept."
    )
    state = fields.Selection(STATES, required=True, readonly=True, default="open", index=True)
    date_next = fields.Date(
        string="Next Date", readonly=True, help="Of the first date still open, else the last one."
    )
    date_state = fields.Date(
        string="Decided on", readonly=True, index="btree_not_null", help="Empty while it is open."
    )
    date_missed = fields.Date(
        string="Missed on",
        readonly=True,
        index="btree_not_null",
        help="The last day on which the first date that was missed was in time.",
    )
    replaces_id = fields.Many2one(
        "cobranzas.promise", readonly=True, index="btree_not_null", ondelete="set null"
    )
    replaced_by_id = fields.Many2one(
        "cobranzas.promise", readonly=True, index="btree_not_null", ondelete="set null"
    )
    level = fields.Integer(
        readonly=True, default=1, help="1: the first promise; 2: one that takes its place, …"
    )
    amount_before = fields.Monetary(
        readonly=True, help="Paid on the same day, but before the promise was made."
    )
    note = fields.Text()
    cancel_reason = fields.Char(readonly=True)

    _partner_state_idx = models.Index("(partner_id, state)")
    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A promise is of more than nothing: type an amount."
    )

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for promise in self:
            promise.display_name = f"{promise.name} · {promise.partner_id.name or ''}"
