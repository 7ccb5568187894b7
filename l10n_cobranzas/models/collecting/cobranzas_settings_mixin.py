from odoo import fields, models

#: beyond these a setting is a slip of the keyboard
MOST_DAYS = 3650
MOST_TOLERANCE = 30


class CobranzasSettingsMixin(models.AbstractModel):
    """Settings of promises and disputes (COL-06)."""

    _inherit = "cobranzas.settings.mixin"

    cobranzas_promise_days = fields.Integer(
        string="Days Ahead",
        default=90,
        help="How many days from today the last date of a promise may be.",
    )
    cobranzas_promise_tolerance_days = fields.Integer(
        string="Tolerance in Days",
        default=1,
        help="Working days after a date of a promise within which a payment is still in time.",
    )
    cobranzas_promise_tolerance_amount = fields.Monetary(
        string="Tolerance in Money",
        help="What may be missing of a promise that counts as kept, in the company's currency.",
    )
    cobranzas_dispute_grace_days = fields.Integer(
        string="Fresh after a Rejection",
        default=7,
        help="Days after a rejected dispute during which its document is not treated as late.",
    )

    cobranzas_credit_promise_days = fields.Integer(
        string="Broken Promises Count for",
        default=90,
        help="Days during which a promise that was not kept counts for the rule of credit control "
        "on broken promises.",
    )

    _cobranzas_credit_promise_days_sensible = models.Constraint(
        f"CHECK (cobranzas_credit_promise_days BETWEEN 1 AND {MOST_DAYS})",
        f"Broken promises count for 1 to {MOST_DAYS} days.",
    )
    _cobranzas_promise_days_sensible = models.Constraint(
        f"CHECK (cobranzas_promise_days BETWEEN 1 AND {MOST_DAYS})",
        f"Promises go from 1 to {MOST_DAYS} days ahead.",
    )
    _cobranzas_promise_tolerance_sensible = models.Constraint(
        f"CHECK (cobranzas_promise_tolerance_days BETWEEN 0 AND {MOST_TOLERANCE} "
        "AND cobranzas_promise_tolerance_amount >= 0)",
        f"The tolerance of promises goes from 0 to {MOST_TOLERANCE} days; its amount can't be "
        "negative.",
    )
    _cobranzas_dispute_grace_sensible = models.Constraint(
        f"CHECK (cobranzas_dispute_grace_days BETWEEN 0 AND {MOST_DAYS})",
        f"Days after a rejected dispute go from 0 to {MOST_DAYS}.",
    )
