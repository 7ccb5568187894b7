from odoo import models
from odoo.exceptions import UserError

from ...engine import interest, minor_units


class CobranzasReceipt(models.Model):
    """The payments of a draft receipt, as late interest will count them (CHG-03)."""

    _inherit = "cobranzas.receipt"

    def _prepare_payments_by_item(self):
        """Return {item: (engine's payment,)} of what the receipt would pay of each.

        With the dates of the cheques that pay it, where a policy counts by them.
        """
        self.ensure_one()
        lines = self._get_charged_lines()
        items = lines.move_line_id._origin
        by_values = any(
            # sudo: the policy that a document was posted on, for whoever types its receipt
            policy.days_by == "values"
            for policy in items.sudo().cobranzas_interest_policy_id
        )
        dates = self._get_dates_by_line(lines) if by_values else {}
        return {
            line.move_line_id._origin: (
                interest.Payment(
                    key=("draft", line.move_line_id._origin.id),
                    date=self.date,
                    amount=line._get_minor_units(),
                    values=tuple(dates.get(line, ())),
                    receipt=("draft", self._origin.id),
                ),
            )
            for line in lines
        }

    def _get_dates_by_line(self, lines):
        """Return {line: [(date of a cheque, what it pays in the line's minor units)]}.

        By the plan of the receipt; while that is still in pieces, nothing counts by its cheques.
        """
        try:
            made = self._prepare_plan()
        except UserError:
            return {}
        dates = {line: [] for line in lines}
        for share in made.shares:
            checks = share.source.check_ids if "check_ids" in share.source._fields else ()
            rows = [
                (check.payment_date, check.currency_id._cobranzas_to_minor_units(check.amount))
                for check in checks
                if check.payment_date
            ]
            if rows and share.debt in dates:
                parts = minor_units.split(share.debt_amount, [units for _day, units in rows])
                dates[share.debt] += [
                    (day, part) for (day, _units), part in zip(rows, parts, strict=True)
                ]
        return dates

    def _link_charged_payments(self):
        """Tell charges made before the receipt was booked which of its payments they are on."""
        for receipt in self:
            charges = receipt.charge_operation_ids.charge_ids.filtered(
                lambda charge: charge.kind == "interest" and not charge.partial_id
            )
            for charge in charges:
                item = charge.move_line_id
                # sudo: as _prepare_payments_by_item
                if item.sudo().cobranzas_interest_policy_id.base == "collected":
                    paid = receipt.partial_ids.filtered(
                        lambda partial, item=item: partial.debit_move_id == item
                    )
                    charge.partial_id = paid[:1]
