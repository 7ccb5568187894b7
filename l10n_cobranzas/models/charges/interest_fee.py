from dataclasses import replace

from odoo import api, models
from odoo.tools import plaintext2html


class CobranzasOperationKindLateInterest(models.AbstractModel):
    """What a policy adds to each note: a fixed charge, a legend (CHG-03)."""

    _inherit = "cobranzas.operation.kind.late_interest"

    @api.model
    def _prepare_charge_request(self, operation, assessed):
        request = super()._prepare_charge_request(operation, assessed)
        policy = self._get_policy(operation)
        fee = self._get_fee(policy, request.currency, operation.company_id, operation.date)
        if not fee:
            return request
        line = (
            self.env._("Fixed charge for late payment"),
            request.product,
            fee,
            self._get_note_taxes(operation),
        )
        return replace(request, lines=(*request.lines, line))

    @api.model
    def _prepare_note_move_vals(self, operation, request, lines, position):
        vals = super()._prepare_note_move_vals(operation, request, lines, position)
        legend = self._get_policy(operation).with_env(self.env).legend
        return {**vals, "narration": plaintext2html(legend)} if legend else vals

    @api.model
    def _get_fee(self, policy, currency, company, date):
        """Return the fixed charge of a note by a policy, in the note's currency, before taxes."""
        if not policy.fee:
            return 0.0
        return policy.currency_id._convert(policy.fee, currency, company, date)


class CobranzasReceipt(models.Model):
    """Fixed charges of the notes of interest that a receipt collects (CHG-03)."""

    _inherit = "cobranzas.receipt"

    def _sum_fees(self):
        """Return the fixed charges of the notes to come, with taxes, in the receipt's currency."""
        rows = self.interest_ids.filtered(lambda row: row._is_pending())
        # sudo: the policies that documents were posted on, for whoever types their receipt
        if not any(rows.sudo().move_line_id.cobranzas_interest_policy_id.mapped("fee")):
            return 0.0
        kind = self.env["cobranzas.operation.kind.late_interest"].sudo()  # sudo: as above
        total = 0.0
        for mine in rows.sudo()._group_by_note():
            first, currency = mine[0], mine[0].currency_id
            policy = mine.move_line_id.cobranzas_interest_policy_id[:1]
            date = self._prepare_charge_operation_vals("late_interest", mine)["date"]
            fee = kind._get_fee(policy, currency, self.company_id, date)
            partner = first.partner_id
            product, taxes = kind._find_charged(self.company_id, partner, policy)
            found = taxes.compute_all(fee, currency, 1.0, product=product, partner=partner)
            total += self._to_receipt_currency(found["total_included"], currency)
        return total
