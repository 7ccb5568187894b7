from odoo import api, fields, models


class CobranzasContactGroup(models.Model):
    """Internal contacts gathered under a description (*contactos internos*, COL-02)."""

    _name = "cobranzas.contact.group"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Internal Contact Group"
    _order = "name, id"

    name = fields.Char(string="Description", required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: shared by every company.")
    comment = fields.Text()
    contact_ids = fields.One2many("cobranzas.contact", "group_id", string="Contacts")
    contact_count = fields.Integer(string="Number of Contacts", compute="_compute_contact_count")

    @api.depends("contact_ids")
    def _compute_contact_count(self):
        for group in self:
            group.contact_count = len(group.contact_ids)
