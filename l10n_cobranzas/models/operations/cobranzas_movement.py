from odoo import api, models
from odoo.tools import SQL


class CobranzasMovement(models.Model):
    """Movements that are operations: known by the number of the operation, or of its document."""

    _inherit = "cobranzas.movement"

    @api.model
    def _get_item_columns(self):
        columns = super()._get_item_columns()
        name = SQL(
            """CASE WHEN item.kind = 'operation'
            THEN COALESCE(operation.document_name, operation.name, %(name)s)
            ELSE %(name)s END""",
            name=columns["name"],
        )
        return {**columns, "name": name}

    @api.model
    def _get_item_joins(self):
        return [
            *super()._get_item_joins(),
            SQL("LEFT JOIN account_move move ON move.id = item.move_id"),
            SQL(
                "LEFT JOIN cobranzas_operation operation "
                "ON operation.id = move.cobranzas_operation_id"
            ),
        ]
