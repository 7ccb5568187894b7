"""What tests of the page for debtors share: a company with the page, debtors and their links."""


from odoo.fields import Command

from .common import CollectionsCommon
from .kept import kept

COLLECTOR = "l10n_cobranzas.group_cobranzas_collector"


class PortalCommon(CollectionsCommon):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.company.cobranzas_portal_active = True
        cls.Link = cls.env["cobranzas.portal.link"]
        cls.contact = cls.env["res.partner"].create(
            {
                "name": "Ana Pagos",
                "email": "ana@example.com",
                "parent_id": cls.customer.id,
                "lang": "en_US",
            }
        )

    @classmethod
    def link(cls, debtor=None, contact=None, company=None):
        """The link of a debtor and a contact."""
        debtor = debtor or cls.customer
        contact = contact or debtor
        company = company or cls.company
        return cls.Link._get_links([(debtor, contact)], company)[debtor, contact]

    @classmethod
    def group(cls, *partners, **vals):
        """A debtor group of the partners."""
        members = [Command.create({"partner_id": partner.id}) for partner in partners]
        return cls.env["cobranzas.debtor.group"].create(
            {"name": "Grupo Ceibo", "member_ids": members, **vals}
        )
