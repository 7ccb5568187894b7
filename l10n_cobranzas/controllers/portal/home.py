from odoo.http import request, route
from werkzeug.exceptions import NotFound

from .base import CHOSEN, CobranzasPortal


class CobranzasPortalHome(CobranzasPortal):
    """The way to the page for debtors in My Account."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "cobranzas_statement_count" in counters:
            values["cobranzas_statement_count"] = int(self._has_page())
        return values

    def _has_page(self):
        """Tell whether the user has a page of what is owed."""
        user = request.env.user
        # sudo: whether there is a page, of the user's own commercial entity
        customer = user.partner_id.sudo().commercial_partner_id
        employee = not user.share and customer.ref_company_ids
        return not employee and bool(self._get_companies(customer, user))

    @route("/my/statement/company/<int:company_id>", type="http", auth="user", website=True)
    def choose_company(self, company_id):
        """Show from now on what is owed to another company; one of those that it is owed to."""
        access = self._get_access()
        if company_id not in access.companies.ids:
            raise NotFound()
        request.session[CHOSEN] = company_id
        return request.redirect(access.base_url)
