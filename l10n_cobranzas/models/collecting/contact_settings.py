from odoo import fields, models


class CobranzasSettingsMixin(models.AbstractModel):
    """Settings of the limits of contact (COL-05)."""

    _inherit = "cobranzas.settings.mixin"

    cobranzas_contact_active = fields.Boolean(
        string="Limits of Contact",
        default=True,
        help="Debtors are contacted within the hours and as often as the rules of contact of their "
        "country allow.",
    )
    cobranzas_contact_whom = fields.Selection(
        selection=[("persons", "Persons"), ("everyone", "Persons and companies")],
        string="Who Counts as a Consumer",
        required=True,
        default="persons",
        help="Whom the rules protect, where a rule does not say that it protects companies too.",
    )
    cobranzas_contact_elsewhere = fields.Selection(
        selection=[("profile", "The strict profile"), ("free", "No limits")],
        string="Countries without a Rule",
        required=True,
        default="profile",
        help="What holds for debtors of countries that have no rule of contact.",
    )
    cobranzas_contact_lender = fields.Boolean(
        string="The Company Lends Money",
        help="The rules for who lends money hold, instead of those for who sells.",
    )
