from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import date_utils, format_date

from ...models.ledger.cobranzas_item import FEW
from .report_query import ReportQuery
from .report_table import Table

YEARS = range(1900, 2200)  # a date outside them is a typing error


class CobranzasReport(models.Model):
    """The filters a user last chose for a report (REP).

    The figures are read from the ledger each time, with the rights of the current user.
    """

    _name = "cobranzas.report"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Collections Report"

    # each definition adds its own
    report = fields.Selection(selection=[], required=True)
    user_id = fields.Many2one(
        "res.users",
        required=True,
        default=lambda self: self.env.user,
        ondelete="cascade",
        readonly=True,
    )
    filter_names = fields.Char(compute="_compute_filter_names")

    # --- dates
    period = fields.Selection(
        selection=[
            ("today", "Today"),
            ("month", "This month"),
            ("last_month", "Last month"),
            ("quarter", "This quarter"),
            ("year", "This year"),
            ("last_year", "Last year"),
            ("custom", "Other dates"),
        ],
        required=True,
        default="month",
        help="The dates follow the calendar, whichever day the report is opened.",
    )
    date_from = fields.Date(string="From")
    date_to = fields.Date(string="To", required=True, default=fields.Date.context_today)
    as_known = fields.Boolean(
        string="As It Was Known Then",
        help="As the report read at the end of that day: without the entries made since with an "
        "earlier date, and with what was voided or unmatched since as it stood.",
    )

    # --- who
    company_ids = fields.Many2many(
        "res.company", string="Companies", help="Empty: the companies you are working in."
    )
    # archived records stay chosen in every filter: an empty filter would mean all
    partner_ids = fields.Many2many(
        "res.partner", string="Customers", context={"active_test": False}
    )
    partner_from_id = fields.Many2one("res.partner", string="From Customer")
    partner_to_id = fields.Many2one(
        "res.partner", string="To Customer", help="In alphabetical order, this one included."
    )
    debtor_group_ids = fields.Many2many(
        "cobranzas.debtor.group", string="Debtor Groups", context={"active_test": False}
    )
    collector_ids = fields.Many2many(
        "cobranzas.collector", string="Collectors", context={"active_test": False}
    )
    salesperson_ids = fields.Many2many(
        "res.users",
        relation="cobranzas_report_salesperson_rel",
        string="Salespeople",
        context={"active_test": False},
    )
    category_ids = fields.Many2many(
        "res.partner.category", string="Customer Categories", context={"active_test": False}
    )

    # --- what
    currency_mode = fields.Selection(
        selection=[("each", "Each its own"), ("one", "One only"), ("company", "All in company's")],
        string="Currencies",
        required=True,
        default="each",
        help="In the company's currency, amounts are those booked.",
    )
    currency_id = fields.Many2one("res.currency", string="Only")
    group_by = fields.Selection(
        selection=[
            ("debtor_group_id", "Debtor Group"),
            ("collector_id", "Collector"),
            ("salesperson_id", "Salesperson"),
        ],
    )
    detail = fields.Boolean(string="With Detail", help="List the documents of each row.")
    more_filters = fields.Boolean()
    fold_filters = fields.Boolean()
    order_by = fields.Char(help="An amount's column, and ``desc``; empty: by name.")

    _report_uniq = models.UniqueIndex("(user_id, report)", "Each user has one set of filters.")

    @api.depends("report")
    @api.depends_context("lang")
    def _compute_display_name(self):
        titles = dict(self._fields["report"]._description_selection(self.env))
        for report in self:
            report.display_name = titles.get(report.report, "")

    @api.depends("report")
    def _compute_filter_names(self):
        for report in self:
            names = report._get_definition()._filters if report.report else ()
            report.filter_names = f" {' '.join(names)} "

    @api.onchange("period")
    def _onchange_period(self):
        self._follow_calendar()

    @api.onchange("date_from", "date_to")
    def _onchange_dates(self):
        if (self.date_from, self.date_to) != self._get_period_dates():
            self.period = "custom"

    @api.onchange("currency_mode")
    def _onchange_currency_mode(self):
        if self.currency_mode != "one":
            self.currency_id = False
        elif not self.currency_id:
            self.currency_id = self.env.company.currency_id

    def _follow_calendar(self):
        """Set the dates that the period has today; dates typed by the user stay."""
        for report in self:
            dates = report._get_period_dates()
            if dates:
                report.date_from, report.date_to = dates

    def _get_period_dates(self):
        """Return the first and last day of the period, None when the user chose others."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        if self.period == "today":
            return today, today
        unit, back = {
            "month": ("month", {}),
            "last_month": ("month", {"months": 1}),
            "quarter": ("quarter", {}),
            "year": ("year", {}),
            "last_year": ("year", {"years": 1}),
        }.get(self.period, (None, None))
        if not unit:
            return None
        day = date_utils.subtract(today, **back) if back else today
        first, last = date_utils.start_of(day, unit), date_utils.end_of(day, unit)
        # a period that has not ended is shown up to today
        return first, min(last, today) if not back else last

    def _get_sorting(self, columns):
        """Return the column of ``columns`` that the rows are sorted by, and whether downwards."""
        self.ensure_one()
        name, _blank, way = (self.order_by or "").partition(" ")
        column = next((column for column in columns if column.name == name), None)
        return column, way == "desc"

    def _get_sorting_name(self, columns):
        """Return the order in use as ``order_by`` has it; empty when it is by name."""
        column, descending = self._get_sorting(columns)
        return f"{column.name}{' desc' if descending else ''}" if column else ""

    # ------------------------------------------------------------------
    # The figures
    # ------------------------------------------------------------------

    def _get_definition(self):
        """Return the model that defines the report as its filters ask for it.

        Raises ``UserError`` when ``report`` is none of the known keys.
        """
        self.ensure_one()
        known = dict(self._fields["report"].selection)
        if self.report not in known:
            raise UserError(self.env._("There is no such report."))
        return self.env[f"cobranzas.report.{self.report}"]._get_variant(self)

    def _shows_detail(self):
        """Return whether the rows of detail are listed, on screen, page and spreadsheet."""
        return self._get_definition()._shows_detail(self)

    def write(self, vals):
        if "company_ids" in vals:
            self.check_access("write")
            # sudo: removes companies that the user, who sees the active ones only, can't remove
            for report in self.sudo():
                hidden = report.company_ids - self.env.companies
                removed = [Command.unlink(company.id) for company in hidden]
                super(CobranzasReport, report).write({"company_ids": removed})
        return super().write(vals)

    def _get_companies(self):
        """Return the companies of the report: those chosen, or else the active ones.

        Raises ``UserError`` for one that is not the user's any more.
        """
        # sudo: those that the user chose, though out of sight now; checked below
        companies = self.sudo().company_ids.with_env(self.env) or self.env.companies
        if not self.env.su and not companies <= self.env.user.company_ids:
            raise UserError(
                self.env._(
                    "You don't work in every company of this report any more: choose its "
                    "companies again."
                )
            )
        return companies

    def _get_env(self):
        """Return the environment that reads the figures: the companies of the report."""
        companies = self._get_companies()
        return self.with_context(
            allowed_company_ids=(companies & self.env.company | companies).ids
        ).env

    def _get_filter_domain(self):
        """Return the filters that every report has, on the fields of its source.

        Raises ``UserError`` when the dates, or the range of customers, are the wrong way round.
        """
        self._check_filters()
        domain = Domain("company_id", "in", self._get_companies().ids)
        for name, source in (
            ("debtor_group_ids", "debtor_group_id"),
            ("collector_ids", "collector_id"),
            ("salesperson_ids", "salesperson_id"),
            ("category_ids", "partner_id.category_id"),
        ):
            if self[name]:
                domain &= Domain(source, "in", self[name].ids)
        if self.partner_ids:
            domain &= Domain("partner_id", "in", self.partner_ids.commercial_partner_id.ids)
        domain &= self._get_range_domain()
        if self.currency_mode == "one" and self.currency_id:
            domain &= Domain("currency_id", "=", self.currency_id.id)
        return domain

    def _get_range(self):
        """Return the first and the last name of the range of customers, as names are sorted."""
        customers = (self.partner_from_id, self.partner_to_id)
        return [partner.commercial_partner_id.cobranzas_plain_name for partner in customers]

    def _get_range_domain(self):
        """Return the condition on a range of customers, in the order of the report.

        A few customers are listed by id, so that their items are read by index.
        """
        bounds = zip((">=", "<="), self._get_range(), strict=True)
        names = [("cobranzas_plain_name", operator, name) for operator, name in bounds if name]
        if not names:
            return Domain.TRUE
        domain = Domain.AND(Domain(f"partner_id.{name}", *bound) for name, *bound in names)
        # sudo: ids of customers, to find their items by; rules are on the items
        customers = self.env["res.partner"].sudo().with_context(active_test=False)
        found = customers.search(names, order="id", limit=FEW + 1)
        return domain if len(found) > FEW else Domain("partner_id", "in", found.ids)

    def _check_filters(self):
        self.ensure_one()
        uses_period = "period" in self._get_definition()._filters
        dates = [self.date_to, self.date_from if uses_period else False]
        if any(date and date.year not in YEARS for date in dates):
            raise UserError(
                self.env._(
                    "Choose dates between %(first)s and %(last)s.", first=YEARS[0], last=YEARS[-1]
                )
            )
        if uses_period and (not self.date_from or self.date_from > self.date_to):
            raise UserError(
                self.env._(
                    "The report ends before it begins: choose a first day not after the last."
                )
            )
        first, last = self._get_range()
        if first and last and first > last:
            raise UserError(
                self.env._(
                    "%(first)s comes after %(last)s in the alphabet: swap the two customers.",
                    first=self.partner_from_id.display_name,
                    last=self.partner_to_id.display_name,
                )
            )

    def _is_as_known(self):
        """Return whether the report is one of a past date, read as it was known then."""
        self.ensure_one()
        past = self.date_to < fields.Date.context_today(self)
        return self.as_known and past and "as_known" in self._get_definition()._filters

    def _get_dates_text(self):
        """Return the dates of the report as a sentence."""
        self.ensure_one()
        last = format_date(self.env, self.date_to)
        if "period" in self._get_definition()._filters:
            first = format_date(self.env, self.date_from)
            return self.env._("From %(first)s to %(last)s", first=first, last=last)
        return self.env._("At %(date)s", date=last)

    def _get_table(self, details=None):
        """Return the report as a table: columns, rows in order, totals by currency.

        :param details: with the rows of detail; as the report shows them when None
        """
        self.ensure_one()
        query = ReportQuery(self)
        rows = list(query.iter_rows(self._shows_detail() if details is None else details))
        return Table(query.columns, rows, query.totals)
