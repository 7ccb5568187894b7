from dataclasses import replace

from odoo import api, fields, models
from odoo.fields import Domain

from ..reader.report_table import Column, Level


class CobranzasReport(models.Model):
    _inherit = "cobranzas.report"

    report = fields.Selection(
        selection_add=[("agency", "Results of Agencies")], ondelete={"agency": "cascade"}
    )
    agency_by = fields.Selection(
        selection=[("bucket", "Age at the hand-over"), ("partner_id", "Customer")],
        string="Below the Agency",
        required=True,
        default="bucket",
    )


class CobranzasReportAgency(models.AbstractModel):
    """Results of agencies (COL-09): handed over, collected, commission, came back.

    Of what was handed over within the dates, by agency and age; in the currency of each company,
    with what was collected so far.
    """

    _name = "cobranzas.report.agency"
    _inherit = ["cobranzas.report.definition"]
    _description = "Results of Agencies"
    _source = "cobranzas.agency.item"
    _filters = ("period", "agency_by", "detail")

    @api.model
    def _get_source_scope(self, report):
        return replace(super()._get_source_scope(report), date=None)

    @api.model
    def _get_domain(self, report):
        return Domain("date", ">=", report.date_from) & Domain("date", "<=", report.date_to)

    @api.model
    def _get_listed_domain(self, report):
        return Domain.TRUE

    @api.model
    def _get_levels(self, report):
        labels = dict(report._fields["agency_by"]._description_selection(self.env))
        by = report.agency_by
        below = Level(by, labels[by], ordered=by == "bucket")
        return [Level("agency_id", self.env._("Agency")), below]

    @api.model
    def _get_columns(self, report):
        return [
            Column("name", self.env._("Document"), kind="text", field="name"),
            Column("customer", self.env._("Customer"), kind="text", field="partner_id"),
            Column("date", self.env._("Handed Over on"), kind="date", field="date"),
            Column("state", self.env._("State"), kind="text", field="status"),
            Column("days", self.env._("Days"), kind="most", field="days_with"),
            Column("handed", self.env._("Handed Over"), field="handed"),
            Column("collected", self.env._("Collected"), field="collected"),
            Column("share", self.env._("Collected %"), kind="share", of=("handed", "missing")),
            Column("missing", self.env._("Not Collected"), field="missing"),
            Column("returned", self.env._("Came Back"), field="returned"),
            Column("commission", self.env._("Commission"), field="commission"),
        ]
