from odoo import models
from odoo.exceptions import UserError


class AccountPartialReconcile(models.Model):
    """Payments that interest was charged on are not taken back under it (CHG-03)."""

    _inherit = "account.partial.reconcile"

    def unlink(self):
        self._cobranzas_release_charges()
        return super().unlink()

    def _cobranzas_release_charges(self):
        """Free what was waived on these payments, or charged by the receipt that goes with them.

        Raises ``UserError`` naming the operation that charged one of the others.
        """
        # sudo: whether a payment was charged decides whether it may go, whoever takes it back
        charges = self.env["cobranzas.charge"].sudo()
        found = charges.search([("partial_id", "in", self.ids), ("state", "!=", "freed")])
        for charge in found.filtered(lambda charge: charge.state == "charged"):
            if charge.receipt_id and charge.receipt_id == charge.partial_id.cobranzas_receipt_id:
                continue
            raise UserError(
                self.env._(
                    "%(operation)s charged interest on what was paid of %(document)s: undo that "
                    "first.",
                    operation=charge.operation_id.display_name,
                    document=charge.name,
                )
            )
        found.state = "freed"
