from odoo import api, models
from odoo.tools import SQL


class CobranzasOpenItem(models.Model):
    """Cheques that operations moved: until the operation is undone."""

    _inherit = "cobranzas.open.item"
    _depends = {
        "account.payment": ["cobranzas_operation_id"],
        "cobranzas.operation": ["undo_date"],
    }

    @api.model
    def _get_moved_checks_sql(self, day):
        return SQL(
            """%s OR EXISTS (SELECT FROM cobranzas_operation mover
            WHERE mover.id = operation.cobranzas_operation_id AND mover.undo_date > %s)""",
            super()._get_moved_checks_sql(day),
            day,
        )
