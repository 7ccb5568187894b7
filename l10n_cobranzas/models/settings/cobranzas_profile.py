from odoo import api, fields, models


class CobranzasProfile(models.Model):
    """What some users may use and change when they collect (REC-18, *perfil de cobranzas*).

    A profile only restricts: users without one, managers and the superuser are unrestricted.
    """

    _name = "cobranzas.profile"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Collection Profile"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    user_ids = fields.Many2many(
        "res.users",
        "cobranzas_profile_res_users_rel",
        "profile_id",
        "user_id",
        string="Users",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="A user of several profiles picks one on each receipt; the first is proposed.",
    )
    payment_method_line_ids = fields.Many2many(
        "account.payment.method.line",
        string="Methods",
        domain="[('payment_type', '=', 'inbound'), ('journal_id.type', 'in', ('bank', 'cash')), "
        "('journal_id.company_id', 'parent_of', company_id), "
        "('code', '!=', 'in_third_party_checks')]",
        help="What can be received; empty: everything.",
    )
    edit_date = fields.Boolean(
        string="Change the Date", default=True, help="Unticked: receipts of today."
    )
    edit_currency = fields.Boolean(
        string="Change the Currency",
        default=True,
        help="Unticked: the company's currency, or the one of the documents.",
    )
    edit_salesperson = fields.Boolean(
        string="Change the Salesperson", default=True, help="Unticked: the customer's."
    )
    edit_collector = fields.Boolean(
        string="Change the Collector", default=True, help="Unticked: the customer's."
    )
    edit_allocation = fields.Boolean(
        string="Allocate by Hand",
        default=True,
        help="Unticked: documents are paid as automatic allocation proposes.",
    )
    allow_on_account = fields.Boolean(
        string="Leave Money on Account",
        default=True,
        help="Unticked: all that is received must settle documents.",
    )

    @api.model
    def _get_binding(self, companies):
        """Return the profiles that restrict the user in ``companies``, by their sequence.

        Empty for users without a profile, for managers and for the superuser.
        """
        user = self.env.user
        if user._is_superuser() or user.has_group("l10n_cobranzas.group_cobranzas_manager"):
            return self.browse()
        # sudo: one's own profiles, also those of a company not chosen at the moment
        own = user.sudo().cobranzas_profile_ids
        return own.filtered(lambda profile: profile.company_id in companies)
