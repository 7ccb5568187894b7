from odoo import fields, models

from ...models.ledger.client_values import check_one


class CobranzasPromiseCancel(models.TransientModel):
    """Asks why a promise is cancelled (COL-06)."""

    _name = "cobranzas.promise.cancel"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Cancel a Promise"

    promise_id = fields.Many2one("cobranzas.promise", required=True, ondelete="cascade")
    reason = fields.Char(required=True)

    def action_cancel(self):
        """Cancel the promise for the reason."""
        self.ensure_one()
        self.check_access("read")
        self.promise_id.action_cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}


class CobranzasPromise(models.Model):
    _inherit = "cobranzas.promise"

    def action_open_cancel(self):
        """Open the dialog that cancels the promise."""
        check_one(self)
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cancel %(promise)s", promise=self.name),
            "res_model": "cobranzas.promise.cancel",
            "view_mode": "form",
            "target": "new",
            "context": {"default_promise_id": self.id},
        }
