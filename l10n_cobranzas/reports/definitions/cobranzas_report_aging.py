from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...models.ledger.read_scope import ReadScope
from ..reader.report_table import RESIDUAL, Column, amount_column


class CobranzasReport(models.Model):
    _inherit = "cobranzas.report"

    report = fields.Selection(
        selection_add=[("aging", "Aging of Balances")], ondelete={"aging": "cascade"}
    )
    aging_by = fields.Selection(
        selection=[("date_due", "Due date"), ("date", "Issue date")],
        string="Age By",
        required=True,
        default="date_due",
    )
    postdated = fields.Boolean(
        string="With Post-dated",
        help="A column of its own for post-dated documents, and for cheques received that are "
        "payable after the date of the report.",
    )


class CobranzasReportAging(models.AbstractModel):
    """Aging of balances (*antigüedad de saldos*, REP-04, seed 003 5.2.4 and 5.2.10).

    By due or issue date, at any date, with a column of post-dated values.
    """

    _name = "cobranzas.report.aging"
    _inherit = "cobranzas.report.definition"
    _description = "Aging of Balances"
    _filters = ("date", "group_by", "aging_by", "detail", "postdated", "as_known")
    _sums_parts = True

    @api.model
    def _get_source_scope(self, report):
        return ReadScope(date=report.date_to, postdated=report.postdated)

    @api.model
    def _get_listed_domain(self, report):
        return Domain.TRUE

    @api.model
    def _get_columns(self, report):
        aged = Domain("is_postdated", "=", False) if report.postdated else Domain.TRUE
        columns = [
            *self._get_document_columns(),
            *(
                Column(f"age_{key}", label, domain=aged & domain, **RESIDUAL)
                for key, label, domain in self._get_ages(report)
            ),
        ]
        if report.postdated:
            late = Domain("is_postdated", "=", True)
            columns.append(Column("postdated", self.env._("Post-dated"), domain=late, **RESIDUAL))
            # a cheque is no debt in the ledger any more, a post-dated document is
            owned = Domain("kind", "!=", "postdated_check")
            columns.append(Column("balance", self.env._("Balance"), domain=owned, **RESIDUAL))
        else:
            columns.append(Column("balance", self.env._("Balance"), **RESIDUAL))
        if self._has_disputes(report):
            columns.append(amount_column("disputed", self.env._("Disputed"), "disputed_amount"))
        return columns

    @api.model
    def _may_sum_parts(self, report):
        return super()._may_sum_parts(report) and not self._has_disputes(report)

    @api.model
    def _has_disputes(self, report):
        """Return whether something of the user's is disputed at the date of the report (COL-06)."""
        disputes = report._get_env()["cobranzas.dispute"]
        return bool(disputes.search_count(disputes._get_domain_open_at(report.date_to), limit=1))

    @api.model
    def _get_ages(self, report):
        """Return (key, label, domain) of each aging bucket, by days to the date of the report."""
        days = self.env.company._cobranzas_get_aging_days()
        labels = dict(self.env.company._cobranzas_get_buckets())
        day, dated = report.date_to, report.aging_by
        limits = [day - timedelta(days=bound) for bound in (0, *days)]
        ages = [("0", labels["0"], Domain(dated, ">=", limits[0]))]
        for number, (later, earlier) in enumerate(zip(limits, limits[1:], strict=False), 1):
            domain = Domain(dated, "<", later) & Domain(dated, ">=", earlier)
            ages.append((str(number), labels[str(number)], domain))
        oldest = str(len(limits))
        return [*ages, (oldest, labels[oldest], Domain(dated, "<", limits[-1]))]
