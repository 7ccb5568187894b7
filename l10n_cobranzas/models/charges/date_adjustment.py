from odoo import api, fields, models
from odoo.fields import Domain

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

    A surcharge is collected by the receipt that brought it, or stays open.
    """

    _name = "cobranzas.operation.kind.date_adjustment"
    _inherit = "cobranzas.operation.kind.adjusting"
    _description = "Alternative Date"
    _prefix = "AJF"
    _charge_kind = "date_adjustment"
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
    def _never_again(self, items, reason):
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
        return {
            item: self._prepare_proposal(item, amount, receipt.date)
            for item, amount in adjustments.items()
            if not item.currency_id.is_zero(amount)
        }
