import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..settings.debtor_mail import LAYOUT

_logger = logging.getLogger(__name__)

#: requests that one run of the cron takes; it is called again for the rest
SLICE = 100


class CobranzasPaymentRequest(models.Model):
    """What waits after a payment: its e-mail, a receipt that was refused, one never made."""

    _inherit = "cobranzas.payment.request"

    @api.model
    def _cron_follow(self, commit=lambda: None):
        """Mail, apply and expire what waits, each request in a transaction of its own.

        :param commit: called after each, so that a crash loses one at most
        """
        for domain, method in (
            (Domain("is_to_mail", "=", True), type(self)._mail),
            (Domain("is_refused", "=", True), type(self)._apply_quietly),
            (self._get_expired_domain(), type(self)._expire),
            (self._get_settled_domain(), type(self)._cancel_settled),
        ):
            for request in self.search(domain, limit=SLICE, order="id"):
                # another worker may have it, or have done it
                locked = request.try_lock_for_update().filtered_domain(domain)
                if locked:
                    method(locked)
                    commit()

    @api.model
    def _get_expired_domain(self):
        """Return the domain of what was begun and never paid; what is pending may still come."""
        return Domain("state", "in", ("draft", "failed")) & Domain(
            "date_expiry", "<", fields.Datetime.now()
        )

    def _expire(self):
        self.state = "expired"

    def _apply_quietly(self):
        """Apply what was refused, if nothing stands in the way any more."""
        try:
            with self.env.cr.savepoint():
                self.with_company(self.company_id)._apply()
        except UserError as refusal:
            _logger.info("Online payment %s is not applied yet: %s", self.name, refusal)

    # ------------------------------------------------------------------
    # Mail
    # ------------------------------------------------------------------

    def _mail(self):
        """Queue the e-mail of the payment, in the transaction that notes that it was: just once."""
        self.is_to_mail = False
        if not self.payer_id.email:
            return
        receipts = self.receipt_ids.filtered(lambda each: not each.sent_at and each.transaction_id)
        if not receipts:
            template = self.env.ref("l10n_cobranzas.mail_template_online_payment")
            template.send_mail(self.id, email_layout_xmlid=LAYOUT)
        template = self.env.ref("l10n_cobranzas.mail_template_online_receipt")
        for receipt in receipts:
            template.send_mail(receipt.id, email_layout_xmlid=LAYOUT)
            receipt.sent_at = fields.Datetime.now()
