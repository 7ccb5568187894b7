from odoo import fields, models


class CobranzasAgencyEnd(models.TransientModel):
    """Takes documents back from an agency, with a reason (COL-09)."""

    _name = "cobranzas.agency.end"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Take Back from an Agency"

    line_ids = fields.Many2many("cobranzas.agency.handover.line", string="Documents")
    how = fields.Selection(
        selection=[("recalled", "We recall them"), ("returned", "The agency returns them")],
        string="Who",
        required=True,
        default="recalled",
    )
    reason = fields.Char(required=True)

    def action_save(self):
        """Take the documents back: notices and worklist have them again.

        Raises ``AccessError`` below manager; ``UserError`` for what no agency has any more.
        """
        self.ensure_one()
        self.check_access("write")
        self.line_ids._end(self.how, self.reason)
        return {"type": "ir.actions.act_window_close"}
