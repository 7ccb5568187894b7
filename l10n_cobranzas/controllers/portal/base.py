from odoo import SUPERUSER_ID
from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.http import SessionExpiredException, request
from werkzeug.exceptions import NotFound, TooManyRequests

from ...models.portal.cobranzas_portal_link_mixin import Addresses
from .access import PortalAccess

#: ids beyond are of no record, and PostgreSQL refuses to look for them
MOST_ID = 2**31 - 1
#: where the session keeps the company that was chosen in My Account
CHOSEN = "cobranzas_company_id"


class CobranzasPortal(CustomerPortal):
    """The parent of the controllers of the page for debtors (COL-09)."""

    def _get_access(self, token=None):
        """Return the ``PortalAccess`` of the request; everything shown or done goes by it.

        :param token: of the address; None in My Account
        :raises NotFound: one answer for a link that is wrong, expired or revoked, and when there is
            no page; ``TooManyRequests`` for too many requests of late; asks for the login in My
            Account
        """
        if any(type(value) is int and abs(value) > MOST_ID for value in request.params.values()):
            raise NotFound()
        if token is None:
            return self._get_access_of_user()
        link = request.env["cobranzas.portal.link"]._find(token)
        shown = request.httprequest.path == f"/statement/{token}"
        visit = shown and request.httprequest.method == "GET"
        self._check_rate(link or None, visit)
        if not link:
            raise NotFound()
        debtor = link._get_debtor()
        if debtor == link.partner_id:
            debtor = debtor._cobranzas_get_portal_debtor(link.company_id)
        return self._make_access(debtor, link.contact_id, link.company_id, link)

    def _check_rate(self, link, visit=False):
        """Count the request. Raises ``TooManyRequests`` when there were too many of late."""
        hits = request.env["cobranzas.portal.hit"]
        if not hits._admit(request.httprequest.remote_addr, link, visit):
            raise TooManyRequests()

    def _get_access_of_user(self):
        user = request.env.user
        if user._is_public():
            raise SessionExpiredException("Session expired")
        self._check_rate(request.env["cobranzas.portal.link"])
        # sudo: of the user's own commercial entity, whose second contacts see its debts too
        visitor = user.partner_id.sudo()
        customer = visitor.commercial_partner_id
        if not user.share and customer.ref_company_ids:
            raise NotFound()  # an employee is no debtor: what the company owes is not theirs to see
        companies = self._get_companies(customer, user)
        chosen = companies.filtered(lambda each: each.id == request.session.get(CHOSEN))
        company = chosen or (companies & user.company_id) or companies[:1]
        if not company:
            raise NotFound()
        debtor = customer._cobranzas_get_portal_debtor(company)
        return self._make_access(debtor, visitor, company, None, companies)

    def _get_companies(self, customer, user):
        """Return the companies with a page for debtors to which something is owed, or the user's.

        Those of the group's debts too when its members share them.
        """
        # sudo: which companies somebody owes to, of the user's own debts
        every = request.env["res.company"].sudo().search([("cobranzas_portal_active", "=", True)])
        customers = customer
        for company in every:
            debtor = customer._cobranzas_get_portal_debtor(company)
            customers |= debtor._cobranzas_get_statement_customers()
        # sudo: narrowed to the visitor's debts
        rows = request.env["account.move.line"].sudo()._read_group(
            [
                ("partner_id.commercial_partner_id", "in", customers.ids),
                ("company_id", "in", every.ids),
                ("account_id.account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
            ],
            ["company_id"],
        )
        owed = {company.id for (company,) in rows}
        own = user.company_id.id
        return every.filtered(lambda company: company.id in owed or company.id == own)

    def _make_access(self, debtor, visitor, company, link=None, companies=None):
        lang = self._use_language((link and link.lang) or visitor.lang)
        # sudo: a visitor has no rights of its own; what is read is narrowed to ``customers``
        context = {
            "lang": lang,
            "allowed_company_ids": company.ids,
            "tz": company.partner_id.tz,
            # papers made for the visitor have the visitor's own link, if any: no other is made
            "cobranzas_addresses": Addresses(link.sudo().url if link else ""),
        }
        env = request.env(user=SUPERUSER_ID, su=True, context=context)
        debtor = debtor.with_env(env)
        customers = debtor._cobranzas_get_statement_customers()
        if not customers:
            raise NotFound()
        return PortalAccess(
            env=env,
            customers=customers,
            debtor=debtor,
            visitor=visitor.with_env(env),
            company=company.with_env(env),
            link=env["cobranzas.portal.link"].browse(link.ids if link else ()),
            base_url=f"/statement/{link._get_token()}" if link else "/my/statement",
            companies=(companies or company).with_env(env),
        )

    @staticmethod
    def _use_language(code):
        """Show the page in a language, unless it is switched off; return its code."""
        language = request.env["res.lang"]._get_data(code=code or "")
        if language.code:
            request.lang = language  # of core's own templates and scripts
            request.update_context(lang=language.code)
        return request.env.lang
