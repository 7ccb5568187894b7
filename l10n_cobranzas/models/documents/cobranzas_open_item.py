from odoo import api, models
from odoo.tools import SQL


class CobranzasOpenItem(models.Model):
    """Open items of documents received that are collected at a later date (REC-20)."""

    _inherit = "cobranzas.open.item"
    _depends = {"cobranzas.document": ["kind", "move_line_id"]}

    @api.model
    def _get_item_columns(self):
        columns = super()._get_item_columns()
        postdated = SQL(
            """%s OR item.date_due > %s AND EXISTS (
                SELECT FROM cobranzas_document document WHERE document.kind = 'postdated'
                AND document.move_line_id = item.move_line_id)""",
            columns["is_postdated"],
            self._get_reference_date(),
        )
        return {**columns, "is_postdated": postdated}
