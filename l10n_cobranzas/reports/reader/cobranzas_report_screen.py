import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from .report_query import ReportQuery

PAGE = 200  # group rows a screen gets at a time
PAGE_DETAILED = 40  # of those, when their details come along
DETAILS = 200  # rows of detail of a group that a screen gets at a time
LISTED = 2000  # rows of detail of a page of groups
MOST = 2**31 - 1  # the highest id in PostgreSQL


class CobranzasReport(models.Model):
    """The requests of a report's screen: rows by page, details, the items of a figure."""

    _inherit = "cobranzas.report"

    def action_open(self, key):
        """Open the report ``key`` with the filters its user left, the dates as of today."""
        self.browse().check_access("create")
        if not isinstance(key, str) or key not in dict(self._fields["report"].selection):
            raise UserError(self.env._("There is no such report."))
        report = self.search([("report", "=", key), ("user_id", "=", self.env.uid)])
        if not report:
            report = self.new({"report": key})
            report = self.create({"report": key, **report._get_definition()._initial})
        report._follow_calendar()
        return {
            "type": "ir.actions.act_window",
            "name": report.display_name,
            "res_model": self._name,
            "res_id": report.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "current",
        }

    @api.readonly
    def get_screen(self, offset=0, filters=None):
        """Return the columns, a page of group rows, and the totals, to be shown.

        :param filters: those on the screen, [[name, value]]: a replica that has others yet leaves
            the answer to the primary

        Raises ``UserError`` with what is wrong with the filters.
        """
        self.ensure_one()
        self.check_access("read")
        self._check_arrived(filters)
        offset = self._read_number(offset, least=0)
        query = ReportQuery(self)
        rows, totals = query.get_groups()
        detailed = self._shows_detail()
        page, details = rows[offset : offset + PAGE], ()
        if detailed:
            page, groups = self._cut_detailed_page(query, rows[offset : offset + PAGE_DETAILED])
            details = query.details.iter_rows(groups)
        return {
            "title": self.display_name,
            "filters": [query.definition._get_subtitle(self), *self._get_choices_text()],
            "past_date": self._get_past_date(),
            "order": self._get_sorting_name(query.figures),
            "level": query.levels[-1].label if query.levels else "",
            "depth": len(query.levels),
            "has_details": query.listed is not None,
            "columns": [
                {"name": column.name, "label": column.label, "kind": column.kind}
                for column in query.columns
            ],
            "rows": [self._prepare_row(row) for row in page],
            "details": [self._prepare_row(row) for row in details],
            "page": DETAILS,
            "count": len(rows),
            "totals": [self._prepare_row(row) for row in totals],
        }

    def _cut_detailed_page(self, query, rows):
        """Return as many of the group rows as fit a page, and those whose details come along.

        A group of more than ``DETAILS`` rows comes closed: it is opened a page at a time.
        """
        deepest = {id(row) for row in query.get_deepest(rows) if row.count <= DETAILS}
        page, groups, listed = [], [], 0
        for row in rows:
            if id(row) in deepest:
                listed += row.count
                if page and listed > LISTED:
                    break
                groups.append(row)
            page.append(row)
        return page, groups

    @api.readonly
    def get_details(self, path, currency_id, offset=0, filters=None):
        """Return a page of the detail of the group ``path``, to be shown.

        :param filters: as of ``get_screen``
        """
        self.ensure_one()
        self.check_access("read")
        self._check_arrived(filters)
        offset = self._read_number(offset, least=0)
        query = ReportQuery(self)
        path = self._read_path(query, path)
        if len(path) < len(query.levels):
            raise self._load_again()
        group = query.details.find_group(path, self._read_number(currency_id))
        return [
            self._prepare_row(row)
            for row in query.details.iter_rows([group], offset=offset, limit=DETAILS)
        ]

    def _get_past_date(self):
        """Return the last day of the report, as the user reads it, when it is before today."""
        self.ensure_one()
        if self.date_to >= fields.Date.context_today(self):
            return ""
        return format_date(self.env, self.date_to)

    def action_reset_dates(self):
        """Set the dates to those that lead up to today."""
        self.ensure_one()
        uses_period = "period" in self._get_definition()._filters
        self.period = "month" if uses_period else "today"
        self._follow_calendar()

    def _prepare_row(self, row):
        """Return a row for the client, with dates as text."""

        def to_json(value):
            return value.isoformat() if isinstance(value, datetime.date) else value

        return {
            "kind": row.kind,
            "level": row.level,
            "label": row.label,
            "path": [to_json(value) for value in row.path],
            "currency_id": row.currency_id,
            "values": {name: to_json(value) for name, value in row.values.items()},
            "count": row.count,
            "res_id": row.res_id,
        }

    # ------------------------------------------------------------------
    # Validation of what the client sends
    # ------------------------------------------------------------------

    def _load_again(self):
        """Return the error for values that the screen never sends, unless it is outdated."""
        return UserError(self.env._("Load the report again."))

    def _read_number(self, value, least=-MOST):
        """Return an id or an offset as the client sent it. Raises ``UserError`` for others."""
        if type(value) is not int or not least <= value <= MOST:
            raise self._load_again()
        return value

    def _read_path(self, query, path):
        """Return the values of a path as the client sent it. Raises ``UserError`` for others."""
        if not isinstance(path, list) or len(path) > len(query.levels):
            raise self._load_again()
        return tuple(
            self._read_value(query.source._fields[level.field], value)
            for level, value in zip(query.levels, path, strict=False)
        )

    def _read_value(self, field, value):
        if value is None or value is False:
            return None
        if field.type == "many2one":
            return self._read_number(value)
        if not isinstance(value, str) or "\0" in value:
            raise self._load_again()
        if field.type != "date":
            return value
        try:
            return fields.Date.to_date(value)
        except ValueError:
            raise self._load_again() from None

    # ------------------------------------------------------------------
    # The items of a figure
    # ------------------------------------------------------------------

    @api.readonly
    def action_open_figure(self, path, currency_id, column, filters=None):
        """Open the items that a figure of the report sums.

        :param filters: as of ``get_screen``
        """
        self.ensure_one()
        self.check_access("read")
        self._check_arrived(filters)
        query = ReportQuery(self)
        path, currency_id = self._read_path(query, path), self._read_number(currency_id)
        listed = [each for each in query.figures if each.kind != "share"]
        chosen = next((each for each in listed if each.name == column), None)
        if chosen is None:
            raise self._load_again()
        domain = query.domain & chosen.domain & query.get_path_domain(path, currency_id)
        if chosen.kind == "running":
            domain = query.domain & query.get_running_domain(path, currency_id)
        names = self._get_group_names(query, domain, path)
        subtitle = query.definition._get_subtitle(self)
        return self._action_open_items(query, domain, " · ".join([chosen.label, *names, subtitle]))

    def _get_group_names(self, query, domain, path):
        """Return the names of the groups of ``path``; none when the user reads no row of them."""
        if not path or not query.source.search(domain, limit=1):
            return []
        levels = zip(query.levels, path, strict=False)
        return [query.get_names(level, {value}).get(value, "") for level, value in levels]

    def _action_open_items(self, query, domain, name):
        """Open rows of the report's source, read at the report's date."""
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": query.source._name,
            "view_mode": "list,pivot,graph",
            "views": [(False, "list"), (False, "pivot"), (False, "graph")],
            "domain": list(Domain(domain)),
            "context": {
                **query.scope.to_context(),
                "allowed_company_ids": query.env.context["allowed_company_ids"],
                "create": False,
                "cobranzas_facet": name,
            },
        }

    @api.readonly
    def action_open_row(self, res_id, filters=None):
        """Open the document of a row of detail.

        :param filters: as of ``get_screen``
        """
        self.ensure_one()
        self.check_access("read")
        self._check_arrived(filters)
        query = ReportQuery(self)
        chosen = Domain("id", "=", self._read_number(res_id))
        row = query.source.search(chosen & query.domain, limit=1)
        if not row:
            raise UserError(
                self.env._("This document is not in the report any more: load it again.")
            )
        return row.action_open_document()
