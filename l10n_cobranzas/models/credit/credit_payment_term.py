from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AccountPaymentTerm(models.Model):
    """Terms of kind cash: customers on them have no credit (CRE-05)."""

    _inherit = "account.payment.term"

    cobranzas_is_cash = fields.Boolean(
        string="Cash",
        help="Customers on these terms have no credit: what they buy passes only while they have "
        "nothing pending.",
    )

    @api.constrains("cobranzas_is_cash", "line_ids")
    def _check_cobranzas_is_cash(self):
        for term in self.filtered("cobranzas_is_cash"):
            if any(
                line.nb_days or line.delay_type not in (False, "days_after")
                for line in term.line_ids
            ):
                raise ValidationError(
                    self.env._(
                        "Terms %(term)s can't be cash: all of it has to be due at 0 days.",
                        term=term.display_name,
                    )
                )

    def write(self, vals):
        result = super().write(vals)
        if "cobranzas_is_cash" in vals:
            for company in self.company_id or self.env["res.company"]._cobranzas_get_roots():
                company._cobranzas_credit_changed()
        return result
