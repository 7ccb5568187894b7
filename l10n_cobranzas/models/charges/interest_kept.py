from odoo import models

#: context key: the receipt is voided, its notes of interest stay
KEEP_INTEREST = "cobranzas_keep_interest_notes"


class CobranzasReceipt(models.Model):
    """Notes of interest that outlive their receipt: what was owed was owed late (CHG-03)."""

    _inherit = "cobranzas.receipt"

    def _get_keepable_notes(self):
        """Return the operations of interest on balances, whose notes may stay after a void.

        Interest on what was collected, or up to the date of a cheque, goes with the payment.
        """
        return self.charge_operation_ids.filtered(
            lambda operation: (
                operation.kind == "late_interest"
                and operation.state == "done"
                and not operation.charge_ids.partial_id
                and not any(
                    policy.base == "collected"
                    # sudo: the policy that a document was posted on, whoever voids
                    for policy in operation.charge_ids.move_line_id.sudo().mapped(
                        "cobranzas_interest_policy_id"
                    )
                )
            )
        )

    def _get_kept_notes(self):
        """Return the operations whose notes stay when the receipt is voided, as was asked for."""
        keeps = self.env.context.get(KEEP_INTEREST)
        return self._get_keepable_notes() if keeps else self.env["cobranzas.operation"]

    def _after_undo(self, date, reason):
        result = super()._after_undo(date, reason)
        for receipt in self:
            kept = receipt._get_kept_notes().move_ids
            if kept:
                names = ", ".join(kept.mapped("display_name"))
                receipt.message_post(
                    body=self.env._("Its notes of interest stay: %(notes)s.", notes=names)
                )
        return result
