from odoo import fields, models


class ResUsers(models.Model):
    """The collection profiles of a user (REC-18)."""

    _inherit = "res.users"

    cobranzas_profile_ids = fields.Many2many(
        "cobranzas.profile",
        "cobranzas_profile_res_users_rel",
        "user_id",
        "profile_id",
        string="Collection Profiles",
    )
