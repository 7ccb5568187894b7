from dataclasses import replace

from odoo import api, fields, models
from odoo.fields import Domain

from ...models.ledger.read_scope import Kept
from ..reader.report_table import Column, amount_column


class CobranzasReport(models.Model):
    _inherit = "cobranzas.report"

    report = fields.Selection(
        selection_add=[("interest", "Uncollected Interest")], ondelete={"interest": "cascade"}
    )
    interest_show = fields.Selection(
        selection=[
            ("both", "Suggested and real"),
            ("suggested", "Suggested"),
            ("real", "Real"),
        ],
        string="Interest",
        required=True,
        default="both",
        help="Suggested: to charge until the date, before taxes; nothing of it is booked yet. "
        "Real: what is left of the interest notes made, taxes inside.",
    )


class CobranzasReportInterest(models.AbstractModel):
    """Uncollected interest (*intereses por cobrar*, REP-12), at any date.

    Suggested: of each document overdue, or paid late, what is to be charged until the date. Real:
    the interest notes made by then that are not collected yet.
    """

    _name = "cobranzas.report.interest"
    _inherit = ["cobranzas.report.definition"]
    _description = "Uncollected Interest"
    _source = "cobranzas.interest.item"
    _filters = ("date", "group_by", "interest_show", "detail", "as_known")
    _initial = {"detail": True}

    @api.model
    def _get_source_scope(self, report):
        return replace(super()._get_source_scope(report), kept=Kept())

    @api.model
    def _get_domain(self, report):
        suffix = "_company" if report.currency_mode == "company" else ""
        # not "!=": it is true of rows that have none, too
        suggested, real = (
            Domain(f"{name}{suffix}", ">", 0) | Domain(f"{name}{suffix}", "<", 0)
            for name in ("interest", "note_residual")
        )
        return {"suggested": suggested, "real": real}.get(report.interest_show, suggested | real)

    @api.model
    def _get_listed_domain(self, report):
        return Domain.TRUE

    @api.model
    def _get_columns(self, report):
        columns = [
            Column("name", self.env._("Document"), kind="text", field="name"),
            Column("date_due", self.env._("Due"), kind="date", field="date_due"),
        ]
        if report.interest_show != "real":
            columns += [
                Column("days", self.env._("Days"), kind="integer", field="interest_days"),
                Column("rate", self.env._("Interest Rate"), kind="text", field="interest_rate"),
                amount_column("base", self.env._("Interest Base"), field="interest_base"),
                amount_column("suggested", self.env._("Suggested"), field="interest"),
            ]
        if report.interest_show != "suggested":
            label = self.env._("Uncollected Notes")
            columns.append(amount_column("real", label, field="note_residual"))
        return columns

    @api.model
    def _get_order(self):
        return ("date_due", "date", "id")
