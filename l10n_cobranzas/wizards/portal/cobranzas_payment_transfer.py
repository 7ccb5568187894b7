from odoo import api, fields, models

from ...models.ledger.client_values import check_one


class CobranzasPaymentTransfer(models.TransientModel):
    """Asks to which bank account the transfer of an online payment came (COL-09)."""

    _name = "cobranzas.payment.transfer"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Confirm a Transfer"

    request_id = fields.Many2one(
        "cobranzas.payment.request", string="Online Payment", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="request_id.company_id")
    currency_id = fields.Many2one(related="request_id.currency_id")
    amount = fields.Monetary(related="request_id.amount")
    journal_id = fields.Many2one(
        "account.journal",
        string="Received in",
        required=True,
        compute="_compute_journal_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        domain="[('type', '=', 'bank')]",
    )
    operation_number = fields.Char(help="As the bank has it.")

    @api.depends("request_id")
    def _compute_journal_id(self):
        for dialog in self:
            # sudo: which provider it is, of a payment that the user sees
            transfer = dialog.request_id.sudo()._get_transfers()._get_last()
            dialog.journal_id = dialog.request_id._get_transfer_journals(transfer)[:1]

    def action_confirm(self):
        """Make the receipt of the transfer, and open it."""
        check_one(self)
        self.check_access("read")
        receipts = self.request_id._confirm_transfer(
            self.journal_id, (self.operation_number or "").strip()
        )
        if not receipts:  # no receipt could be posted: the payment says why
            return self.request_id._get_records_action()
        return receipts._get_records_action()


class CobranzasPaymentRequest(models.Model):
    _inherit = "cobranzas.payment.request"

    def action_open_transfer(self):
        """Open the dialog that confirms that the transfer of a payment came in (COL-09)."""
        check_one(self)
        self._check_cashier()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("The Transfer Came In"),
            "res_model": "cobranzas.payment.transfer",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_request_id": self.id},
        }
