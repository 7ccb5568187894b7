from odoo import fields, models

from ...models.ledger.client_values import check_one


class CobranzasPaymentAdviceReject(models.TransientModel):
    """Asks why a transfer that a debtor told of is rejected (COL-09)."""

    _name = "cobranzas.payment.advice.reject"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Reject a Transfer"

    advice_id = fields.Many2one(
        "cobranzas.payment.advice", string="Transfer", required=True, ondelete="cascade"
    )
    reason = fields.Char(required=True, help="The debtor is told this.")

    def action_reject(self):
        """Reject the transfer for the reason, and tell the debtor."""
        self.ensure_one()
        self.check_access("read")
        self.advice_id.action_reject(self.reason)
        return {"type": "ir.actions.act_window_close"}


class CobranzasPaymentAdvice(models.Model):
    _inherit = "cobranzas.payment.advice"

    def action_open_reject(self):
        """Open the dialog that rejects the transfer."""
        check_one(self)
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reject the Transfer"),
            "res_model": "cobranzas.payment.advice.reject",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_advice_id": self.id},
        }
