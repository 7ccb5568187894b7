from odoo import api, fields, models
from odoo.tools import SQL

from .cobranzas_agency import READERS


class CobranzasOpenItem(models.Model):
    """Which agency had an open item, at the date that is read (COL-09)."""

    _inherit = "cobranzas.open.item"
    _depends = {
        "cobranzas.agency.handover.line": [
            "agency_id",
            "date",
            "date_end",
            "move_line_id",
            "status",
        ],
    }

    agency_id = fields.Many2one(
        "cobranzas.agency",
        readonly=True,
        groups=READERS,
        depends_context=("cobranzas_date",),
        help="The outside agency that collects it.",
    )

    @api.model
    def _get_item_columns(self):
        return {**super()._get_item_columns(), "agency_id": SQL("handed.agency_id")}

    @api.model
    def _get_item_joins(self):
        day = self._get_read_scope().date
        held = SQL("status = 'in_force'")
        if day:
            held = SQL(
                """status IN ('in_force', 'recalled', 'returned') AND date <= %s
                AND (date_end IS NULL OR date_end > %s)""",
                day,
                day,
            )
        lines = SQL(
            """LEFT JOIN (
                SELECT move_line_id, MAX(agency_id) AS agency_id
                FROM cobranzas_agency_handover_line WHERE %s GROUP BY move_line_id
            ) handed ON handed.move_line_id = item.move_line_id""",
            held,
        )
        return [*super()._get_item_joins(), lines]
