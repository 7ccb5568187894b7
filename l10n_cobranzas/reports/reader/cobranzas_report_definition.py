from odoo import api, models
from odoo.fields import Domain

from ...models.ledger.read_scope import ReadScope
from .report_table import Column, Level


class CobranzasReportDefinition(models.AbstractModel):
    """A report as data: its source, filters, levels, columns (DESIGN 7).

    One screen, one page template and one spreadsheet writer show them all. A report is a model
    made of this one, ``cobranzas.report.<key>``, in a file that also adds the key to the field
    ``report`` of ``cobranzas.report``. Each method gets the record with the user's filters.
    """

    _name = "cobranzas.report.definition"
    _description = "Report Definition"
    _source = "cobranzas.open.item"
    _filters = ("date",)  # beside those of every report: which fields of the form it uses
    _initial = {}  # what a user's filters are at first, where the form's own defaults won't do
    _sums_parts = False  # all its figures are balances: they may be summed over parts of items
    _merge = ()  # rows that are the same in these fields of the source are one row of detail

    @api.model
    def _get_variant(self, report):
        """Return the definition that the filters choose: here this one, whatever they are."""
        return self

    @api.model
    def _get_source_scope(self, report):
        """Return the ``ReadScope`` in which the source is read: at the date of the report."""
        return ReadScope(date=report.date_to)

    @api.model
    def _may_sum_parts(self, report):
        """Return whether all the figures are balances, so that parts of items may be summed."""
        return self._sums_parts

    @api.model
    def _get_opening_day(self, report):
        """Return the day before which rows make an opening balance; None where there is none.

        The source is ledger lines then, and all figures are amounts.
        """

    @api.model
    def _get_domain(self, report):
        """Return which rows of the source count, beside the filters of every report."""
        return Domain.TRUE

    @api.model
    def _get_listed_domain(self, report):
        """Return which of the rows that count are listed as detail; None for no detail at all."""

    @api.model
    def _shows_detail(self, report):
        """Return whether detail is listed: here, what the user chose."""
        return report.detail and "detail" in self._filters

    @api.model
    def _get_levels(self, report):
        """Return the levels of grouping: the customer, below what the user groups by."""
        return [*self._get_outer_levels(report), Level("partner_id", self.env._("Customer"))]

    @api.model
    def _get_outer_levels(self, report):
        """Return the level the user chose to group customers by, if any."""
        labels = dict(report._fields["group_by"]._description_selection(self.env))
        chosen = report.group_by
        return [Level(chosen, labels[chosen])] if chosen and "group_by" in self._filters else []

    @api.model
    def _get_columns(self, report):
        """Return the columns, in order."""
        raise NotImplementedError

    @api.model
    def _get_document_columns(self):
        """Return the columns that tell an open item from others: document, kind, dates."""
        return [
            Column("name", self.env._("Document"), kind="text", field="name"),
            Column("kind", self.env._("Kind"), kind="text", field="kind"),
            Column("date", self.env._("Issued"), kind="date", field="date"),
            Column("date_due", self.env._("Due"), kind="date", field="date_due"),
        ]

    @api.model
    def _get_order(self):
        """Return the order of the detail: fields of the source, by which running sums go."""
        return ("date", "id")

    @api.model
    def _get_subtitle(self, report):
        """Return the sentence below the title: the dates."""
        return report._get_dates_text()
