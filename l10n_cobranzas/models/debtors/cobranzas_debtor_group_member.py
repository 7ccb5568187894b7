from odoo import fields, models


class CobranzasDebtorGroupMember(models.Model):
    """One customer of a debtor group, with its contact for collections (COL-02)."""

    _name = "cobranzas.debtor.group.member"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Debtor Group Member"
    _order = "group_id, partner_id, id"
    _rec_name = "partner_id"

    group_id = fields.Many2one(
        "cobranzas.debtor.group", required=True, ondelete="cascade", index=True
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, ondelete="cascade", index=True
    )
    email = fields.Char(related="partner_id.email", readonly=False)
    phone = fields.Char(related="partner_id.phone", readonly=False)
    comment = fields.Char()
    active = fields.Boolean(related="group_id.active", store=True)

    _partner_uniq = models.UniqueIndex(
        "(partner_id) WHERE active", "This customer is already a member of a debtor group."
    )
