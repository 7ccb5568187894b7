"""The access of a visitor to the page of a debtor, without a request."""

from odoo import SUPERUSER_ID
from odoo.addons.l10n_cobranzas.controllers.portal.access import PortalAccess


def make_access(debtor, company, lang="en_US"):
    """The access to what a customer or a debtor group owes to a company, as the routes make it."""
    context = {"allowed_company_ids": company.ids, "lang": lang}
    env = debtor.env(user=SUPERUSER_ID, su=True, context=context)
    debtor = debtor.with_env(env)
    customers = debtor._cobranzas_get_statement_customers()
    company = company.with_env(env)
    return PortalAccess(
        env=env,
        customers=customers,
        debtor=debtor,
        visitor=customers[:1],
        company=company,
        link=env["cobranzas.portal.link"],
        base_url="/my/statement",
        companies=company,
    )
