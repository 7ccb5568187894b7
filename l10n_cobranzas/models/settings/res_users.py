from odoo import api, fields, models
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

    @api.model
    def _cobranzas_check_groups(self, groups, sentence):
        """Raise ``AccessError(sentence)`` when the current user has none of ``groups`` (COL-10).

        Called on the model, not on ``env.user``: that record is always in superuser mode.

        :param groups: external ids, separated by commas; superuser mode needs none
        """
        if not self.env.su and not self.env.user.has_groups(groups):
            raise AccessError(sentence)
