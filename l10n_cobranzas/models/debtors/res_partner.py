from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...engine.collation import LETTERS, sort_key


class ResPartner(models.Model):
    _inherit = "res.partner"

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
    cobranzas_receipt_count = fields.Integer(
        string="Receipts", compute="_compute_cobranzas_receipt_count"
    )

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
        """Find customers from a name on, or up to one, in the order of reports."""
        comparison = {">=": SQL(">="), "<=": SQL("<=")}.get(operator)
        if comparison is None:
            return NotImplemented

        def to_sql(model, alias, query):
            # to the letter as engine.collation.sort_key, and compared by the codes of letters
            return SQL(
                """TRANSLATE(LOWER(%s COLLATE "C"), %s, %s) COLLATE "C" %s %s""",
                model._field_to_sql(alias, "complete_name", query),
                "".join(LETTERS),
                "".join(LETTERS.values()),
                comparison,
                value,
            )

        return Domain.custom(to_sql=to_sql)

    def _compute_cobranzas_receipt_count(self):
        counts = dict(
            self.env["cobranzas.receipt"]._read_group(
                [("commercial_partner_id", "in", self.commercial_partner_id.ids)],
                ["commercial_partner_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.cobranzas_receipt_count = counts.get(partner.commercial_partner_id, 0)

    def action_open_cobranzas_receipts(self):
        """Open the receipts of the customer (REC-21)."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "l10n_cobranzas.cobranzas_receipt_action"
            ),
            "domain": [("commercial_partner_id", "=", self.commercial_partner_id.id)],
            "context": {"default_partner_id": self.id},
        }

    def action_cobranzas_register_receipt(self):
        """Open a receipt for the customer; for several, one draft each (REC-21)."""
        return self.env["cobranzas.receipt"]._action_register_for_partners(
            self.commercial_partner_id
        )
