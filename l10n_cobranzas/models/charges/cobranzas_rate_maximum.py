from decimal import Decimal
from fractions import Fraction

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...engine import day_counts
from .rate_periods import DIGITS, RATE_PERIODS, format_percent, format_rate, to_decimal


class CobranzasRateMaximum(models.Model):
    """The highest rate of late interest that the law of a country allows from a day on (CHG-03).

    The figures are the user's: none comes with the add-on. A rate is compared in proportion to its
    days, not compounded.
    """

    _name = "cobranzas.rate.maximum"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Maximum Rate of Interest"
    _order = "country_id, date_from desc, id desc"

    country_id = fields.Many2one(
        "res.country", required=True, default=lambda self: self.env.company.country_id
    )
    date_from = fields.Date(string="In Force from", required=True)
    rate = fields.Float(string="Rate (%)", digits=DIGITS, required=True)
    rate_period = fields.Selection(
        selection=RATE_PERIODS, string="Per", required=True, default="year"
    )

    _day_uniq = models.Constraint(
        "UNIQUE (country_id, date_from)", "The country has a maximum from that day already."
    )
    _rate_positive = models.Constraint("CHECK (rate >= 0)", "A rate can't be negative.")

    @api.depends("country_id", "rate", "rate_period")
    def _compute_display_name(self):
        for maximum in self:
            rate = format_rate(self.env, maximum.rate, maximum.rate_period)
            maximum.display_name = f"{maximum.country_id.name or ''}: {rate}"

    @api.model
    def _get_in_force(self, country, date):
        """Return the maximum of a country on a date; none where it has none."""
        if not country:
            return self.browse()
        return self.search(
            Domain("country_id", "=", country.id) & Domain("date_from", "<=", date), limit=1
        )

    @api.model
    def _get_refusal(self, company, rate, date, day_count="act_30"):
        """Return why a rate is too high on a date, or an empty text.

        :param rate: what has ``rate`` and ``rate_period``: a rate, a policy
        """
        country = company.account_fiscal_country_id or company.country_id
        maximum = self._get_in_force(country, date)
        if not maximum:
            return ""
        highest = day_counts.convert_rate(
            Fraction(to_decimal(maximum.rate)),
            maximum.rate_period,
            rate.rate_period,
            day_count,
        )
        if Fraction(to_decimal(rate.rate)) <= highest:
            return ""
        shown = Decimal(highest.numerator) / Decimal(highest.denominator)
        return self.env._(
            "%(rate)s is above the maximum of %(maximum)s %% in force on %(date)s",
            rate=format_rate(self.env, rate.rate, rate.rate_period),
            maximum=format_percent(self.env, round(shown, 2) if shown >= 1 else shown),
            date=format_date(self.env, date),
        )
