from odoo import api, models
from odoo.tools import format_date

from ...engine import movement
from .charge_kind import Assessment, ChargeRow
from .charge_proposal import ChargeProposal


class CobranzasOperationKindAdjusting(models.AbstractModel):
    """What kinds share that adjust a document to the day it was paid (CHG-02, CHG-04).

    The total of the note is the difference, taxes inside. A discount pays the document at once,
    so that the receipt settles less of it.
    """

    _name = "cobranzas.operation.kind.adjusting"
    _inherit = "cobranzas.operation.kind.charge"
    _description = "Adjustment to the Day of Payment"
    _tax_included = True
    _pays_items = True

    @api.model
    def _prepare_assessment(self, item, amount, day, base=None):
        """Return the ``Assessment`` of an adjustment for paying on a day.

        :param amount: in the currency of the item, below zero for a discount
        :param base: what it is on, in that currency; all of the item when None
        """
        due = item.date_maturity or item.date
        base = abs(item.amount_currency) if base is None else base
        rate = 100.0 * amount / base if base else 0.0
        row = ChargeRow(min(due, day), day, abs((day - due).days), base, rate, amount)
        title = self.env._("Surcharge on %(document)s, due %(due)s, paid %(day)s")
        if amount < 0:
            title = self.env._("Discount on %(document)s, due %(due)s, paid %(day)s")
        label = title % {
            "document": item._cobranzas_document_name(),
            "due": format_date(self.env, due),
            "day": format_date(self.env, day),
        }
        return Assessment(amount, (row,), label)

    @api.model
    def _prepare_proposal(self, item, amount, day, base=None):
        """Return the ``ChargeProposal`` of an adjustment, as ``_prepare_assessment``.

        Its days are below zero before the due date.
        """
        base = abs(item.amount_currency) if base is None else base
        days = (day - (item.date_maturity or item.date)).days
        rate = 100.0 * amount / base if base else 0.0
        return ChargeProposal(item.currency_id, amount, base, days, rate)

    @api.model
    def _get_product(self, operation):
        credit = self._is_credit(operation)
        name = "cobranzas_discount_product_id" if credit else "cobranzas_surcharge_product_id"
        return self._get_charge_product(operation, name)

    @api.model
    def _prepare_charge_lines(self, operation, line, product, label):
        return self._prepare_origin_tax_lines(operation, line, product, label)

    @api.model
    def _prepare_plan(self, operation):
        """Return the plan: the note, and for a discount what it pays of each document."""
        plan = super()._prepare_plan(operation)
        allocations = []
        for line in operation.line_ids.filtered(lambda line: line.amount < 0):
            units = line.currency_id._cobranzas_to_minor_units(-line.amount)
            allocations.append(movement.Allocation(line.move_line_id, "note", units))
        return movement.Plan(plan.entries, tuple(allocations), plan.notes)
