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
    def _assess(self, operation, items):
        settled = self._get_settled(operation, items)
        adjustments = self._get_adjustments(items, operation.date_until, settled)
        days = self._get_days(operation, items.filtered(adjustments.get))
        return {
            item: self._prepare_assessment(
                item, adjustments[item], day, self._get_base(item, adjustments[item], settled)
            )
            for item, day in days.items()
        }

    @api.model
    def _get_settled(self, operation, items):
        """Return {item: what is settled of it, in its currency} by the receipt of an operation."""
        return operation.receipt_id._get_amounts_by_item()

    @api.model
    def _get_days(self, operation, items):
        """Return {item: day of its payment}."""
        return dict.fromkeys(items, operation.date_until)

    @api.model
    def _get_adjustments(self, items, date, settled):
        """Return {item: signed adjustment} when ``settled`` is what is settled of each on a date.

        Below zero for a discount, in the currency of the item. What is settled may include the
        discount, which a note pays.
        """
        raise NotImplementedError

    @api.model
    def _get_base(self, item, amount, settled):
        """Return what an adjustment is on, in the currency of the item: all of it."""
        return abs(item.amount_currency)

    @api.model
    def _prepare_assessment(self, item, amount, day, base):
        """Return the ``Assessment`` of an adjustment on ``base`` for paying on a day."""
        due = item.date_maturity or item.date
        rate = 100.0 * amount / base if base else 0.0
        row = ChargeRow(min(due, day), day, abs((day - due).days), base, rate, amount)
        return Assessment(amount, (row,), lambda: self._explain(item, amount, day))

    @api.model
    def _explain(self, item, amount, day):
        """Return the line of the note: when the document was due, and when it was paid."""
        title = self.env._("Surcharge on %(document)s, due %(due)s, paid %(day)s")
        if amount < 0:
            title = self.env._("Discount on %(document)s, due %(due)s, paid %(day)s")
        return title % {
            "document": item._cobranzas_document_name(),
            "due": format_date(self.env, item.date_maturity or item.date),
            "day": format_date(self.env, day),
        }

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

    # ------------------------------------------------------------------
    # At the receipt
    # ------------------------------------------------------------------

    @api.model
    def _propose(self, receipt):
        """Return {item: ChargeProposal} of the adjustments to the date of a receipt.

        Days are below zero before the due date.
        """
        items = receipt._get_charged_lines().move_line_id._origin
        settled, day = receipt._get_amounts_by_item(), receipt.date
        proposals = {}
        for item, amount in self._get_adjustments(items, day, settled).items():
            if not item.currency_id.is_zero(amount):
                base = self._get_base(item, amount, settled)
                days = (day - (item.date_maturity or item.date)).days
                rate = 100.0 * amount / base if base else 0.0
                proposals[item] = ChargeProposal(item.currency_id, amount, base, days, rate)
        return proposals
