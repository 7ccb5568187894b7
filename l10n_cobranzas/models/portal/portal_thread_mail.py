from odoo import api, models

from ..ledger.client_values import check_dict, check_one
from .portal_thread import SUBTYPE


class CobranzasPortalThreadMixin(models.AbstractModel):
    """Customers and debtor groups: e-mails that answer a message of their page (COL-09)."""

    _name = "cobranzas.portal.thread.mixin"
    _description = "Answered by E-mail"

    def message_update(self, msg_dict, update_vals=None):
        """Log an e-mail that answers a message of the page; notices wait until it is read."""
        check_dict(self.env, msg_dict)
        if self.env.su:
            self._cobranzas_update_by_mail(msg_dict)
        return super().message_update(msg_dict, update_vals=update_vals)

    def message_post(self, **kwargs):
        """Show an e-mail that answers a message of the page there too."""
        check_one(self)
        return super().message_post(**self._cobranzas_prepare_by_mail(kwargs))


class ResPartner(models.Model):
    """A customer, whose page has messages."""

    _name = "res.partner"
    # before what it extends, so that it is asked first
    _inherit = ["cobranzas.portal.thread.mixin", "res.partner"]


class CobranzasDebtorGroup(models.Model):
    """A debtor group, whose page has messages."""

    _name = "cobranzas.debtor.group"
    _inherit = ["cobranzas.portal.thread.mixin", "cobranzas.debtor.group"]


class MailMessage(models.Model):
    """What a debtor writes of its debts is read by who sees them (COL-10)."""

    _inherit = "mail.message"

    @api.model
    def _cobranzas_get_debt_subtypes(self):
        return [*super()._cobranzas_get_debt_subtypes(), SUBTYPE]
