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
    def _get_days(self, operation, items):
        """Return the day of each item; later than a receipt, that on which it was paid."""
        days = super()._get_days(operation, items)
        if operation.receipt_id:
            return days
        histories = items._cobranzas_get_histories()
        return {item: histories[item].get_last_day(day) for item, day in days.items()}

    @api.model
    def _get_adjustments(self, items, date, settled):
        items = items.filtered("cobranzas_alternative_ids")
        if not items:
            return {}
        read = items._cobranzas_read_payments()
        dues = items._cobranzas_get_dues(date, read)
        amounts = {item: min(settled.get(item, 0.0), max(dues[item][1], 0.0)) for item in items}
        return items._cobranzas_get_adjustments(date, amounts, read)

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
