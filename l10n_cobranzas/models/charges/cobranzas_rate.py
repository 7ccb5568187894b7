from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...engine import interest
from .rate_periods import DIGITS, MOST_PERCENT, RATE_PERIODS, format_rate, to_decimal


class CobranzasRate(models.Model):
    """A rate of interest in force from a day on, until the next one of its kind (CHG-04)."""

    _name = "cobranzas.rate"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Interest Rate"
    _order = "kind, currency_id, date_from desc, id desc"
    _rec_name = "rate"

    kind = fields.Selection(
        selection=[
            ("early_payment", "Early Payment"),
            ("moratory", "Late Payment"),
            ("surcharge", "Surcharge"),
            ("refinancing", "Refinancing"),
        ],
        required=True,
        default="moratory",
    )
    date_from = fields.Date(
        string="Valid from",
        required=True,
        default=fields.Date.context_today,
        help="In force from this day until the day before the next rate of the kind.",
    )
    rate = fields.Float(string="Rate (%)", digits=DIGITS, required=True)
    rate_period = fields.Selection(
        selection=RATE_PERIODS, string="Per", required=True, default="month"
    )
    currency_id = fields.Many2one(
        "res.currency", help="Of the debts. Empty: every currency without rates of its own."
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )

    _day_uniq = models.UniqueIndex(
        "(company_id, kind, COALESCE(currency_id, 0), date_from)",
        "There is a rate of this kind and currency from that day already.",
    )
    _rate_positive = models.Constraint("CHECK (rate >= 0)", "A rate can't be negative.")
    _rate_sensible = models.Constraint(
        f"CHECK (rate <= {MOST_PERCENT})", "A rate is 1,000 % at most: correct what was typed."
    )

    @api.depends("rate", "rate_period", "date_from")
    def _compute_display_name(self):
        for rate in self:
            day = format_date(self.env, rate.date_from) if rate.date_from else ""
            rate.display_name = f"{format_rate(self.env, rate.rate, rate.rate_period)} · {day}"

    @api.constrains("kind", "rate", "rate_period", "date_from", "company_id")
    def _check_maximum(self):
        maximums = self.env["cobranzas.rate.maximum"]
        for rate in self.filtered(lambda each: each.kind == "moratory"):
            refusal = maximums._get_refusal(rate.company_id, rate, rate.date_from)
            if refusal:
                raise UserError(
                    self.env._(
                        "%(refusal)s: lower the rate of %(date)s.",
                        refusal=refusal,
                        date=format_date(self.env, rate.date_from),
                    )
                )

    @api.model
    def _get_tables(self, companies, kinds):
        """Return {(company, kind, currency): rates of the engine}, all of them in one query.

        The currency is empty for the rates of every currency without rates of its own.
        """
        rows = self.search([("company_id", "in", companies.ids), ("kind", "in", list(kinds))])
        groups = rows.grouped(lambda row: (row.company_id, row.kind, row.currency_id))
        return {key: tuple(row._to_engine() for row in rates) for key, rates in groups.items()}

    def _to_engine(self):
        self.ensure_one()
        return interest.Rate(to_decimal(self.rate), self.rate_period, self.date_from)
