"""What tests of the portal share: the access of a visitor, as the routes make it."""

from dataclasses import dataclass

from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.models import BaseModel


@dataclass(frozen=True)
class Access:
    """A ``PortalAccess`` for tests without a request."""

    env: Environment
    customers: BaseModel
    debtor: BaseModel
    visitor: BaseModel
    company: BaseModel
    companies: BaseModel
    link: BaseModel | None = None
    base_url: str = "/my/statement"


def make_access(debtor, company, lang="en_US", customers=None):
    """The access to what a customer or a debtor group owes to a company."""
    context = {"allowed_company_ids": company.ids, "lang": lang}
    env = debtor.env(user=SUPERUSER_ID, su=True, context=context)
    debtor = debtor.with_env(env)
    customers = (customers or debtor._cobranzas_get_statement_customers()).with_env(env)
    company = company.with_env(env)
    return Access(env, customers, debtor, customers[:1], company, company)
