from odoo import api, fields, models

from .cobranzas_guards import is_changing, refuse_closed, refuse_link

#: fields of a payment that its entry follows: core can't rewrite one with an item per document
ENTRY_FIELDS = {
    "amount",
    "currency_id",
    "date",
    "destination_account_id",
    "journal_id",
    "outstanding_account_id",
    "partner_id",
    "partner_type",
    "payment_method_line_id",
    "payment_type",
}


class AccountPayment(models.Model):
    _inherit = "account.payment"

    cobranzas_receipt_id = fields.Many2one(
        "cobranzas.receipt",
        string="Receipt",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    @api.model_create_multi
    def create(self, vals_list):
        refuse_link(self.env, vals_list, "cobranzas_receipt_id")
        return super().create(vals_list)

    def write(self, vals):
        refuse_link(self.env, [vals], "cobranzas_receipt_id")
        if ENTRY_FIELDS & set(vals) and not (set(vals) == {"date"} and is_changing(self.env)):
            self._cobranzas_check_free()
        # by hand: what posts and voids the receipt runs as superuser
        undone = vals.get("state") in ("draft", "canceled", "rejected")
        if (undone or "move_id" in vals) and not self.env.su:
            self._cobranzas_check_free()
        return super().write(vals)

    def action_draft(self):
        """Refused for the payment of a posted receipt, which is voided instead (REC-15)."""
        self._cobranzas_check_free()
        return super().action_draft()

    def action_cancel(self):
        """Refused for the payment of a posted receipt, which is voided instead (REC-15)."""
        self._cobranzas_check_free()
        return super().action_cancel()

    def action_reject(self):
        """Refused for the payment of a posted receipt, which is voided instead (REC-15)."""
        self._cobranzas_check_free()
        return super().action_reject()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_cobranzas_receipt(self):
        self._cobranzas_check_free()

    def _cobranzas_check_free(self):
        """Raise ``UserError`` naming the receipt when it, not the payment, must be changed."""
        # sudo: whoever handles payments may be told which receipt holds one
        made = self.sudo().filtered(lambda payment: payment.state != "draft")
        refuse_closed(made.cobranzas_receipt_id)  # one in draft is being posted by its receipt

    def action_open_cobranzas_receipt(self):
        """Open the receipt the payment came with (REC-21)."""
        self.ensure_one()
        return self.cobranzas_receipt_id._get_records_action()
