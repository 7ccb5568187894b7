from odoo import api, fields, models


class CobranzasDebtorGroup(models.Model):
    """Debtors collected together (*grupo de deudores*, COL-02)."""

    _name = "cobranzas.debtor.group"
    _description = "Debtor Group"
    _order = "name, id"
    _inherit = [
        "cobranzas.guarded.mixin",
        "cobranzas.debtor.figures",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _check_company_auto = True
    _cobranzas_figures_by = ("debtor_group_id", "id")

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: shared by every company.")
    comment = fields.Text()
    allocate_across = fields.Boolean(
        string="Share Credits",
        default=True,
        help="Credit notes and balances on account of one member may pay documents of another, "
        "in receipts allocated by group.",
    )
    share_credit_limit = fields.Boolean(
        help="The members share one credit limit instead of having one each."
    )
    member_ids = fields.One2many("cobranzas.debtor.group.member", "group_id", string="Members")
    member_count = fields.Integer(string="Number of Members", compute="_compute_member_count")

    @api.depends("member_ids")
    def _compute_member_count(self):
        for group in self:
            group.member_count = len(group.member_ids)

    def _get_cobranzas_customers(self):
        return {group: group.member_ids.partner_id.commercial_partner_id for group in self}
