from odoo import fields, models


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
