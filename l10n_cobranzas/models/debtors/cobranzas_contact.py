from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize


class CobranzasContact(models.Model):
    """A person of the company, entered by hand, whom the collections work may turn to (COL-02)."""

    _name = "cobranzas.contact"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Internal Contact"
    _order = "group_id, sequence, name, id"

    group_id = fields.Many2one(
        "cobranzas.contact.group", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="group_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    function = fields.Char(string="Position")
    email = fields.Char()
    phone = fields.Char()
    comment = fields.Char()

    @api.constrains("email")
    def _check_email(self):
        for contact in self:
            if contact.email and not email_normalize(contact.email):
                raise ValidationError(
                    self.env._(
                        "%(email)s, the e-mail of %(contact)s, is not an address: correct it.",
                        email=contact.email,
                        contact=contact.name,
                    )
                )
