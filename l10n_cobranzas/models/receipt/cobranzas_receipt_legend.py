from markupsafe import Markup
from odoo import api, fields, models


class CobranzasReceiptLegend(models.Model):
    """A titled text printed on a receipt (REC-01)."""

    _name = "cobranzas.receipt.legend"
    _inherit = "cobranzas.receipt.child"
    _description = "Receipt Legend"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    title_id = fields.Many2one("cobranzas.legend.title", required=True, ondelete="restrict")
    text = fields.Char()

    @api.model_create_multi
    def create(self, vals_list):
        legends = super().create(vals_list)
        self._audit({}, legends._snapshot())
        return legends

    def write(self, vals):
        before = self._snapshot()
        result = super().write(vals)
        self.receipt_id.check_access("write")
        self._audit(before, self._snapshot())
        return result

    def unlink(self):
        before = self._snapshot()
        result = super().unlink()
        self._audit(before, {})
        return result

    def _check_changeable(self):
        """Raise ``AccessError`` for a posted receipt when the user is no cashier (COL-10)."""
        self.receipt_id._check_edit_right()

    # ------------------------------------------------------------------
    # Audit
    # ------------------------------------------------------------------

    def _snapshot(self):
        """Return {legend id: (receipt, title, text)} of those whose receipt is audited."""
        return {
            legend.id: (legend.receipt_id, legend.title_id.name, legend.text)
            for legend in self
            if legend.receipt_id.state != "draft"
        }

    @api.model
    def _audit(self, before, after):
        """Write in each posted receipt's messages which legends changed, from what (REC-16)."""
        changes = {}
        for legend_id in {**before, **after}:
            old, new = before.get(legend_id), after.get(legend_id)
            if old == new:
                continue
            if old and new and old[:2] == new[:2]:
                changes.setdefault(old[0], []).append((old[1], old[2], new[2]))
                continue
            if old:
                changes.setdefault(old[0], []).append((old[1], old[2], None))
            if new:
                changes.setdefault(new[0], []).append((new[1], None, new[2]))
        for receipt, rows in changes.items():
            lines = [
                self.env._(
                    "Legend «%(title)s»: %(before)s → %(after)s",
                    title=title,
                    before=text or "—",
                    after=new_text or "—",
                )
                for title, text, new_text in rows
            ]
            receipt.message_post(body=Markup("<br/>").join(lines))  # join escapes what people typed
