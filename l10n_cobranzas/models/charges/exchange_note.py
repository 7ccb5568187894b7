from odoo import api, fields, models

from .charge_kind import Assessment


class CobranzasOperation(models.Model):
    """Notes of exchange differences (*diferencias de cambio*, CHG-01)."""

    _inherit = "cobranzas.operation"

    kind = fields.Selection(
        selection_add=[("exchange_note", "Exchange Difference")],
        ondelete={"exchange_note": "cascade"},
    )


class CobranzasOperationKindExchangeNote(models.AbstractModel):
    """The difference of rates of what was paid under a foreign-currency clause (CHG-01).

    In the company's currency: the document is settled at its own rate, and the note is collected,
    or used as a credit, by the same receipt, so that the difference counts once.
    """

    _name = "cobranzas.operation.kind.exchange_note"
    _inherit = "cobranzas.operation.kind.charge"
    _description = "Exchange Difference"
    _prefix = "DIF"
    _charge_kind = "exchange"
    _tax_included = True

    @api.model
    def _get_line_currency(self, item):
        return item.company_id.currency_id

    @api.model
    def _assess(self, operation, items):
        found = operation.receipt_id._get_exchange_differences()
        return {
            item: Assessment(found[item].amount, found[item].rows, found[item].label)
            for item in items
            if item in found
        }

    @api.model
    def _get_product(self, operation):
        return self._get_charge_product(operation, "cobranzas_exchange_product_id")

    @api.model
    def _prepare_charge_lines(self, operation, line, product, label):
        return self._prepare_origin_tax_lines(operation, line, product, label)

    @api.model
    def _propose(self, receipt):
        return {}
