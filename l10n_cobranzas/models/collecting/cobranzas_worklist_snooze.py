from odoo import api, fields, models
from odoo.exceptions import UserError


class CobranzasWorklistSnooze(models.Model):
    """A debtor is put off until a day, with the reason (COL-07). One collector's row only."""

    _name = "cobranzas.worklist.snooze"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Debtor Put Off"
    _order = "until desc, id desc"

    partner_id = fields.Many2one(
        "res.partner", string="Customer", ondelete="cascade", index="btree_not_null"
    )
    debtor_group_id = fields.Many2one(
        "cobranzas.debtor.group", ondelete="cascade", index="btree_not_null"
    )
    collector_id = fields.Many2one(
        "cobranzas.collector", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users", string="By", readonly=True, default=lambda self: self.env.user
    )
    until = fields.Date(required=True, help="On this day the debtor is in the worklist again.")
    reason = fields.Char(required=True)
    active = fields.Boolean(default=True, help="Not set: it was ended before its day.")

    _one_debtor = models.Constraint(
        "CHECK ((partner_id IS NULL) <> (debtor_group_id IS NULL))",
        "Put off a customer or a debtor group.",
    )

    @api.depends("partner_id", "debtor_group_id", "until")
    def _compute_display_name(self):
        for snooze in self:
            debtor = snooze.debtor_group_id or snooze.partner_id
            snooze.display_name = f"{debtor.display_name}: {snooze.until or ''}"

    @api.constrains("until", "reason")
    def _check_until(self):
        today = fields.Date.context_today(self)
        for snooze in self:
            if snooze.active and snooze.until <= today:
                raise UserError(self.env._("Put the debtor off until a day after today."))
            if not snooze.reason.strip():
                raise UserError(self.env._("Say why the debtor is put off."))
