from odoo import api, models

from ..ledger.client_values import check_dict, check_one
from .portal_thread import SUBTYPE


class ResPartner(models.Model):
    """E-mails that answer a message of a customer's page (COL-09)."""

    _inherit = "res.partner"

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


class CobranzasDebtorGroup(models.Model):
    """E-mails that answer a message of a debtor group's page."""

    _inherit = "cobranzas.debtor.group"

    def message_update(self, msg_dict, update_vals=None):
        """As of a customer."""
        check_dict(self.env, msg_dict)
        if self.env.su:
            self._cobranzas_update_by_mail(msg_dict)
        return super().message_update(msg_dict, update_vals=update_vals)

    def message_post(self, **kwargs):
        """As of a customer."""
        check_one(self)
        return super().message_post(**self._cobranzas_prepare_by_mail(kwargs))


class MailMessage(models.Model):
    """What a debtor writes of its debts is read by who sees them (COL-10)."""

    _inherit = "mail.message"

    @api.model
    def _cobranzas_get_debt_subtypes(self):
        return [*super()._cobranzas_get_debt_subtypes(), SUBTYPE]
