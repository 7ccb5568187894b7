from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .cobranzas_payment_request import RUNNING


class CobranzasPaymentRequest(models.Model):
    """A payment by bank transfer: pending until a cashier sees the money in the bank (COL-09).

    By core's provider of transfers nobody tells that the money came in: a cashier confirms it here,
    or cancels the payment when it never comes.
    """

    _inherit = "cobranzas.payment.request"

    transfer_journal_id = fields.Many2one(
        "account.journal",
        string="Received in",
        readonly=True,
        check_company=True,
        help="The bank account that a confirmed transfer came to.",
    )
    is_transfer = fields.Boolean(
        string="Waits for a Transfer", compute="_compute_is_transfer", compute_sudo=True
    )

    def _compute_is_transfer(self):
        for request in self:
            request.is_transfer = bool(request._get_transfers())

    def _get_transfers(self):
        """Return the transactions by transfer that are waited for."""
        return self.transaction_ids.filtered(
            lambda each: each.provider_code == "custom" and each.state == "pending"
        )

    def _waits_for_transfer(self):
        """Tell whether only transfers are under way, which no provider can bring any more."""
        self.ensure_one()
        running = self.transaction_ids.filtered(lambda each: each.state in RUNNING)
        return self.state == "pending" and bool(running) and running == self._get_transfers()

    # ------------------------------------------------------------------
    # It came in
    # ------------------------------------------------------------------

    def _confirm_transfer(self, journal, number=""):
        """Make the receipt of a transfer that came in; return the receipts of the payment.

        :param journal: the bank account that it came to
        :param number: the bank's number of the operation
        :raises AccessError: below cashier
        :raises UserError: when no transfer is waited for, or it can't have come to the account
        """
        self.ensure_one()
        self._check_cashier()
        self.check_access("read")
        # sudo: the right was checked above; nobody writes payments begun by debtors by hand
        request = self.sudo()
        request._lock()
        transfers = request._get_transfers()
        transfer = transfers._get_last()
        if not transfer:
            raise UserError(
                self.env._("%(request)s waits for no transfer any more.", request=request.name)
            )
        if journal not in request._get_transfer_journals(transfer):
            raise UserError(self.env._("Choose one of the bank accounts of the company."))
        request.transfer_journal_id = journal
        transfer.provider_reference = number or transfer.provider_reference
        (transfers - transfer)._set_canceled()  # begun more than once, transferred once
        transfer._set_done()
        transfer._post_process()
        return self.receipt_ids

    def _get_method_line(self, transaction):
        """Return the plain method of the bank account: core has none of its own for transfers."""
        method = super()._get_method_line(transaction)
        if method or transaction.provider_code != "custom":
            return method
        journal = self.transfer_journal_id or self._get_transfer_journals(transaction)[:1]
        return journal.inbound_payment_method_line_ids.filtered(
            lambda line: line.code == "manual" and not line.payment_provider_id
        )[:1]

    def _get_transfer_journals(self, transaction):
        """Return the bank accounts that a transfer may have come to, the likely one first."""
        journals = self.env["account.journal"].search(
            [
                *self.env["account.journal"]._check_company_domain(self.company_id),
                ("type", "=", "bank"),
            ]
        )
        own, usual = self.company_id.currency_id, transaction.provider_id.journal_id
        return journals.sorted(
            lambda each: ((each.currency_id or own) != self.currency_id, each != usual)
        )

    # ------------------------------------------------------------------
    # It does not come
    # ------------------------------------------------------------------

    def _is_cancellable(self):
        return super()._is_cancellable() or self._waits_for_transfer()

    def _cancel(self):
        self._get_transfers()._set_canceled()
        return super()._cancel()

    def _get_settled_domain(self):
        """Return the domain of transfers waited for whose documents were all paid otherwise."""
        running = Domain("state", "in", RUNNING)
        transfer = Domain("provider_id.code", "=", "custom") & Domain("state", "=", "pending")
        return (
            Domain("state", "=", "pending")
            & Domain("transaction_ids", "any", transfer)
            & Domain("transaction_ids", "not any", running & ~transfer)
            & Domain("line_ids.move_line_id.reconciled", "=", True)
            & Domain("line_ids", "not any", [("move_line_id.reconciled", "=", False)])
        )

    def _is_settled(self):
        """Tell whether a transfer is waited for whose documents were all paid otherwise."""
        return bool(self.filtered_domain(self._get_settled_domain()))

    def _cancel_settled(self):
        """Cancel what nobody has to transfer any more, as when a cashier made the receipt."""
        for request in self:
            request._cancel()
            request._message_log(
                body=self.env._("Its documents were paid otherwise: no transfer is waited for.")
            )
