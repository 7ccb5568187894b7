from markupsafe import Markup
from odoo import models


class CobranzasPaymentRequest(models.Model):
    """What is told of a payment that did not go as it was chosen: to the payer, and inside."""

    _inherit = "cobranzas.payment.request"

    def _note_received(self, transaction, receipt, problems, refused):
        """Write what came of a payment, and let the collector know what went otherwise.

        :param receipt: the posted one; empty when core's payment stands in its place
        :param problems: why money is on account, as ``problems`` keeps it
        :param refused: whether a receipt was refused, so that it is tried again
        """
        self.write(
            {
                "state": "paid",
                "receipt_id": (self.receipt_id or receipt).id,
                "problems": [*(self.problems or ()), *problems],
                "is_refused": self.is_refused or refused,
                "is_to_mail": True,
            }
        )
        if problems:
            self._tell_collector(transaction, problems)
        self.env.ref("l10n_cobranzas.cobranzas_payment_request_cron")._trigger()

    def _tell_collector(self, transaction, problems):
        """Put in the agenda of who collects from the customer why money is on account."""
        collector = self.partner_id.commercial_partner_id.cobranzas_collector_id
        user = collector.acting_user_ids[:1] or self.partner_id.user_id
        vals = {"user_id": user.id} if user else {}
        spoken = self.with_context(lang=user.lang or self.env.lang)
        words = spoken._word_problems(problems)
        self.partner_id.commercial_partner_id.activity_schedule(
            "l10n_cobranzas.mail_activity_online_payment",
            summary=spoken.env._(
                "Online payment %(request)s: money on account", request=self.display_name
            ),
            note=Markup("<br/>").join([transaction.reference, *words]),
            **vals,
        )

    def _get_payer_lang(self):
        """Return the language of who pays, else that of the customer."""
        return self.payer_id.lang or self.partner_id.lang or self.env.lang

    def _describe_outside(self, problems):
        """Return why money is on account as the debtor reads it: nothing of what refused it."""
        return "\n".join(self._word_problems(problems or (), inside=False))
