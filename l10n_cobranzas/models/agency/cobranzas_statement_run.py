from odoo import models
from odoo.fields import Domain


class CobranzasStatementRun(models.Model):
    """Statements say which documents an agency collects (COL-09)."""

    _inherit = "cobranzas.statement.run"

    def _get_document_marks(self, items):
        marks = dict(super()._get_document_marks(items))
        # sudo: which agency has documents that the user of the run lists
        lines = self.env["cobranzas.agency.handover.line"].sudo()
        held = lines._get_domain_in_force(self.date_to)
        env = self._get_env()
        for line in lines.search_fetch(
            held & Domain("move_line_id", "in", items.move_line_id.ids),
            ["move_line_id", "agency_id"],
        ):
            words = env._("(collected by %(agency)s)", agency=line.agency_id.name)
            marks[line.move_line_id.id] = " ".join(
                filter(None, [marks.get(line.move_line_id.id), words])
            )
        return marks
