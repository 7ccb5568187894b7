from odoo import api, fields, models
from odoo.fields import Domain


class CobranzasClassification(models.Model):
    """A code by which receipts are classified, valid between two dates (REC-18, seed 002)."""

    _name = "cobranzas.classification"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Receipt Classification"
    _order = "code, id"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True)
    name = fields.Char(string="Description", required=True, translate=True)
    active = fields.Boolean(default=True)
    valid_from = fields.Date(help="Empty: always valid until its last day.")
    valid_to = fields.Date(help="Empty: valid without end.")
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        index=True,
        help="Empty: used by every company.",
    )

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "There is a classification with this code already."
    )
    _validity = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from)",
        "The last day of a classification can't be before its first.",
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for classification in self:
            parts = filter(None, [classification.code, classification.name])
            classification.display_name = " · ".join(parts)

    def _valid_on(self, date):
        """Return those of these codes that are active and valid on ``date``."""
        return self.filtered_domain(self._validity_domain(date))

    @api.model
    def _validity_domain(self, date):
        return (
            Domain("active", "=", True)
            & (Domain("valid_from", "=", False) | Domain("valid_from", "<=", date))
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", date))
        )
