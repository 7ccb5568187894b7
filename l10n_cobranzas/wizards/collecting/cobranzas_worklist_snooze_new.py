from odoo import fields, models
from odoo.exceptions import UserError


class CobranzasWorklistSnoozeNew(models.TransientModel):
    """Asks until when a debtor of the worklist is put off, and why (COL-07)."""

    _name = "cobranzas.worklist.snooze.new"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Put Off a Debtor"

    partner_id = fields.Many2one("res.partner", string="Customer")
    debtor_group_id = fields.Many2one("cobranzas.debtor.group")
    collector_id = fields.Many2one("cobranzas.collector")
    company_id = fields.Many2one("res.company", required=True)
    until = fields.Date(
        required=True,
        default=lambda self: fields.Date.add(fields.Date.context_today(self), days=7),
        help="On this day the debtor is in the worklist again.",
    )
    reason = fields.Char(required=True)

    def action_save(self):
        """Put the debtor off.

        Raises ``UserError`` for a day that is not after today, without a reason, and for what is
        not in the user's worklist.
        """
        self.ensure_one()
        self.check_access("write")
        row = self.env["cobranzas.worklist"].search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("debtor_group_id", "=", self.debtor_group_id.id),
                ("collector_id", "=", self.collector_id.id),
                ("company_id", "=", self.company_id.id),
            ],
            limit=2,
        )
        if len(row) != 1:
            raise UserError(self.env._("The debtor is not in your worklist any more."))
        row._snooze(self.until, self.reason)
        return {"type": "ir.actions.act_window_close"}
