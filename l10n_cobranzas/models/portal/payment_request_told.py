from markupsafe import Markup
from odoo import models
from odoo.tools import format_list


class CobranzasPaymentRequest(models.Model):
    """What is told of a payment that did not go as it was chosen: to the payer, and inside."""

    _inherit = "cobranzas.payment.request"

    def _note_received(self, transaction, receipt, problems, refused):
        """Write what came of a payment, and let the collector know what went otherwise.

        :param receipt: the posted one; empty when core's payment stands in its place
        :param problems: sentences that say why money is on account
        :param refused: whether a receipt was refused, so that it is tried again
        """
        told = "\n".join(filter(None, [self.problem, *problems]))
        self.write(
            {
                "state": "paid",
                "receipt_id": (self.receipt_id or receipt).id,
                "problem": told,
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
        self.partner_id.commercial_partner_id.activity_schedule(
            "l10n_cobranzas.mail_activity_online_payment",
            summary=self.env._(
                "Online payment %(request)s: money on account", request=self.display_name
            ),
            note=Markup("<br/>").join([transaction.reference, *problems]),
            **vals,
        )

    # ------------------------------------------------------------------
    # Sentences
    # ------------------------------------------------------------------

    def _describe_paid_twice(self, transaction):
        return self.env._(
            "%(request)s was paid already: the %(amount)s of %(transaction)s are on account.",
            request=self.name,
            amount=transaction.currency_id.format(transaction.amount),
            transaction=transaction.reference,
        )

    def _describe_differing(self, transaction):
        return self.env._(
            "%(paid)s were paid and not the %(amount)s of %(request)s: the money is on account.",
            paid=transaction.currency_id.format(transaction.amount),
            amount=self._format(self.amount),
            request=self.name,
        )

    def _describe_changed(self, lines, settled):
        """Return the sentences of documents that were paid, or changed, since they were chosen."""
        debts = lines.filtered(lambda line: line.amount > 0)
        credits = lines - debts
        sentences = []
        if debts:
            sentences.append(
                self.env._(
                    "Paid or changed since it was chosen: %(documents)s. What they no longer need "
                    "is on account.",
                    documents=format_list(self.env, [line._describe(settled) for line in debts]),
                )
            )
        used_up = credits.filtered(
            lambda line: (
                self.currency_id.compare_amounts(line.move_line_id.cobranzas_residual, line.amount)
                > 0
            )
        )
        if used_up:
            sentences.append(
                self.env._(
                    "Used elsewhere since it was chosen: %(documents)s.",
                    documents=format_list(self.env, [line._describe(settled) for line in used_up]),
                )
            )
        return sentences

    def _describe_refusal(self, refusal):
        return self.env._(
            "The documents could not be settled: the money is on account. %(reason)s",
            reason=str(refusal),
        )

    def _describe_no_receipt(self, refusal):
        return self.env._(
            "No receipt could be made yet: the payment is on account. %(reason)s",
            reason=str(refusal),
        )
