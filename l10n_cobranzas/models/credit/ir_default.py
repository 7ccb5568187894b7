from odoo import api, models
from odoo.tools import SQL


class IrDefault(models.Model):
    """Core's limit of all customers of a company may change; limits of their own stay (CRE-02)."""

    _inherit = "ir.default"

    @api.model
    def set(self, model_name, field_name, value, user_id=False, company_id=False, condition=False):
        """Keep limits of their own that are equal to the one of all customers.

        Core does not store those: they would become what the other one becomes.
        """
        if (model_name, field_name) == ("res.partner", "credit_limit"):
            # sudo: settings, currency and branches of a company; nothing of its customers is shown
            companies = self.env["res.company"].sudo()
            # core's own rights are checked by super, and take this back where it raises
            if company_id:
                companies = self.env.company if company_id is True else companies.browse(company_id)
            else:
                companies = companies.search([("active", "in", (True, False))])
            for company in companies:
                self._cobranzas_keep_limits(company)
        return super().set(model_name, field_name, value, user_id, company_id, condition)

    @api.model
    def _cobranzas_keep_limits(self, company):
        """Store the limits of their own in a company that are equal to that of all customers."""
        partners = self.env["res.partner"].with_company(company).sudo()
        usual = partners._fields["credit_limit"].get_company_dependent_fallback(partners)
        partners.flush_model(["credit_limit", "cobranzas_has_limit"])
        key = str(company.id)
        self.env.cr.execute(
            SQL(
                """
                UPDATE res_partner
                SET credit_limit = COALESCE(credit_limit, '{}') || jsonb_build_object(%s, %s)
                WHERE (cobranzas_has_limit->>%s)::boolean AND credit_limit->%s IS NULL
                """,
                key,
                usual,
                key,
                key,
            )
        )
        partners.invalidate_model(["credit_limit"], flush=False)
