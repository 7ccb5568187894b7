from odoo import api, fields, models


class ResPartner(models.Model):
    """Customers who bear late interest, and by which policy (CHG-03, CHG-04)."""

    _inherit = "res.partner"

    cobranzas_bears_interest = fields.Boolean(
        string="Bears Late Interest",
        tracking=True,
        help="Invoices posted from now on bear interest once they are overdue.",
    )
    cobranzas_interest_policy_id = fields.Many2one(
        "cobranzas.interest.policy",
        string="Late Interest Policy",
        company_dependent=True,
        tracking=True,
        help="Empty: that of the payment terms, else that of the company.",
    )
    cobranzas_uses_rates = fields.Boolean(
        string="Early Payment Discount",
        tracking=True,
        help="A receipt suggests the discount of the table of rates for what is paid early.",
    )

    @api.constrains("cobranzas_interest_policy_id")
    def _check_cobranzas_interest_policy(self):
        self.cobranzas_interest_policy_id._check_used_in(self.env.company)

    def _cobranzas_get_interest_policy(self, term, company):
        """Return the policy of the customer in a company: own, of the terms, of the company.

        None for a customer who bears no interest.
        """
        customer = self.commercial_partner_id
        if not customer.cobranzas_bears_interest:
            return self.env["cobranzas.interest.policy"]
        # sudo: whoever posts an invoice posts it on its terms
        candidates = (
            customer.sudo().with_company(company).cobranzas_interest_policy_id,
            term.sudo().with_company(company).cobranzas_interest_policy_id,
            company.sudo().cobranzas_interest_policy_id,
        )
        # sudo: settings, currency and branches of a company; nothing of its customers is shown
        allowed = company.sudo().parent_ids
        for policy in candidates:
            if policy.active and policy.company_id in allowed:
                return policy
        return candidates[0].browse()
