from odoo import api, fields, models
from odoo.exceptions import UserError


class CobranzasOperation(models.Model):
    """Discounts for paying before the due date (*descuentos por pronto pago*, CHG-04)."""

    _inherit = "cobranzas.operation"

    kind = fields.Selection(
        selection_add=[("early_payment", "Early Payment")],
        ondelete={"early_payment": "cascade"},
    )


class CobranzasOperationKindEarlyPayment(models.AbstractModel):
    """The discount of the table of rates for what was paid before its due date (CHG-04).

    A credit note in the currency of the document and at its rate, made with the receipt, or by
    hand for what is left of a document. Each document has one.
    """

    _name = "cobranzas.operation.kind.early_payment"
    _inherit = "cobranzas.operation.kind.adjusting"
    _description = "Early Payment"
    _prefix = "DPP"
    _charge_kind = "early_payment"

    @api.model
    def _assess(self, operation, items):
        receipt, day = operation.receipt_id, operation.date_until
        paid = receipt._get_amounts_by_item() if receipt else None
        discounts = items._cobranzas_get_early_discounts(day, paid)
        return {
            item: self._prepare_assessment(
                item, -discount, day, self._get_base(item, discount, paid)
            )
            for item, discount in discounts.items()
        }

    @api.model
    def _get_base(self, item, discount, paid):
        """Return what is settled of an item, in its currency: the money and its discount.

        :param paid: {item: amount paid of it}; all that is left when None
        """
        left = item.amount_residual_currency
        return left if paid is None else min(paid.get(item, 0.0) + discount, left)

    @api.model
    def _check_items(self, operation):
        result = super()._check_items(operation)
        for line in operation.line_ids:
            if line.currency_id.compare_amounts(line.amount, 0.0) > 0:
                raise UserError(
                    self.env._(
                        "%(document)s: an early payment is discounted, so its amount is below "
                        "zero.",
                        document=line.name,
                    )
                )
        return result

    # ------------------------------------------------------------------
    # At the receipt
    # ------------------------------------------------------------------

    @api.model
    def _propose(self, receipt):
        """Return {item: ChargeProposal} of the discounts for what a receipt pays early."""
        paid = receipt._get_amounts_by_item()
        items = receipt._get_charged_lines().move_line_id._origin
        discounts = items._cobranzas_get_early_discounts(receipt.date, paid)
        return {
            item: self._prepare_proposal(
                item, -discount, receipt.date, self._get_base(item, discount, paid)
            )
            for item, discount in discounts.items()
        }
