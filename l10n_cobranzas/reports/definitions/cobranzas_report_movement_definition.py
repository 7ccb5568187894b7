from odoo import api, fields, models
from odoo.fields import Domain

from ...models.ledger.read_scope import ReadScope
from ..reader.report_table import Column, amount_column


class CobranzasReport(models.Model):
    _inherit = "cobranzas.report"

    movement_kind = fields.Selection(
        selection="_selection_movement_kind", string="Kind of Movement", help="Empty: all."
    )
    movement_status = fields.Selection(
        selection=[
            ("all", "All"),
            ("in_force", "In force"),
            ("undone", "Voided and cancelled"),
            ("draft", "Drafts"),
        ],
        string="Status",
        required=True,
        default="all",
        help="As it is today.",
    )

    @api.model
    def _selection_movement_kind(self):
        """Return the kinds that a movement can be of."""
        return self.env["cobranzas.movement"]._selection_kind()


class CobranzasReportMovementDefinition(models.AbstractModel):
    """What the reports of movements share: documents of a period, of a kind and status."""

    _name = "cobranzas.report.movement.definition"
    _inherit = "cobranzas.report.definition"
    _description = "Report of Movements"
    _source = "cobranzas.movement"
    _initial = {"detail": True}

    @api.model
    def _get_source_scope(self, report):
        return ReadScope()

    @api.model
    def _get_domain(self, report):
        domain = Domain("date", ">=", report.date_from) & Domain("date", "<=", report.date_to)
        if report.currency_mode != "company":
            # an exchange difference is zero in the currency of the document paid
            domain &= Domain("kind", "!=", "exchange") | Domain("total", "!=", 0)
        if "movement_kind" in self._filters and report.movement_kind:
            domain &= Domain("kind", "=", report.movement_kind)
        if "movement_status" in self._filters:
            domain &= self._get_status_domain(report.movement_status)
        return domain

    @api.model
    def _get_status_domain(self, status):
        return {
            "all": Domain.TRUE,
            "in_force": Domain("is_in_force", "=", True),
            "undone": Domain("state", "in", ("voided", "cancelled")),
            "draft": Domain("state", "=", "draft"),
        }[status]

    @api.model
    def _get_listed_domain(self, report):
        return Domain.TRUE

    @api.model
    def _get_order(self):
        return ("date", "name", "id")

    @api.model
    def _get_booked_columns(self, report, labels):
        """Return the columns of amounts; drafts and cancelled documents are in one of their own.

        :param labels: {field: label}
        """
        mixed = report.movement_status in ("all", "undone")
        booked = Domain("is_booked", "=", True) if mixed else Domain.TRUE
        columns = [amount_column(name, label, domain=booked) for name, label in labels.items()]
        if mixed:
            columns.append(
                amount_column(
                    "unbooked",
                    self.env._("Drafts and Cancelled"),
                    field="total",
                    domain=Domain("is_booked", "=", False),
                )
            )
        return columns

    @api.model
    def _get_branch_columns(self, report):
        """Return the column with the company's name when the report has several companies."""
        several = len(report._get_companies()) > 1
        branch = Column("company", self.env._("Branch"), kind="text", field="company_name")
        return [branch] if several else []
