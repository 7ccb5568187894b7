from odoo import models

from .ownership import check_not_booked

#: fields of a cheque that the amount of its payment follows
PAYMENT_FIELDS = {"amount", "payment_id"}


class L10nLatamCheck(models.Model):
    _inherit = "l10n_latam.check"

    def _cobranzas_get_owners(self):
        """Return the owners of the payments that these cheques came in with."""
        return self.payment_id._cobranzas_get_owners()

    def write(self, vals):
        # by a user: what posts the owner runs as superuser
        if PAYMENT_FIELDS & set(vals) and not self.env.su:
            check_not_booked(self._cobranzas_get_owners(), lambda owner: owner._get_entry_refusal())
        return super().write(vals)
