from odoo import fields, models


def plan_of_notices():
    """Return the field of a debtor's own plan.

    Each model has its own: when a plan is deleted, core empties such fields in the table of the
    model that declares them, and an abstract one has no table.
    """
    return fields.Many2one(
        "cobranzas.notice.plan",
        string="Plan of Notices",
        company_dependent=True,
        help="Empty: the first plan whose conditions the debtor meets.",
    )


class ResPartner(models.Model):
    """The plan by which a customer gets notices (COL-05)."""

    _inherit = "res.partner"

    cobranzas_notice_plan_id = plan_of_notices()


class CobranzasDebtorGroup(models.Model):
    """The plan by which a debtor group gets notices (COL-05)."""

    _inherit = "cobranzas.debtor.group"

    cobranzas_notice_plan_id = plan_of_notices()
