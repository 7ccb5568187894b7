from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class CobranzasChargeDecide(models.TransientModel):
    """Asks why charges are waived, or let be charged again (CHG-03)."""

    _name = "cobranzas.charge.decide"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Waive or Reinstate Charges"

    charge_ids = fields.Many2many("cobranzas.charge", string="Charges", required=True)
    is_waived = fields.Boolean()
    reason = fields.Char(required=True)

    def action_decide(self):
        """Do as the dialog says, for the reason."""
        self.ensure_one()
        if self.is_waived:
            self.charge_ids.action_waive(self.reason)
        else:
            self.charge_ids.action_reinstate(self.reason)
        return {"type": "ir.actions.act_window_close"}


class CobranzasCharge(models.Model):
    _inherit = "cobranzas.charge"

    def action_open_waive(self):
        """Ask why these are charged no more."""
        return self._action_open_decide("freed", True, self.env._("Waive"))

    def action_open_reinstate(self):
        """Ask why these may be charged again."""
        return self._action_open_decide("waived", False, self.env._("Charge Again"))

    def _action_open_decide(self, state, is_waived, name):
        """Return the dialog for those of the selection that are in a state."""
        self.check_access("read")
        charges = self.filtered(lambda each: each.state == state and each.kind != "exchange")
        if not charges:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._("None of these charges is “%(state)s”.", state=labels[state])
            )
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "cobranzas.charge.decide",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_charge_ids": [Command.set(charges.ids)],
                "default_is_waived": is_waived,
            },
        }
