from markupsafe import Markup
from odoo import models


class Addresses(dict):
    """The addresses of a batch by record, in the context: no client can send one of this class.

    :param usual: that of any other record: what a visitor gets on the page has the visitor's own
    """

    def __init__(self, usual=""):
        super().__init__()
        self.usual = usual


class CobranzasPortalLinkMixin(models.AbstractModel):
    """A message to a debtor that carries the link to its page, one for each contact (COL-09)."""

    _name = "cobranzas.portal.link.mixin"
    _description = "Message with a Link to the Debtor's Page"

    #: where the link comes from, as it says
    _cobranzas_link_origin = "manual"

    def _cobranzas_get_link_pair(self):
        """Return (customer or debtor group, contact) of the link of a message. To be defined."""
        raise NotImplementedError

    def _cobranzas_get_link_title(self):
        """Return what the button says."""
        return self.env._("See what you owe, and pay")

    def _cobranzas_get_addresses(self):
        """Return {record's id: address}, in a fixed number of queries for each company.

        Without those whose company has no page for debtors.
        """
        found = Addresses()
        # sudo: a link goes to the debtor with what tells it what it owes; who sends was checked
        for company, records in self.sudo().grouped("company_id").items():
            pairs = {record.id: record._cobranzas_get_link_pair() for record in records}
            links = self.env["cobranzas.portal.link"].sudo()._get_links(
                [pair for pair in pairs.values() if pair[1]], company, self._cobranzas_link_origin
            )
            found.update(
                {number: links[pair].url for number, pair in pairs.items() if pair in links}
            )
        return found

    def _cobranzas_with_addresses(self):
        """Return the records with the addresses of all of them made, for what renders them."""
        return self.with_context(cobranzas_addresses=self._cobranzas_get_addresses())

    def _cobranzas_get_address(self):
        """Return the address of the debtor's page; empty when there is none."""
        self.ensure_one()
        known = self.env.context.get("cobranzas_addresses")
        if isinstance(known, Addresses):
            return known.get(self.id, known.usual)
        return self._cobranzas_get_addresses().get(self.id, "")

    def _cobranzas_render_link(self):
        """Return the link's button as HTML, for the texts of messages; empty without a page."""
        url = self._cobranzas_get_address()
        if not url:
            return Markup()
        links = self.env["cobranzas.portal.link"]
        return links._render_button(url, self.company_id, self._cobranzas_get_link_title())

    def _cobranzas_render_link_qr(self):
        """Return the link as a QR code, for papers; empty without a page."""
        url = self._cobranzas_get_address()
        if not url:
            return Markup()
        title = self.env._("Scan the code to see what you owe, and pay")
        return self.env["cobranzas.portal.link"]._render_qr(url, title)

    def _cobranzas_add_link(self, body):
        """Return an e-mail's text with the link at its end, unless the text has it."""
        url = self._cobranzas_get_address()
        if not url or not body or url in body:
            return body
        return Markup(body) + self._cobranzas_render_link()  # rendered, which escapes values
