from odoo import models


class ResPartner(models.Model):
    """A debtor as the one whose page it is (COL-09)."""

    _inherit = "res.partner"

    def _cobranzas_get_payment_url(self, company, contact=None, origin="manual"):
        """Return the address of the debtor's page for one of its contacts (COL-09).

        That of a link that is still valid, a new one when there is none.

        :param contact: who gets it; None: the debtor
        :return: empty when the company has no page for debtors
        :raises AccessError: for a debtor whom the user may not read
        """
        self.ensure_one()
        contact = contact or self
        links = self.env["cobranzas.portal.link"]._get_links([(self, contact)], company, origin)
        return links[self, contact].sudo().url if links else ""  # sudo: the address alone

    def _cobranzas_get_portal_debtor(self, company):
        """Return whose debts the customer sees: its own, or its group's when members share them."""
        self.ensure_one()
        customer = self.commercial_partner_id
        group = customer.cobranzas_group_id
        shared = group.active and group.portal_shared
        return group if shared and group.company_id in (company, company.browse()) else customer
