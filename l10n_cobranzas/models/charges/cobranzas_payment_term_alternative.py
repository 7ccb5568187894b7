from decimal import Decimal

from odoo import api, fields, models

from .rate_periods import MOST_PERCENT

#: days from the due date at most: ten years
MOST_DAYS = 3653


class CobranzasPaymentTermAlternative(models.Model):
    """Another date by which instalments may be paid, at another price (CHG-02)."""

    _name = "cobranzas.payment.term.alternative"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Alternative Due Date of a Payment Term"
    _order = "payment_term_id, days, id"

    payment_term_id = fields.Many2one(
        "account.payment.term", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="payment_term_id.company_id", store=True)
    days = fields.Integer(
        required=True, help="Days from the due date of the instalment; before it, negative."
    )
    percent = fields.Float(
        string="%",
        digits=(16, 4),
        help="What is added to the instalment when it is paid by then; a discount is negative.",
    )

    _days_sensible = models.Constraint(
        f"CHECK (days BETWEEN -{MOST_DAYS} AND {MOST_DAYS})",
        "An alternative due date is ten years from the due date at most.",
    )
    _percent_sensible = models.Constraint(
        "CHECK (percent > -100)", "A discount of 100 % or more leaves nothing to pay."
    )
    _surcharge_sensible = models.Constraint(
        f"CHECK (percent <= {MOST_PERCENT})",
        "A surcharge is 1,000 % at most: correct what was typed.",
    )

    @api.constrains("days", "percent", "payment_term_id")
    def _check_alternatives(self):
        self.payment_term_id._cobranzas_check_alternatives()

    def _get_terms(self):
        """Return [(days, percentage)] as the engine takes them."""
        # by way of the text: 0.1 is to be a tenth
        return [(row.days, Decimal(f"{row.percent:.4f}")) for row in self]
