"""Who visits the page for debtors, and whose debts the visitor may see (COL-09)."""

from dataclasses import dataclass

from odoo.api import Environment
from odoo.http import route
from odoo.models import BaseModel


def routes(path=""):
    """Return the addresses of a page: in My Account, and by a link."""
    return [f"/my/statement{path}", f"/statement/<string:token>{path}"]


def portal_route(path="", **routing):
    """Return the decorator of a page for debtors: ``route`` of core with what all of them need.

    Public: by a link no login is needed, and without one ``_get_access`` asks for it. In the
    language of the debtor, so that core must not send to the one of the browser.
    """
    base = {"auth": "public", "website": True, "multilang": False, "sitemap": False}
    return route(routes(path), **{"type": "http", **base, **routing})


@dataclass(frozen=True)
class PortalAccess:
    """What a visitor may see.

    The environment is of the superuser: whatever is read by it must be narrowed to ``customers``
    and ``company``.
    """

    env: Environment
    customers: BaseModel
    debtor: BaseModel
    visitor: BaseModel
    company: BaseModel
    link: BaseModel
    base_url: str
    #: in My Account, the companies to which something is owed; one by a link
    companies: BaseModel
