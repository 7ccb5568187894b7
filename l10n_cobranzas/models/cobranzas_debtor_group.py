from odoo import api, fields, models


class CobranzasDebtorGroup(models.Model):
    """Debtors collected together (*grupo de deudores*, COL-02)."""

    _name = "cobranzas.debtor.group"
    _description = "Debtor Group"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: shared by every company.")
    comment = fields.Text()
    member_ids = fields.One2many("cobranzas.debtor.group.member", "group_id", string="Members")
    member_count = fields.Integer(string="Number of Members", compute="_compute_member_count")

    @api.depends("member_ids")
    def _compute_member_count(self):
        for group in self:
            group.member_count = len(group.member_ids)
