from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...engine import movement
from .charge_kind import Assessment, ChargeRow
from .charge_proposal import ChargeProposal
from .cobranzas_charge import ADJUSTING


class CobranzasOperation(models.Model):
    """Adjustments by the date of payment (*ajustes por fechas alternativas*, CHG-02)."""

    _inherit = "cobranzas.operation"

    kind = fields.Selection(
        selection_add=[("date_adjustment", "Alternative Date")],
        ondelete={"date_adjustment": "cascade"},
    )


class CobranzasOperationKindDateAdjustment(models.AbstractModel):
    """The surcharge or discount of the alternative date on which a document was paid (CHG-02).

    Its total is the difference, taxes inside. A discount pays the document at once; a surcharge
    is collected by the receipt that brought it, or stays open.
    """

    _name = "cobranzas.operation.kind.date_adjustment"
    _inherit = "cobranzas.operation.kind.charge"
    _description = "Alternative Date"
    _prefix = "AJF"
    _charge_kind = "date_adjustment"
    _tax_included = True
    _pays_items = True
    _in_runs = True

    @api.model
    def _assess(self, operation, items):
        settled = operation.receipt_id._get_amounts_by_item()
        adjustments = self._get_adjustments(items, operation.date_until, settled)
        # later than its receipt, it is for the day on which the document was paid
        histories = {} if settled else items._cobranzas_get_histories()
        return {
            item: self._prepare_assessment(
                item,
                adjustments[item],
                histories[item].get_last_day(operation.date_until)
                if item in histories
                else operation.date_until,
            )
            for item in items
            if adjustments.get(item)
        }

    @api.model
    def _get_adjustments(self, items, date, settled):
        """Return {item: signed adjustment} when ``settled`` is what is settled of each on a date.

        What is settled may include the discount, which a note pays.
        """
        if not items:
            return {}
        dues = items._cobranzas_get_dues(date)
        amounts = {item: min(settled.get(item, 0.0), max(dues[item][1], 0.0)) for item in items}
        return items._cobranzas_get_adjustments(date, amounts)

    @api.model
    def _prepare_assessment(self, item, amount, day):
        due = item.date_maturity or item.date
        base = abs(item.amount_currency)
        row = ChargeRow(
            min(due, day),
            day,
            abs((day - due).days),
            base,
            100.0 * amount / base if base else 0.0,
            amount,
        )
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
    # Month end
    # ------------------------------------------------------------------

    @api.model
    def _get_run_domain(self, run):
        """Return the domain of what was paid, and has dates that were not accounted for yet."""
        return super()._get_run_domain(run) & Domain(
            [
                ("cobranzas_alternative_ids", "!=", False),
                ("cobranzas_condoned", "!=", True),
                ("matched_credit_ids", "!=", False),
                ("cobranzas_charge_ids", "not any", self._get_adjusted_domain()),
            ]
        )

    @api.model
    def _get_adjusted_domain(self):
        return [("kind", "in", ADJUSTING), ("state", "!=", "freed")]

    @api.model
    def _assess_run(self, run, items):
        assessed = super()._assess_run(run, items)
        return {
            item: found
            for item, found in assessed.items()
            if found.rows[-1].date_to <= run.date_until
        }

    @api.model
    def _never_again(self, run, items, reason):
        items.action_cobranzas_condone(reason)

    # ------------------------------------------------------------------
    # At the receipt
    # ------------------------------------------------------------------

    @api.model
    def _propose(self, receipt):
        """Return {item: ChargeProposal} of the adjustments to the date of a receipt."""
        items = receipt._get_charged_lines().move_line_id._origin
        items = items.filtered("cobranzas_alternative_ids")
        if not items:
            return {}
        adjustments = self._get_adjustments(items, receipt.date, receipt._get_amounts_by_item())
        proposals = {}
        for item, amount in adjustments.items():
            if not item.currency_id.is_zero(amount):
                base = abs(item.amount_currency)
                days = (receipt.date - (item.date_maturity or item.date)).days
                proposals[item] = ChargeProposal(
                    item.currency_id, amount, base, days, 100.0 * amount / base
                )
        return proposals
