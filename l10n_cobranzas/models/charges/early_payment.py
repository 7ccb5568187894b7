from dataclasses import replace

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
    def _get_settled(self, operation, items):
        """Return {item: what is settled of it}: by its receipt, or all that is left of it."""
        if operation.receipt_id:
            return super()._get_settled(operation, items)
        return {item: item.amount_residual_currency for item in items}

    @api.model
    def _get_adjustments(self, items, date, settled):
        discounts = items._cobranzas_get_early_discounts(date, settled)
        return {item: -discount for item, discount in discounts.items()}

    @api.model
    def _get_base(self, item, amount, settled):
        """Return what is settled of an item: the money and its discount, no more than is left."""
        return min(settled.get(item, 0.0) - amount, item.amount_residual_currency)

    @api.model
    def _propose(self, receipt):
        """Return {item: ChargeProposal}, with the days that each is paid before its due date."""
        proposals = super()._propose(receipt)
        return {item: replace(each, days=-each.days) for item, each in proposals.items()}

    @api.model
    def _check_items(self, operation):
        result = super()._check_items(operation)
        adjusted = operation.line_ids.move_line_id._cobranzas_get_adjusted()
        for line in operation.line_ids:
            if line.move_line_id in adjusted:
                raise UserError(
                    self.env._(
                        "%(document)s was discounted already: untick its note, or take it out.",
                        document=line.name,
                    )
                )
            if line.currency_id.compare_amounts(line.amount, 0.0) > 0:
                raise UserError(
                    self.env._(
                        "%(document)s: an early payment is discounted, so its amount is below "
                        "zero.",
                        document=line.name,
                    )
                )
        return result
