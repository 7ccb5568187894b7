from odoo import api, fields, models

from ...models.ledger.client_values import read_text


class CobranzasDisputeResolve(models.TransientModel):
    """Asks how a dispute ends (COL-06)."""

    _name = "cobranzas.dispute.resolve"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Resolve a Dispute"

    dispute_id = fields.Many2one("cobranzas.dispute", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="dispute_id.currency_id", related_sudo=False)
    disputed = fields.Monetary(
        related="dispute_id.amount", string="Disputed", related_sudo=False
    )
    state = fields.Selection(
        [
            ("accepted", "Accepted: a credit note of it"),
            ("partly", "Partly accepted: a credit note of a part"),
            ("rejected", "Rejected: it is to be paid"),
            ("withdrawn", "Withdrawn by the customer"),
        ],
        string="Resolution",
        required=True,
        default="accepted",
    )
    amount = fields.Monetary(
        string="Accepted",
        compute="_compute_amount",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    words = fields.Char(string="Reason")

    @api.depends("state", "dispute_id")
    def _compute_amount(self):
        for wizard in self:
            wizard.amount = wizard.disputed if wizard.state == "accepted" else 0.0

    def action_resolve(self):
        """Close the dispute; open the credit note if there is one.

        Raises ``UserError`` or ``AccessError`` with one sentence when it can't be closed so.
        """
        self.ensure_one()
        self.check_access("read")
        dispute = self.dispute_id._cobranzas_resolve(
            self.state, self.amount, read_text(self.env, self.words)
        )
        if dispute.credit_note_id:
            return dispute.action_open_credit_note()
        return {"type": "ir.actions.act_window_close"}
