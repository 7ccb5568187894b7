from odoo import api, fields, models
from odoo.exceptions import UserError

from .cobranzas_guards import is_changing, refuse_link


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    cobranzas_receipt_id = fields.Many2one(
        "cobranzas.receipt",
        string="Receipt",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    # what reports at a past date give back, and what was paid in another currency
    _cobranzas_max_date_idx = models.Index("(max_date)")
    _cobranzas_conversion_idx = models.Index("((debit_currency_id <> credit_currency_id))")

    @api.model_create_multi
    def create(self, vals_list):
        refuse_link(
            self.env,
            [vals for vals in vals_list if vals.get("cobranzas_receipt_id")],
            "cobranzas_receipt_id",
        )
        return super().create(vals_list)

    def write(self, vals):
        refuse_link(self.env, [vals], "cobranzas_receipt_id")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_cobranzas_receipt(self):
        """An allocation goes with its receipt only, or receipt and ledger would disagree."""
        if is_changing(self.env):
            return
        for receipt in self.cobranzas_receipt_id:
            if receipt.state == "posted":
                raise UserError(
                    self.env._(
                        "This allocation was made by %(receipt)s: void that to undo it.",
                        receipt=receipt.display_name,
                    )
                )
