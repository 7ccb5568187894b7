from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...engine.periods import iter_periods
from ...models.ledger.read_scope import ReadScope
from ..reader.report_table import amount_column


class CobranzasReport(models.Model):
    _inherit = "cobranzas.report"

    report = fields.Selection(
        selection_add=[("forecast", "Collection Forecast")], ondelete={"forecast": "cascade"}
    )
    forecast_unit = fields.Selection(
        selection=[
            ("day", "Days"),
            ("week", "Weeks"),
            ("month", "Months"),
            ("year", "Months of the year"),
        ],
        string="Periods",
        required=True,
        default="week",
    )
    forecast_count = fields.Integer(string="Number of Periods", required=True, default=8)

    _forecast_count_check = models.Constraint(
        "CHECK(forecast_count BETWEEN 1 AND 31)", "A forecast has from 1 to 31 periods."
    )


class CobranzasReportForecast(models.AbstractModel):
    """Collection forecast (*pronóstico de cobranza*, REP-05, seed 003 5.2.5).

    Open items by the period they fall due in. With post-dated cheques, each cheque is counted in
    the period it is payable in: it is no debt any more, but its money is still to come in.
    """

    _name = "cobranzas.report.forecast"
    _inherit = ["cobranzas.report.definition"]
    _description = "Collection Forecast"
    _filters = ("date", "group_by", "forecast_unit", "detail", "postdated", "as_known")
    _sums_parts = True

    @api.model
    def _get_source_scope(self, report):
        return ReadScope(date=report.date_to, postdated=report.postdated)

    @api.model
    def _get_listed_domain(self, report):
        return Domain.TRUE

    @api.model
    def _get_columns(self, report):
        shown = "expected_company" if report.currency_mode == "company" else "expected"
        owed, credits = Domain(shown, ">=", 0), Domain(shown, "<", 0)
        columns = [
            *self._get_document_columns(),
            *(
                amount_column(name, label, field="expected", domain=owed & domain)
                for name, label, domain in self._get_periods(report)
            ),
            amount_column("credits", self.env._("Credits"), field="expected", domain=credits),
        ]
        if report.postdated:
            late, label = Domain("is_postdated", "=", True), self.env._("Of Which Post-dated")
            columns.append(amount_column("postdated", label, field="expected", domain=late))
        return [*columns, amount_column("total", self.env._("Total"), field="expected")]

    @api.model
    def _get_periods(self, report):
        """Return (name, label, domain) of each column of what falls due: before, within, later."""
        first, unit, count = report.date_to, report.forecast_unit, report.forecast_count
        before = self.env._("Overdue")
        if unit == "year":
            first, unit, count = first.replace(month=1, day=1), "month", 12
            before = self.env._("Before %(year)s", year=first.year)
        periods = [("overdue", before, Domain("date_due", "<", first))]
        for number, (start, end) in enumerate(iter_periods(first, unit, count), 1):
            domain = Domain("date_due", ">=", start) & Domain("date_due", "<=", end)
            periods.append((f"period_{number}", self._get_label(start, end, unit), domain))
        return [*periods, ("later", self.env._("Later"), Domain("date_due", ">", end))]

    @api.model
    def _get_label(self, start, end, unit):
        if unit == "month":
            return format_date(self.env, start, date_format="MMM y")
        days = [format_date(self.env, day, date_format="d MMM") for day in (start, end)]
        return days[0] if start == end else " – ".join(days)

    @api.model
    def _get_order(self):
        return ("date_due", "date", "id")
