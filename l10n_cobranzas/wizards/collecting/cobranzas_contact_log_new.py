from odoo import fields, models

from ...models.collecting.cobranzas_contact_log import CHANNELS


class CobranzasContactLogNew(models.TransientModel):
    """Asks what is to be said of a contact with a debtor, and logs it (COL-04)."""

    _name = "cobranzas.contact.log.new"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Log Contact"

    partner_id = fields.Many2one("res.partner", string="Debtor", required=True)
    debtor_group_id = fields.Many2one("cobranzas.debtor.group")
    contact_id = fields.Many2one("res.partner", string="Person")
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    channel = fields.Selection(CHANNELS, required=True, default="call")
    direction = fields.Selection(
        [("out", "To the Debtor"), ("in", "From the Debtor")], required=True, default="out"
    )
    reached = fields.Boolean()
    result_id = fields.Many2one("cobranzas.contact.result")
    note = fields.Text()
    next_date = fields.Date(string="Next Contact")
    reason = fields.Char()

    def action_save(self):
        """Log the contact."""
        self.ensure_one()
        self.check_access("write")
        self.partner_id.check_access("read")
        self.env["cobranzas.contact.log"]._cobranzas_log([self._prepare_log_vals()])
        return {"type": "ir.actions.act_window_close"}

    def _prepare_log_vals(self):
        return {
            "partner_id": self.partner_id.id,
            "contact_id": self.contact_id.id,
            "debtor_group_id": self.debtor_group_id.id,
            "date": self.date,
            "channel": self.channel,
            "direction": self.direction,
            "reached": self.reached,
            "result_id": self.result_id.id,
            "note": self.note,
            "next_date": self.next_date,
            "reason": self.reason,
        }
