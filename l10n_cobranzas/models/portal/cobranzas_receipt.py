from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..ledger.locking import lock_rows


class CobranzasReceipt(models.Model):
    """The receipt of a transfer that the debtor told of: one, and the transfer follows it."""

    _inherit = "cobranzas.receipt"

    advice_id = fields.Many2one(
        "cobranzas.payment.advice",
        string="Transfer Advised",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="What the debtor told on its page of the transfer that is received.",
    )

    _advice_once = models.UniqueIndex(
        "(advice_id) WHERE advice_id IS NOT NULL AND state = 'posted'",
        "Another receipt of this transfer is posted already.",
    )

    @api.constrains("advice_id", "partner_id", "company_id")
    def _check_advice(self):
        # sudo: only compared; that the user may read the transfer was checked
        for receipt in self.sudo():
            advice = receipt.advice_id
            if not advice:
                continue
            strange = advice.partner_id not in receipt._get_payable_customers()
            if strange or receipt.company_id != advice.company_id:
                raise ValidationError(
                    self.env._(
                        "The transfer was told by %(customer)s: the receipt is of that customer.",
                        customer=advice.partner_id.display_name,
                    )
                )

    def _check_postable(self):
        result = super()._check_postable()
        advice = self.advice_id
        lock_rows(advice)
        advice.invalidate_recordset(["state"])
        if advice.state in ("received", "rejected"):
            raise UserError(
                self.env._(
                    "The transfer of %(transfer)s was received or rejected meanwhile: open it.",
                    transfer=advice.display_name,
                )
            )
        return result

    def _action_post(self):
        result = super()._action_post()
        for receipt in self.filtered("advice_id"):
            words = self.env._("Received by %(receipt)s", receipt=receipt.name)
            receipt.advice_id._close_activity(words)
        return result

    def _after_undo(self, date, reason):
        result = super()._after_undo(date, reason)
        self.advice_id.filtered(lambda advice: not advice.rejected_at)._plan_activity()
        return result
