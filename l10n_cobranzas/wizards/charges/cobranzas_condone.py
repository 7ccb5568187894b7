from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...models.ledger.client_values import check_one


class CobranzasCondone(models.TransientModel):
    """Asks which instalments generate no more adjustments, or do so again, and why (CHG-02)."""

    _name = "cobranzas.condone"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Condone Adjustments"

    move_line_ids = fields.Many2many("account.move.line", string="Instalments", required=True)
    is_condoned = fields.Boolean()
    reason = fields.Char(required=True)

    def action_condone(self):
        """Do as the dialog says, for the reason."""
        self.ensure_one()
        if self.is_condoned:
            self.move_line_ids.action_cobranzas_condone(self.reason)
        else:
            self.move_line_ids.action_cobranzas_generate_adjustments(self.reason)
        return {"type": "ir.actions.act_window_close"}


class AccountMove(models.Model):
    _inherit = "account.move"

    def action_open_cobranzas_condone(self):
        """Ask which instalments are to generate no more adjustments, and why."""
        return self._action_open_cobranzas_condone(True, self.env._("Condone Adjustments"))

    def action_open_cobranzas_generate_adjustments(self):
        """Ask which condoned instalments are to generate adjustments again, and why."""
        return self._action_open_cobranzas_condone(False, self.env._("Generate Adjustments Again"))

    def _action_open_cobranzas_condone(self, is_condoned, name):
        check_one(self)
        self.check_access("read")
        items = self.cobranzas_alternative_ids.move_line_id
        items = items.filtered(lambda item: item.cobranzas_condoned != is_condoned)
        if not items:
            raise UserError(self.env._("All of its instalments are so already."))
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "cobranzas.condone",
            "view_mode": "form",
            "target": "new",
            "context": {
                "cobranzas_instalment": True,
                "default_move_line_ids": [Command.set(items.ids)],
                "default_is_condoned": is_condoned,
            },
        }
