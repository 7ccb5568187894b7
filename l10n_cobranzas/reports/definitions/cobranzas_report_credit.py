from dataclasses import replace

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...models.ledger.read_scope import Kept
from ..reader.report_table import Column

#: parts of what is used that are debts to collect
DEBTS = Domain("part", "in", ("items", "postdated"))


class CobranzasReport(models.Model):
    _inherit = "cobranzas.report"

    report = fields.Selection(
        selection_add=[("credit", "Credit Control")], ondelete={"credit": "cascade"}
    )
    credit_state = fields.Selection(
        selection=[
            ("debt", "All with debt"),
            ("late", "Late customers"),
            ("used", "All that use credit"),
        ],
        string="Which Customers",
        required=True,
        default="debt",
        help="Late: a debt is past its due date and the customer's days of grace. Those that use "
        "credit may owe nothing yet, and have orders to invoice or cheques not cleared.",
    )


class CobranzasReportCredit(models.AbstractModel):
    """Credit control (REP-13, CRE-07, seed 004): debt, days late and allowed, limit, what is left.

    As of today, in the currency of each company: orders and drafts have no history. The limit that
    the members of a debtor group share stands beside each of them, and is not summed.
    """

    _name = "cobranzas.report.credit"
    _inherit = ["cobranzas.report.definition"]
    _description = "Credit Control"
    _source = "cobranzas.credit.item"
    _filters = ("group_by", "credit_state", "detail")

    @api.model
    def _get_source_scope(self, report):
        return replace(super()._get_source_scope(report), date=None, kept=Kept())

    @api.model
    def _get_domain(self, report):
        states = {"debt": ("late", "debt"), "late": ("late",)}.get(report.credit_state)
        return Domain("customer_state", "in", states) if states else Domain.TRUE

    @api.model
    def _get_listed_domain(self, report):
        return Domain("part", "!=", "limit")

    @api.model
    def _get_columns(self, report):
        def money(name, label, field, domain=Domain.TRUE, **options):
            return Column(name, label, field=field, domain=domain, **options)

        is_limit = Domain("part", "=", "limit")
        late = DEBTS & Domain("days_beyond", ">", 0)
        return [
            Column("name", self.env._("Document"), kind="text", field="name"),
            Column("part", self.env._("Counts As"), kind="text", field="part"),
            Column("date_due", self.env._("Due"), kind="date", field="date_due"),
            money("debt", self.env._("Total Debt"), "debt", DEBTS),
            money("overdue", self.env._("Overdue beyond Grace"), "debt", late),
            Column("days", self.env._("Days Late"), kind="most", field="days_overdue"),
            Column("allowed", self.env._("Days Allowed"), kind="most", field="grace_days"),
            money("limit", self.env._("Limit"), "limit_amount", is_limit, blank=True),
            money("group_limit", self.env._("Limit of the Group"), "group_limit", alike=True),
            money("used", self.env._("Credit Used"), "exposure", Domain("exposure", "!=", 0)),
            Column("share", self.env._("Used %"), kind="share", of=("limit", "available")),
            money("available", self.env._("Available"), "available", blank=True),
        ]

    @api.model
    def _get_order(self):
        return ("date_due", "date", "id")

    @api.model
    def _get_subtitle(self, report):
        today = fields.Date.context_today(self)
        return self.env._("At %(date)s", date=format_date(self.env, today))
