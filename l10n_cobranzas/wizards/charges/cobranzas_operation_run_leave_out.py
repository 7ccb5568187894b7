from odoo import fields, models


class CobranzasOperationRunLeaveOut(models.TransientModel):
    """Asks for how long documents are left out of a run that charges, and why (CHG-03)."""

    _name = "cobranzas.operation.run.leave.out"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Leave Out of a Month-end Run"

    line_ids = fields.Many2many(
        "cobranzas.operation.run.line",
        relation="cobranzas_run_leave_out_line_rel",  # the name made by itself is too long
        string="Documents",
        required=True,
    )
    scope = fields.Selection(
        selection=[
            ("once", "Only this time: a later run lists it again"),
            ("period", "What is listed now is never charged; later days are"),
            ("always", "Never again: the document is charged no more"),
        ],
        string="For How Long",
        required=True,
        default="once",
    )
    reason = fields.Char()

    def action_leave_out(self):
        """Leave them out as the dialog says."""
        self.ensure_one()
        self.line_ids._leave_out(self.scope, self.reason or "")
        return {"type": "ir.actions.act_window_close"}
