import base64
import re

from markupsafe import Markup
from odoo import api, models
from reportlab.graphics.barcode.qr import QrCodeWidget

from .cobranzas_portal_link import TOKEN

ADDRESS = re.compile(rf"/statement/({TOKEN.pattern})(?![0-9a-f])", re.ASCII)


def draw_qr(text):
    """Return the QR code of a text as SVG: its dark squares as one shape."""
    code = QrCodeWidget(text, barLevel="M").qr
    code.make()
    places = range(code.getModuleCount())
    size = len(places)
    path = "".join(
        f"M{column} {row}h1v1h-1z"
        for row in places
        for column in places
        if code.isDark(row, column)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" '
        f'height="{size}" shape-rendering="crispEdges"><path d="{path}"/></svg>'
    )


class CobranzasPortalLink(models.Model):
    """Links as messages and papers show them: a button, a QR code, the address of each reader."""

    _inherit = "cobranzas.portal.link"

    @api.model
    def _render_button(self, url, company, title):
        """Return the button that opens a page, as HTML for e-mail readers."""
        return self.env["ir.qweb"]._render(
            "l10n_cobranzas.portal_link_button",
            {"url": url, "company": company.sudo(), "title": title},  # sudo: its colours
        )

    @api.model
    def _render_qr(self, url, title):
        """Return the QR code of an address with a caption, as HTML for PDFs.

        By the library of core's barcodes. Core's own method makes a bitmap, for which servers need
        a further library that not all have: without it no statement could be printed.
        """
        image = base64.b64encode(draw_qr(url).encode()).decode()
        source = f"data:image/svg+xml;base64,{image}"
        return self.env["ir.qweb"]._render(
            "l10n_cobranzas.portal_link_qr", {"url": url, "source": source, "title": title}
        )

    @api.model
    def _readdress(self, body, partner):
        """Return the body of an e-mail with the reader's own links in place of another contact's.

        :param partner: who gets the e-mail; somebody who is none of the debtor's contacts gets it
            as it is written
        """
        tokens = set(ADDRESS.findall(body or ""))
        for token in tokens:
            link = self._find(token)
            if link and link.contact_id != partner and link._is_of_debtor(partner):
                pair = (link._get_debtor(), partner)
                # sudo: the mail goes to somebody of the debtor itself, whoever sends it
                own = self.sudo()._get_links([pair], link.company_id, link.origin)[pair]
                body = body.replace(token, own._get_token())
        return Markup(body) if isinstance(body, Markup) else body
