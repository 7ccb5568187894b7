from odoo import api, fields, models

#: what a date of a promise can come to
STATES = [
    ("open", "Open"),
    ("kept", "Kept"),
    ("partly", "Partly Kept"),
    ("broken", "Broken"),
    ("replaced", "Replaced"),
    ("cancelled", "Cancelled"),
]


class CobranzasPromiseLine(models.Model):
    """One date of a promise, and what came of it (COL-06)."""

    _name = "cobranzas.promise.line"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Date of a Promise"
    _order = "date, id"

    promise_id = fields.Many2one(
        "cobranzas.promise", required=True, readonly=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        related="promise_id.partner_id", store=True, precompute=True, index=True
    )
    debtor_group_id = fields.Many2one(related="promise_id.debtor_group_id", store=True)
    company_id = fields.Many2one(
        related="promise_id.company_id", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(related="promise_id.currency_id", store=True, precompute=True)
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    user_id = fields.Many2one(related="promise_id.user_id")
    date = fields.Date(required=True, readonly=True)
    date_limit = fields.Date(
        string="In Time until",
        readonly=True,
        index=True,
        help="The date and the tolerance, in working days.",
    )
    amount = fields.Monetary(string="Promised", required=True, readonly=True)
    amount_left = fields.Monetary(string="Still to Come", readonly=True)
    amount_left_company = fields.Monetary(
        string="Still to Come in Company Currency",
        readonly=True,
        currency_field="company_currency_id",
        help="At the rate of the day when it was last looked at.",
    )
    state = fields.Selection(STATES, required=True, readonly=True, default="open", index=True)

    _open_idx = models.Index("(partner_id, date_limit) WHERE state = 'open'")
    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "Each date of a promise needs an amount above zero."
    )

    @api.depends("partner_id", "amount", "currency_id")
    def _compute_display_name(self):
        for line in self:
            amount = line.currency_id.format(line.amount) if line.currency_id else line.amount
            line.display_name = f"{line.partner_id.name or ''} · {amount}"

    def _write_changed(self, vals):
        """Write those of the values that differ."""
        changed = {name: value for name, value in vals.items() if self[name] != value}
        if changed:
            self.write(changed)
