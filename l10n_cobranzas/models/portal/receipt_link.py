from odoo import models


class CobranzasReceipt(models.Model):
    """Receipts that leave an amount on account tell where it is seen (REC-17, COL-09)."""

    _name = "cobranzas.receipt"
    _inherit = ["cobranzas.receipt", "cobranzas.portal.link.mixin"]
    _cobranzas_link_origin = "receipt"

    def _cobranzas_get_link_pair(self):
        """Return none for a receipt that leaves nothing on account."""
        left = self.state == "posted" and not self.currency_id.is_zero(self.amount_on_account)
        contacts = self._get_invoice_contacts()
        return self.commercial_partner_id, contacts[:1] if left else contacts.browse()

    def _cobranzas_get_link_title(self):
        return self.env._("See your balance on account")
