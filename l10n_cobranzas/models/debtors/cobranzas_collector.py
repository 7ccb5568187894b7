from odoo import api, fields, models
from odoo.exceptions import UserError


class CobranzasCollector(models.Model):
    """Person who collects, with or without a user (COL-03)."""

    _name = "cobranzas.collector"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Collector"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: collects for every company.")
    user_id = fields.Many2one("res.users", index="btree_not_null")
    phone = fields.Char()
    email = fields.Char()
    partner_ids = fields.One2many("res.partner", "cobranzas_collector_id", string="Debtors")
    partner_count = fields.Integer(string="Number of Debtors", compute="_compute_partner_count")

    _user_uniq = models.UniqueIndex(
        "(user_id) WHERE user_id IS NOT NULL AND active", "A user can be only one collector."
    )

    def _compute_partner_count(self):
        counts = dict(
            self.env["res.partner"]._read_group(
                [("cobranzas_collector_id", "in", self.ids)],
                ["cobranzas_collector_id"],
                ["__count"],
            )
        )
        for collector in self:
            collector.partner_count = counts.get(collector, 0)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_known(self):
        # sudo: whether there is a row, no more
        row = self.env["cobranzas.collector.assignment"].sudo()
        row = row.search(
            ["|", ("old_collector_id", "in", self.ids), ("new_collector_id", "in", self.ids)],
            limit=1,
        )
        if row:
            known = self & (row.old_collector_id | row.new_collector_id)
            raise UserError(
                self.env._(
                    "%(collector)s has had debtors, which their history names: archive the "
                    "collector instead of deleting it.",
                    collector=known[:1].name,
                )
            )

    def action_open_partners(self):
        """Open the debtors of the collector."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Debtors of %(collector)s", collector=self.name),
            "res_model": "res.partner",
            "view_mode": "list,form",
            "domain": [("cobranzas_collector_id", "=", self.id)],
            "context": {"default_cobranzas_collector_id": self.id},
        }

    def action_open_assignments(self):
        """Open the history of who was given to the collector and who was taken away (OPS-16)."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Debtors Given and Taken: %(collector)s", collector=self.name),
            "res_model": "cobranzas.collector.assignment",
            "view_mode": "list",
            "domain": [
                "|",
                ("old_collector_id", "=", self.id),
                ("new_collector_id", "=", self.id),
            ],
        }

    def action_reassign(self):
        """Open the dialog that gives the collector's debtors to others (OPS-16)."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reassign Debtors"),
            "res_model": "cobranzas.collector.reassign",
            "view_mode": "form",
            "target": "new",
            "context": {"default_collector_id": self.id},
        }
