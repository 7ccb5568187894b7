from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..ledger.obstacles import prepare_obstacle
from ..receipt.cobranzas_receipt import SYSTEM_FIELDS


class CobranzasReceipt(models.Model):
    """Receipts made by an online payment: one a transaction (COL-09)."""

    _inherit = "cobranzas.receipt"
    _system_fields = SYSTEM_FIELDS | {"transaction_id"}

    transaction_id = fields.Many2one(
        "payment.transaction",
        string="Online Transaction",
        readonly=True,
        copy=False,
        ondelete="restrict",
        groups="account.group_account_invoice,l10n_cobranzas.group_cobranzas_cashier",
    )
    payment_request_id = fields.Many2one(
        related="transaction_id.cobranzas_request_id",
        string="Online Payment",
        store=True,
        index="btree_not_null",
    )
    return_ids = fields.One2many(
        "cobranzas.operation", "returned_receipt_id", string="Returns of the Payment"
    )

    _transaction_uniq = models.UniqueIndex(
        "(transaction_id) WHERE transaction_id IS NOT NULL",
        "This online payment already has its receipt.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # a receipt typed by hand would take the place of the one that the payment makes
            sent = [self.env.context.get("default_transaction_id")]
            sent += [vals.get("transaction_id") for vals in vals_list]
            if any(sent):
                raise UserError(self._get_system_refusal())
        return super().create(vals_list)

    def action_open_payment_request(self):
        """Open the online payment that made the receipt."""
        self.ensure_one()
        self.check_access("read")
        return self.payment_request_id._get_records_action()

    def _get_undo_obstacles(self):
        return [self._check_not_returned, *super()._get_undo_obstacles()]

    def _check_not_returned(self):
        """Raise ``UserError`` naming the return of the payment, which is undone first."""
        for operation in self.return_ids:
            if operation.state == "done":
                message = self.env._(
                    "The payment of %(receipt)s was returned on %(date)s by %(operation)s: undo "
                    "that first.",
                    receipt=operation.returned_receipt_id.name,
                    date=format_date(self.env, operation.date),
                    operation=operation.display_name,
                )
                raise prepare_obstacle(self.env, message, operation)
