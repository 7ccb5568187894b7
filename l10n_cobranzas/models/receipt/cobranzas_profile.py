from odoo import fields, models


class CobranzasProfile(models.Model):
    """The receipt books of a profile (REC-18)."""

    _inherit = "cobranzas.profile"

    book_ids = fields.Many2many(
        "cobranzas.receipt.book",
        string="Receipt Books",
        domain="[('company_id', '=', company_id)]",
        check_company=True,
        help="Books that can be used, those of applications among them; empty: every book.",
    )
