from odoo import api, fields, models

from ..ledger.locking import lock_rows
from ..operations.cobranzas_operation import SYSTEM_FIELDS


class CobranzasOperation(models.Model):
    """What the return of an online payment, or its fee, asks for: the receipt it made (COL-09)."""

    _inherit = "cobranzas.operation"
    _system_fields = SYSTEM_FIELDS | {"refund_transaction_id"}

    kind = fields.Selection(
        selection_add=[
            ("returned_payment", "Returned Online Payment"),
            ("provider_fee", "Fee of a Payment Provider"),
        ],
        ondelete={"returned_payment": "cascade", "provider_fee": "cascade"},
    )
    returned_receipt_id = fields.Many2one(
        "cobranzas.receipt",
        string="Receipt of the Payment",
        index="btree_not_null",
        copy=False,
        check_company=True,
        ondelete="restrict",
        domain="[('state', '=', 'posted'), ('company_id', '=', company_id), "
        "('payment_request_id', '!=', False)]",
        help="The receipt that the online payment made.",
    )
    returned_cause = fields.Selection(
        [("chargeback", "Charged back by the payer's bank"), ("refund", "Refunded by us")],
        string="Why It Returned",
        default="chargeback",
        copy=False,
    )
    refund_transaction_id = fields.Many2one(
        "payment.transaction",
        string="Refund",
        readonly=True,
        copy=False,
        ondelete="restrict",
        groups="account.group_account_invoice,l10n_cobranzas.group_cobranzas_cashier",
    )

    _refund_transaction_uniq = models.UniqueIndex(
        "(refund_transaction_id) WHERE refund_transaction_id IS NOT NULL",
        "This refund is booked already.",
    )

    @api.depends("returned_receipt_id")
    def _compute_from_items(self):
        result = super()._compute_from_items()
        for operation in self.filtered("returned_receipt_id"):
            receipt = operation.returned_receipt_id
            operation.currency_id = receipt._get_online_payment().currency_id or receipt.currency_id
            if not operation.partner_id:
                operation.partner_id = receipt.partner_id
        return result

    @api.onchange("returned_receipt_id")
    def _onchange_returned_receipt_id(self):
        """Propose the return of all of the payment that has not been returned yet."""
        if self.kind == "returned_payment" and self.returned_receipt_id:
            self.amount = self.returned_receipt_id._get_returnable_amount()

    def _get_returned_payments(self):
        returns = self.filtered(lambda operation: operation.kind == "returned_payment")
        own = [receipt._get_online_payment() for receipt in returns.returned_receipt_id]
        return super()._get_returned_payments().union(*own)

    def _lock_for_change(self):
        result = super()._lock_for_change()
        receipts = self.returned_receipt_id
        if receipts:  # two returns of one payment: the second sees the first
            lock_rows(receipts)
            receipts.invalidate_recordset(["state", "return_ids"])
        return result

    def _get_items_to_lock(self):
        return super()._get_items_to_lock() | self.returned_receipt_id._get_receivable_items()


class CobranzasReceipt(models.Model):
    """Returns of the online payment of a receipt."""

    _inherit = "cobranzas.receipt"

    def action_return_payment(self):
        """Open the return of the online payment, filled in, to look at and confirm (COL-09)."""
        return self._action_operate_online("returned_payment", self._get_returnable_amount())

    def action_book_fee(self):
        """Open the booking of what the payment provider kept, to fill in and confirm (COL-09)."""
        return self._action_operate_online("provider_fee", 0.0)

    def _action_operate_online(self, kind, amount):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "cobranzas.operation",
            "views": [(False, "form")],
            "name": self.env[f"cobranzas.operation.kind.{kind}"]._get_label(),
            "context": {
                "default_kind": kind,
                "default_company_id": self.company_id.id,
                "default_returned_receipt_id": self.id,
                "default_amount": amount,
            },
        }

    def _get_online_payment(self):
        """Return the payment that the transaction of the receipt made."""
        # sudo: which of the receipt's own payments it is
        transaction = self.sudo().transaction_id
        return self.payment_ids.filtered(
            lambda payment: payment.sudo().payment_transaction_id == transaction and transaction
        )[:1]

    def _get_returnable_amount(self):
        """Return what of the online payment has not been returned, in its currency."""
        done = self.return_ids.filtered(
            lambda each: each.state == "done" and each.kind == "returned_payment"
        )
        return self._get_online_payment().amount - sum(done.mapped("amount"))

    def _prepare_return_vals(self, refund):
        """Return the values of the return that books a refund, given as its transaction."""
        return {
            "kind": "returned_payment",
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "date": fields.Date.context_today(self),
            "returned_receipt_id": self.id,
            "returned_cause": "refund",
            "amount": -refund.amount,
            "reason": refund.reference,
        }
