from odoo import api, fields, models


class CobranzasDisputeNew(models.TransientModel):
    """Asks what of a document a customer does not agree to pay, and why (COL-06)."""

    _name = "cobranzas.dispute.new"
    _inherit = "cobranzas.guarded.mixin"
    _description = "New Dispute"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True)
    debtor_group_id = fields.Many2one("cobranzas.debtor.group")
    item_ids = fields.Many2many(
        "account.move.line", compute="_compute_item_ids", string="Documents to Choose from"
    )
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Document",
        required=True,
        ondelete="cascade",
        domain="[('id', 'in', item_ids)]",
    )
    currency_id = fields.Many2one(related="move_line_id.currency_id", related_sudo=False)
    date_due = fields.Date(related="move_line_id.date_maturity", string="Due", related_sudo=False)
    residual = fields.Monetary(
        related="move_line_id.amount_residual_currency", string="Balance", related_sudo=False
    )
    disputed = fields.Monetary(string="Disputed Already", compute="_compute_disputed")
    amount = fields.Monetary(
        string="Disputed",
        compute="_compute_amount",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="Only this is left out: the rest of the document is still claimed.",
    )
    reason_id = fields.Many2one("cobranzas.dispute.reason", required=True)
    responsible_id = fields.Many2one(
        "res.users",
        compute="_compute_from_reason",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('share', '=', False)]",
    )
    date_target = fields.Date(
        string="To Resolve by",
        compute="_compute_from_reason",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    note = fields.Text()

    @api.depends("partner_id", "debtor_group_id")
    def _compute_item_ids(self):
        promises = self.env["cobranzas.promise"]
        for wizard in self:
            customers = wizard.partner_id.commercial_partner_id
            group = wizard.debtor_group_id._origin
            if group:
                customers |= group._get_cobranzas_customers()[group]
            wizard.item_ids = self.env["account.move.line"].search(
                promises._get_debts_domain(customers, self.env.company),
                order="date_maturity, id",
            )

    @api.depends("move_line_id")
    def _compute_disputed(self):
        items = self.move_line_id._origin
        disputed = self.env["cobranzas.dispute"]._cobranzas_disputed(items)
        for wizard in self:
            wizard.disputed = disputed.get(wizard.move_line_id._origin.id, 0.0)

    @api.depends("move_line_id")
    def _compute_amount(self):
        for wizard in self:
            residual = wizard.move_line_id.amount_residual_currency
            wizard.amount = max(residual - wizard.disputed, 0.0)

    @api.depends("reason_id")
    def _compute_from_reason(self):
        today = fields.Date.context_today(self)
        for wizard in self:
            reason = wizard.reason_id
            wizard.responsible_id = reason.responsible_id or wizard.responsible_id or self.env.user
            wizard.date_target = fields.Date.add(today, days=reason.days)

    def action_save(self):
        """Note the dispute.

        Raises ``UserError`` with one sentence for what can't be disputed, ``AccessError`` for
        another collector's debtor.
        """
        self.ensure_one()
        self.check_access("read")
        self.env["cobranzas.dispute"]._cobranzas_raise(
            self.move_line_id,
            self.amount,
            {
                "reason_id": self.reason_id.id,
                "responsible_id": self.responsible_id.id,
                "date_target": self.date_target,
                "note": self.note,
            },
        )
        return {"type": "ir.actions.act_window_close"}
