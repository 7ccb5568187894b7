from odoo import fields, models


class MailActivityType(models.Model):
    """Activities of the collections work, which its managers name (COL-04)."""

    _inherit = "mail.activity.type"

    cobranzas_collecting = fields.Boolean(
        string="Collections Work",
        help="Is listed among the activities of collections, whose managers may change it.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "cobranzas_collecting" in vals:
            self.check_access("write")  # also of what it became
        return result
