from odoo import api, fields, models
from odoo.exceptions import UserError


class CobranzasCollectorAssignment(models.Model):
    """Who was given a debtor, and who had it before: a row for each change (OPS-16)."""

    _name = "cobranzas.collector.assignment"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Change of Collector"
    _order = "date desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", string="Debtor", required=True, ondelete="cascade", index=True
    )
    old_collector_id = fields.Many2one(
        "cobranzas.collector",
        string="Former Collector",
        ondelete="restrict",
        index="btree_not_null",
    )
    new_collector_id = fields.Many2one(
        "cobranzas.collector",
        string="New Collector",
        ondelete="restrict",
        index="btree_not_null",
    )
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", string="Changed By")
    reason = fields.Char()

    def write(self, vals):
        """Refuse: what happened is not rewritten, by nobody."""
        raise UserError(self.env._("The history of who collects can't be changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The history of who collects can't be deleted."))
