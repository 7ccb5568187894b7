from odoo import api, models
from odoo.tools import SQL


class CobranzasWorklist(models.Model):
    """What an agency collects is not in the own worklist (COL-09)."""

    _inherit = "cobranzas.worklist"
    _depends = {
        "cobranzas.agency.handover.line": ["move_line_id", "status"],
    }

    @api.model
    def _get_left_to_others_sql(self, item_id):
        return SQL(
            """EXISTS (SELECT FROM cobranzas_agency_handover_line handed
                WHERE handed.move_line_id = %s AND handed.status = 'in_force')""",
            item_id,
        )
