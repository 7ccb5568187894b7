from odoo import api, models
from odoo.fields import Domain


class CobranzasNoticeReader(models.AbstractModel):
    """What an agency collects is told of in no notice (COL-09)."""

    _inherit = "cobranzas.notice.reader"

    @api.model
    def _fetch_at_agency(self, facts):
        numbers = [row.id for rows in facts.items.values() for row in rows]
        lines = self.env["cobranzas.agency.handover.line"]
        held = lines.search_fetch(
            lines._get_domain_in_force() & Domain("move_line_id", "in", numbers), ["move_line_id"]
        )
        return super()._fetch_at_agency(facts) | frozenset(held.move_line_id.ids)
