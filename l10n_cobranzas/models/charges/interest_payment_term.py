from odoo import api, fields, models


class AccountPaymentTerm(models.Model):
    """Terms that say by which policy late payment bears interest (CHG-03)."""

    _inherit = "account.payment.term"

    cobranzas_interest_policy_id = fields.Many2one(
        "cobranzas.interest.policy",
        string="Late Interest Policy",
        company_dependent=True,
        help="Of customers who bear interest and have no policy of their own.",
    )

    @api.constrains("cobranzas_interest_policy_id")
    def _check_cobranzas_interest_policy(self):
        self.cobranzas_interest_policy_id._check_used_in(self.env.company)
