from odoo import models


class MailMail(models.Model):
    """An e-mail to several contacts of a debtor has for each its own link (COL-09)."""

    _inherit = "mail.mail"

    def _personalize_outgoing_body(self, body, partner=False, doc_to_followers=None):
        body = super()._personalize_outgoing_body(body, partner, doc_to_followers=doc_to_followers)
        if not partner or not body:
            return body
        return self.env["cobranzas.portal.link"]._readdress(body, partner)
