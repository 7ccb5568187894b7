from odoo import fields, models

#: beyond, a link that went astray stays a door for too long
MOST_DAYS = 730


class CobranzasSettingsMixin(models.AbstractModel):
    """Settings of the page on which debtors see and pay what they owe (COL-09)."""

    _inherit = "cobranzas.settings.mixin"

    cobranzas_portal_active = fields.Boolean(
        string="Page for Debtors",
        help="Debtors see what they owe, and pay, on a page of their own: by a link, or in "
        "My Account.",
    )
    cobranzas_portal_days = fields.Integer(
        string="Links Are Valid for",
        default=60,
        help="Days from when a link is made during which it opens the debtor's page.",
    )

    _cobranzas_portal_days_sensible = models.Constraint(
        f"CHECK (cobranzas_portal_days BETWEEN 1 AND {MOST_DAYS})",
        f"Links to the page of debtors are valid for 1 to {MOST_DAYS} days.",
    )
