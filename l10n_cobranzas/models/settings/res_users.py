from odoo import fields, models
from odoo.exceptions import AccessError


class ResUsers(models.Model):
    """The collection profiles of a user (REC-18), and what their groups allow (COL-10)."""

    _inherit = "res.users"

    cobranzas_profile_ids = fields.Many2many(
        "cobranzas.profile",
        "cobranzas_profile_res_users_rel",
        "user_id",
        "profile_id",
        string="Collection Profiles",
    )

    def _cobranzas_check_groups(self, groups, sentence):
        """Raise ``AccessError(sentence)`` when the user has none of ``groups`` (COL-10).

        :param groups: external ids, separated by commas; the superuser needs none
        """
        if not self.env.su and not self.has_groups(groups):
            raise AccessError(sentence)
