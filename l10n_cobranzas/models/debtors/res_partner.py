from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column

from ...engine.collation import LETTERS, sort_key


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "cobranzas.debtor.figures"]
    _cobranzas_figures_by = ("partner_id", "commercial_partner_id")

    cobranzas_collector_id = fields.Many2one(
        "cobranzas.collector", string="Collector", index="btree_not_null"
    )
    cobranzas_member_ids = fields.One2many(
        "cobranzas.debtor.group.member", "partner_id", string="Group Membership"
    )
    cobranzas_group_id = fields.Many2one(
        "cobranzas.debtor.group",
        string="Debtor Group",
        compute="_compute_cobranzas_group_id",
        store=True,
        index="btree_not_null",
    )
    cobranzas_plain_name = fields.Char(
        string="Name without Accents",
        compute="_compute_cobranzas_plain_name",
        search="_search_cobranzas_plain_name",
        exportable=False,
        help="By which reports put customers in order, and choose a range of them.",
    )

    def _auto_init(self):
        """Make the column empty: no contact there is has a group yet.

        The ORM would compute it of every contact, and write on each who changed it last.
        """
        cr = self.env.cr
        if not column_exists(cr, "res_partner", "cobranzas_group_id"):
            create_column(cr, "res_partner", "cobranzas_group_id", "int4")
        return super()._auto_init()

    @api.depends("cobranzas_member_ids.group_id.active")
    def _compute_cobranzas_group_id(self):
        for partner in self:
            partner.cobranzas_group_id = partner.cobranzas_member_ids.group_id[:1]

    @api.depends("complete_name")
    def _compute_cobranzas_plain_name(self):
        for partner in self:
            partner.cobranzas_plain_name = sort_key(partner.complete_name or "")

    @api.model
    def _search_cobranzas_plain_name(self, operator, value):
        """Find customers whose name sorts at or after ``value``, or at or before it."""
        comparison = {">=": SQL(">="), "<=": SQL("<=")}.get(operator)
        if comparison is None:
            return NotImplemented

        def to_sql(model, alias, query):
            # the letters that engine.collation replaces, compared by their code points
            return SQL(
                """TRANSLATE(LOWER(%s COLLATE "C"), %s, %s) COLLATE "C" %s %s""",
                model._field_to_sql(alias, "complete_name", query),
                "".join(LETTERS),
                "".join(LETTERS.values()),
                comparison,
                value,
            )

        return Domain.custom(to_sql=to_sql)

    def _get_cobranzas_customers(self):
        return {partner: partner.commercial_partner_id._origin for partner in self}
