from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import UserError


class PaymentTransaction(models.Model):
    """Online payments of debtors: the transaction makes the receipt (COL-09).

    Core calls ``_create_payment`` from the browser's poll, its cron and a button, without a lock;
    all that makes it once stands behind that one method.
    """

    _inherit = "payment.transaction"

    cobranzas_request_id = fields.Many2one(
        "cobranzas.payment.request",
        string="Online Payment of a Debtor",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    def _update_state(self, allowed_states, target_state, state_message):
        updated = super()._update_state(allowed_states, target_state, state_message)
        # sudo: whoever brings the news of a payment, its request follows
        updated.sudo().cobranzas_request_id._follow_transactions()
        return updated

    def _create_child_transaction(self, amount, is_refund=False, **custom_create_values):
        """Let what is captured in parts be of the same request; a refund is none of it."""
        if not is_refund:
            custom_create_values.setdefault("cobranzas_request_id", self.cobranzas_request_id.id)
        return super()._create_child_transaction(amount, is_refund, **custom_create_values)

    def _create_payment(self, **extra_create_values):
        """Make the receipt of a request's transaction, or the return of a refunded one, once."""
        self.ensure_one()
        owner = self._cobranzas_get_source_receipt() or self.cobranzas_request_id
        if not owner or extra_create_values:
            return super()._create_payment(**extra_create_values)
        transaction = self._cobranzas_as_robot()
        transaction._cobranzas_lock(owner)
        if not transaction.payment_id:
            if owner._name == "cobranzas.receipt":
                made = transaction._cobranzas_return()
            else:
                made = transaction.cobranzas_request_id._receive(transaction)
            # where it could not be booked as it should, core's payment keeps the money
            plain = super(PaymentTransaction, transaction)._create_payment
            transaction.payment_id = made or plain()
        self.invalidate_recordset(["payment_id"])
        return self.payment_id

    def _cobranzas_return(self):
        """Return the payment of the movement that books this refund: the debt returns by it.

        None where that can't be booked, which is noted on the receipt.
        """
        receipt = self._cobranzas_get_source_receipt()
        operations = self.env["cobranzas.operation"]
        try:
            with self.env.cr.savepoint():
                operation = operations.create(receipt._prepare_return_vals(self))
                operation.refund_transaction_id = self
                operation._acquire_customer_locks()
                operation._action_confirm()
        except UserError as refusal:
            receipt._message_log(
                body=self.env._(
                    "Refund %(refund)s is on account of the customer: %(reason)s",
                    refund=self.reference,
                    reason=str(refusal),
                )
            )
            return self.env["account.payment"]
        return operation.payment_ids

    def _cobranzas_as_robot(self):
        """Return the transaction in an environment in which nothing depends on who calls.

        A visitor's poll, a provider's webhook and the cron come with users and contexts of their
        own; the books are kept in the company of the provider, on its day, in its language.
        """
        # sudo: a branch is paid through the provider of the company above it; only which it is
        company = self.sudo().cobranzas_request_id.company_id or self.company_id
        context = {
            "allowed_company_ids": (company | self.company_id).ids,
            "lang": company.partner_id.lang,
            "tz": self.env["cobranzas.notice.reader"]._get_zone(company),
        }
        # sudo: the payment came in, whoever tells; receipts and entries that follow from it need
        # rights that no visitor has, and what they hold was checked when the request was made
        return self.with_env(self.env(user=SUPERUSER_ID, su=True, context=context))

    def _cobranzas_lock(self, owner):
        """Lock transaction and owner, in this order, and read them again.

        Whoever comes second waits here; PostgreSQL then refuses what it had read before, and
        poll, cron and server run it again on what the first one left.
        """
        self.flush_recordset()
        owner.with_env(self.env)._lock()
        self.invalidate_recordset(["payment_id", "state"])

    def _cobranzas_get_source_receipt(self):
        """Return the receipt of the payment that a refund gives back, if it has one."""
        if self.operation != "refund":
            return self.env["cobranzas.receipt"]
        # sudo: core runs this as superuser or as an accountant; only which it is is read
        return self.sudo().source_transaction_id.payment_id.cobranzas_receipt_id

    def _log_message_on_linked_documents(self, message):
        """Note on the request what happened to its transaction."""
        result = super()._log_message_on_linked_documents(message)
        # sudo: the history of the request, whoever brings the news
        for request in self.sudo().cobranzas_request_id:
            request._message_log(body=message)
        return result
