from odoo import fields, models

from ...models.ledger.client_values import check_one


class CobranzasInterestStop(models.TransientModel):
    """Asks why late interest stops on instalments of an invoice, or starts again (CHG-03)."""

    _name = "cobranzas.interest.stop"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Stop or Resume Late Interest"

    move_id = fields.Many2one("account.move", string="Document", required=True)
    item_ids = fields.Many2many(
        "account.move.line",
        string="Instalments",
        required=True,
        domain="[('move_id', '=', move_id), ('account_type', '=', 'asset_receivable'), "
        "('amount_currency', '>', 0)]",
    )
    is_resumed = fields.Boolean()
    date = fields.Date(
        string="From",
        default=fields.Date.context_today,
        help="From this day on nothing is charged; reports of earlier dates stay as they are.",
    )
    reason = fields.Char(required=True)

    def action_save(self):
        """Stop the interest of the instalments, or resume it. Raises as their own methods do."""
        self.ensure_one()
        items = self.item_ids & self.move_id.line_ids
        if self.is_resumed:
            items.action_cobranzas_resume_interest(self.reason)
        else:
            items.action_cobranzas_stop_interest(self.reason, self.date)
        return {"type": "ir.actions.act_window_close"}


class AccountMove(models.Model):
    _inherit = "account.move"

    def action_cobranzas_open_interest_stop(self):
        """Ask why no more interest is charged. Raises ``AccessError`` below accountant."""
        return self._cobranzas_open_interest_stop(False, self.env._("Stop Late Interest"))

    def action_cobranzas_open_interest_resume(self):
        """Ask why interest is charged again. Raises ``AccessError`` below accountant."""
        return self._cobranzas_open_interest_stop(True, self.env._("Resume Late Interest"))

    def _cobranzas_open_interest_stop(self, is_resumed, name):
        check_one(self)
        self._cobranzas_check_interest_right()
        self.check_access("read")
        items = self.line_ids.filtered(
            lambda item: (
                item._cobranzas_is_charged_debt() and item.cobranzas_interest_stopped == is_resumed
            )
        )
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "cobranzas.interest.stop",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_move_id": self.id,
                "default_item_ids": items.ids,
                "default_is_resumed": is_resumed,
            },
        }
